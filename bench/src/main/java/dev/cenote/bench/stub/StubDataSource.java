package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import javax.sql.DataSource;

/** Where the stub's connections come from; opening one takes no time. Any thread. */
public abstract class StubDataSource implements DataSource {

  private static final Completion<StubDataSource> COMPLETION =
      new Completion<>(StubDataSource.class, MethodHandles.lookup());

  private volatile int loginTimeout;

  StubDataSource() {}

  /** A data source. */
  public static DataSource create() {
    return COMPLETION.create();
  }

  @Override
  public Connection getConnection() {
    return StubConnection.create();
  }

  @Override
  public Connection getConnection(String username, String password) {
    return StubConnection.create();
  }

  @Override
  public int getLoginTimeout() {
    return loginTimeout;
  }

  @Override
  public void setLoginTimeout(int seconds) {
    loginTimeout = seconds;
  }
}
