package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is always alive, to a server that answers at once. It remembers auto-commit and
 * nothing else, and gives the same statement again and again. One thread at a time.
 */
abstract class StubConnection implements Connection {

  private static final Completion<StubConnection> COMPLETION =
      new Completion<>(StubConnection.class, MethodHandles.lookup());

  private final StubStatement statement = StubStatement.create();
  private final StubStatement prepared = StubStatement.create();
  private boolean autoCommit = true;
  private volatile boolean closed;

  static StubConnection create() {
    return COMPLETION.create();
  }

  @Override
  public Statement createStatement() {
    return statement.reopen();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) {
    return prepared.reopen();
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public void abort(Executor executor) {
    closed = true;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isValid(int timeoutSeconds) {
    return !closed;
  }

  @Override
  public boolean getAutoCommit() {
    return autoCommit;
  }

  @Override
  public void setAutoCommit(boolean autoCommit) {
    this.autoCommit = autoCommit;
  }

  @Override
  public void commit() {}

  @Override
  public void rollback() {}

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public int getTransactionIsolation() {
    return TRANSACTION_READ_COMMITTED;
  }

  @Override
  public int getHoldability() {
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public @Nullable String getCatalog() {
    return null;
  }

  @Override
  public @Nullable String getSchema() {
    return null;
  }

  @Override
  public int getNetworkTimeout() {
    return 0;
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {}

  @Override
  public Properties getClientInfo() {
    return new Properties();
  }

  @Override
  public Map<String, Class<?>> getTypeMap() {
    return Map.of();
  }

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }
}
