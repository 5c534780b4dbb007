package dev.cenote.testkit.driver;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The {@link DataSource} of one {@link FakeDatabase}: a new physical connection for each call. */
public final class FakeDataSource implements DataSource {

  private final FakeDatabase database;
  private volatile int loginTimeoutSeconds;
  private volatile @Nullable PrintWriter logWriter;

  FakeDataSource(FakeDatabase database) {
    this.database = database;
  }

  /** The database it connects to. */
  public FakeDatabase database() {
    return database;
  }

  @Override
  public @Nullable Connection getConnection() throws SQLException {
    return FakeDriver.open(database, null, null);
  }

  @Override
  public @Nullable Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    return FakeDriver.open(database, user, password);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return logWriter;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter writer) {
    logWriter = writer;
  }

  /** Kept and read back; the fake does not heed it. */
  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeoutSeconds = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeoutSeconds;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the fake driver does not log");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(this)) {
      throw new SQLException("a FakeDataSource is no " + type.getName());
    }
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
