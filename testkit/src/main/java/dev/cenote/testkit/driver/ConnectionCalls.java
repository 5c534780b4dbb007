package dev.cenote.testkit.driver;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the fake's connections do. The methods are those of {@link Connection}, found by name by
 * {@link DriverProxy}.
 */
final class ConnectionCalls {

  private final FakeSession session;
  private final Connection self;

  private ConnectionCalls(FakeSession session) {
    this.session = session;
    this.self = DriverProxy.of(Connection.class, "Connection", session, this, null);
  }

  static Connection connectionOf(FakeSession session) {
    return new ConnectionCalls(session).self;
  }

  public void setAutoCommit(boolean on) throws SQLException {
    if (on && session.inTransaction()) {
      session.requireAlive();
    }
    session
        .database()
        .committed(
            session.commitBy(state -> {
              boolean ends = on && !state.autoCommit;
              state.autoCommit = on;
              return ends ? state.commit() : List.of();
            }));
  }

  public boolean getAutoCommit() {
    return session.autoCommit();
  }

  public void commit() throws SQLException {
    List<String> durable =
        session.commitBy(state -> {
          state.requireNoAutoCommit("commit");
          return state.commit();
        });
    session.database().committed(durable);
  }

  public void rollback() throws SQLException {
    session.change(state -> {
      state.requireNoAutoCommit("rollback");
      state.rollBack();
    });
  }

  public void rollback(Savepoint savepoint) throws SQLException {
    requireSavepoints("rollback to savepoint");
  }

  public Savepoint setSavepoint() throws SQLException {
    requireSavepoints("establish a savepoint");
    return new FakeSavepoint(null);
  }

  public Savepoint setSavepoint(String name) throws SQLException {
    requireSavepoints("establish a savepoint");
    return new FakeSavepoint(name);
  }

  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    requireSavepoints("release a savepoint");
  }

  public void setReadOnly(boolean on) throws SQLException {
    session.change(state -> {
      state.requireNoTransaction("transaction read-only property");
      state.readOnly = on;
    });
  }

  public boolean isReadOnly() {
    return session.readOnly();
  }

  public void setTransactionIsolation(int level) throws SQLException {
    switch (level) {
      case Connection.TRANSACTION_READ_UNCOMMITTED,
          Connection.TRANSACTION_READ_COMMITTED,
          Connection.TRANSACTION_REPEATABLE_READ,
          Connection.TRANSACTION_SERIALIZABLE -> {}
      default -> throw new SQLException("no transaction isolation level " + level, "22023");
    }
    session.change(state -> {
      state.requireNoTransaction("transaction isolation level");
      state.isolation = level;
    });
  }

  public int getTransactionIsolation() {
    return session.isolation();
  }

  public void setCatalog(@Nullable String catalog) throws SQLException {
    session.change(state -> state.catalog = catalog);
  }

  public @Nullable String getCatalog() {
    return session.catalog();
  }

  public void setSchema(@Nullable String schema) throws SQLException {
    session.change(state -> {
      state.beginUnlessAutoCommit();
      state.schema = schema;
    });
  }

  public @Nullable String getSchema() throws SQLException {
    session.change(SessionState::beginUnlessAutoCommit);
    return session.schema();
  }

  public void setHoldability(int holdability) throws SQLException {
    if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT
        && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw new SQLException("no holdability " + holdability, "22023");
    }
    session.change(state -> state.holdability = holdability);
  }

  public int getHoldability() {
    return session.holdability();
  }

  public void setNetworkTimeout(@Nullable Executor executor, int millis) throws SQLException {
    if (executor == null || millis < 0) {
      throw new SQLException("a network timeout needs an executor and no negative time", "22023");
    }
    session.change(state -> state.networkTimeoutMillis = millis);
  }

  public int getNetworkTimeout() {
    return session.networkTimeoutMillis();
  }

  public void setClientInfo(String name, @Nullable String value) throws SQLException {
    session.change(state -> {
      if (value == null) {
        state.clientInfo.remove(name);
      } else {
        state.clientInfo.setProperty(name, value);
      }
    });
  }

  public void setClientInfo(Properties all) throws SQLException {
    session.change(state -> {
      state.clientInfo.clear();
      state.clientInfo.putAll(all);
    });
  }

  public @Nullable String getClientInfo(String name) {
    return session.clientInfo().getProperty(name);
  }

  public Properties getClientInfo() {
    return session.clientInfo();
  }

  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    session.change(state -> state.typeMap = new HashMap<>(map));
  }

  public Map<String, Class<?>> getTypeMap() {
    return new HashMap<>(session.typeMap());
  }

  public @Nullable SQLWarning getWarnings() {
    return session.warnings();
  }

  public void clearWarnings() throws SQLException {
    session.change(state -> state.warnings = null);
  }

  public Statement createStatement() {
    return StatementCalls.statementOf(Statement.class, session, self, null);
  }

  public PreparedStatement prepareStatement(String sql) {
    return StatementCalls.statementOf(PreparedStatement.class, session, self, sql);
  }

  public CallableStatement prepareCall(String sql) {
    return StatementCalls.statementOf(CallableStatement.class, session, self, sql);
  }

  public String nativeSQL(String sql) {
    return sql;
  }

  public DatabaseMetaData getMetaData() {
    return MetaDataCalls.metaDataOf(session, self);
  }

  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) {
      throw new SQLException("negative timeout " + timeoutSeconds, "22023");
    }
    return session.isOpen() && !session.isKilled();
  }

  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException("abort needs an executor", "22023");
    }
    if (session.isOpen()) {
      executor.execute(() -> session.end(true));
    }
  }

  public void close() {
    session.end(false);
  }

  public boolean isClosed() {
    return !session.isOpen();
  }

  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(self)) {
      throw new SQLException("a fake connection is no " + type.getName());
    }
    return type.cast(self);
  }

  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(self);
  }

  private void requireSavepoints(String verb) throws SQLException {
    session.change(state -> {
      state.requireNoAutoCommit(verb);
      state.begin();
    });
  }

  private record FakeSavepoint(@Nullable String name) implements Savepoint {

    @Override
    public int getSavepointId() throws SQLException {
      if (name != null) {
        throw new SQLException("a named savepoint has no id");
      }
      return 1;
    }

    @Override
    public String getSavepointName() throws SQLException {
      if (name == null) {
        throw new SQLFeatureNotSupportedException("an unnamed savepoint has no name");
      }
      return Objects.requireNonNull(name);
    }
  }
}
