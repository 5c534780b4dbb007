package dev.cenote.testkit.driver;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The fake driver's DataSource, taken for that of a product: by the package of the class that
 * extends this, as a pool knows products. Connections may say more than the fake's own.
 */
public abstract class DisguisedSource implements DataSource {

  private final DataSource fake;

  protected DisguisedSource(DataSource fake) {
    this.fake = fake;
  }

  /** What the pool gets instead of a connection of the fake. */
  protected Connection disguised(Connection connection) {
    return connection;
  }

  @Override
  public final Connection getConnection() throws SQLException {
    return disguised(fake.getConnection());
  }

  @Override
  public final Connection getConnection(String user, String password) throws SQLException {
    return disguised(fake.getConnection(user, password));
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getAnonymousLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return fake.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return fake.isWrapperFor(type);
  }
}
