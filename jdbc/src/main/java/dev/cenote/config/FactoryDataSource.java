package dev.cenote.config;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A {@link ConnectionFactory} where a DataSource is expected. A pool asks the factory itself. */
public final class FactoryDataSource implements DataSource {

  private final ConnectionFactory factory;

  /** For this factory. */
  public FactoryDataSource(ConnectionFactory factory) {
    this.factory = factory;
  }

  /** What opens the connections. */
  public ConnectionFactory factory() {
    return factory;
  }

  /** Not supported: only a pool can say for which slot. */
  @Override
  public Connection getConnection() throws SQLException {
    throw unsupported();
  }

  /** Not supported: a factory knows its login. */
  @Override
  public Connection getConnection(@Nullable String username, @Nullable String password)
      throws SQLException {
    throw unsupported();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw unsupported();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw unsupported();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw unsupported();
  }

  private static SQLFeatureNotSupportedException unsupported() {
    return new SQLFeatureNotSupportedException(
        "a connection factory is asked by its pool", "0A000");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(factory)) {
      return type.cast(factory);
    }
    throw new SQLException("the factory of connections is no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(factory);
  }

  /** Names the factory's class. */
  @Override
  public String toString() {
    return "FactoryDataSource of " + factory.getClass().getName();
  }
}
