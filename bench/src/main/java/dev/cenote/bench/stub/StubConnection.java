package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is always alive, to a server that answers at once. It remembers its settings
 * and gives the same statement again and again, while that is not open. One thread at a time.
 */
abstract class StubConnection implements Connection {

  private static final Completion<StubConnection> COMPLETION =
      new Completion<>(StubConnection.class, MethodHandles.lookup());

  private StubStatement statement = StubStatement.create();
  private final StubStatement prepared = StubStatement.create();
  private boolean autoCommit = true;
  private boolean readOnly;
  private int isolation = TRANSACTION_READ_COMMITTED;
  private int holdability = ResultSet.CLOSE_CURSORS_AT_COMMIT;
  private int networkTimeout;
  private @Nullable String catalog;
  private @Nullable String schema;
  private final AtomicBoolean closed = new AtomicBoolean();

  static StubConnection create() {
    return COMPLETION.create();
  }

  @Override
  public Statement createStatement() {
    if (statement.isOpen()) {
      statement = StubStatement.create();
    }
    return statement.reopen();
  }

  @Override
  public PreparedStatement prepareStatement(String sql) {
    return prepared.reopen();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      Traffic.closed();
    }
  }

  @Override
  public void abort(Executor executor) {
    close();
  }

  @Override
  public boolean isClosed() {
    return closed.get();
  }

  @Override
  public boolean isValid(int timeoutSeconds) {
    return !closed.get();
  }

  @Override
  public DatabaseMetaData getMetaData() {
    return StubMetaData.create();
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
    return readOnly;
  }

  @Override
  public void setReadOnly(boolean readOnly) {
    this.readOnly = readOnly;
  }

  @Override
  public int getTransactionIsolation() {
    return isolation;
  }

  @Override
  public void setTransactionIsolation(int isolation) {
    this.isolation = isolation;
  }

  @Override
  public int getHoldability() {
    return holdability;
  }

  @Override
  public void setHoldability(int holdability) {
    this.holdability = holdability;
  }

  @Override
  public @Nullable String getCatalog() {
    return catalog;
  }

  @Override
  public void setCatalog(@Nullable String catalog) {
    this.catalog = catalog;
  }

  @Override
  public @Nullable String getSchema() {
    return schema;
  }

  @Override
  public void setSchema(@Nullable String schema) {
    this.schema = schema;
  }

  @Override
  public int getNetworkTimeout() {
    return networkTimeout;
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {
    networkTimeout = milliseconds;
  }

  @Override
  public Properties getClientInfo() {
    return new Properties();
  }

  @Override
  public Map<String, Class<?>> getTypeMap() {
    return Map.of();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> types) {}

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
