package dev.cenote.testkit.driver;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the fake's statements of all three kinds do, found by name by {@link DriverProxy}. A query
 * yields one row with the number 1; anything else updates one row. Settings such as a query timeout
 * are kept and read back; parameters are accepted and forgotten.
 */
final class StatementCalls implements DriverProxy.Remainder {

  private static final int NO_COUNT = -1;

  private final FakeSession session;
  private final Connection connection;
  private final @Nullable String preparedSql;
  private final Map<String, Object> settings = new ConcurrentHashMap<>();
  private final List<String> batch = new ArrayList<>();
  private @Nullable Statement self;
  private @Nullable ResultSetCalls result;
  private int updateCount = NO_COUNT;
  private volatile boolean closed;

  private StatementCalls(FakeSession session, Connection connection, @Nullable String preparedSql) {
    this.session = session;
    this.connection = connection;
    this.preparedSql = preparedSql;
  }

  static <T extends Statement> T statementOf(
      Class<T> kind, FakeSession session, Connection connection, @Nullable String sql) {
    StatementCalls calls = new StatementCalls(session, connection, sql);
    T self = DriverProxy.of(kind, "Statement", session, calls, sql);
    calls.self = self;
    session.statementOpened();
    return self;
  }

  public boolean execute() throws SQLException {
    return execute(prepared());
  }

  public boolean execute(String sql) throws SQLException {
    requireOpen();
    closeResult();
    List<String> durable = session.commitBy(state -> state.execute(sql));
    session.database().committed(durable);
    boolean rows = SessionState.returnsRows(sql);
    result = rows ? new ResultSetCalls(session, self, 1) : null;
    updateCount = rows ? NO_COUNT : 1;
    return rows;
  }

  public ResultSet executeQuery() throws SQLException {
    return executeQuery(prepared());
  }

  public ResultSet executeQuery(String sql) throws SQLException {
    boolean unused = execute(sql);
    ResultSet rows = getResultSet();
    if (rows == null) {
      throw new SQLException("No results were returned by the query.", "02000");
    }
    return rows;
  }

  public int executeUpdate() throws SQLException {
    return executeUpdate(prepared());
  }

  public int executeUpdate(String sql) throws SQLException {
    if (execute(sql)) {
      throw new SQLException("A result was returned when none was expected.", "0100E");
    }
    return 1;
  }

  public long executeLargeUpdate() throws SQLException {
    return executeUpdate();
  }

  public long executeLargeUpdate(String sql) throws SQLException {
    return executeUpdate(sql);
  }

  public void addBatch() throws SQLException {
    batch.add(prepared());
  }

  public void addBatch(String sql) throws SQLException {
    requireOpen();
    batch.add(sql);
  }

  public void clearBatch() throws SQLException {
    requireOpen();
    batch.clear();
  }

  public int[] executeBatch() throws SQLException {
    int[] counts = new int[batch.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = executeUpdate(batch.get(i));
    }
    batch.clear();
    return counts;
  }

  public long[] executeLargeBatch() throws SQLException {
    return Arrays.stream(executeBatch()).asLongStream().toArray();
  }

  public @Nullable ResultSet getResultSet() throws SQLException {
    requireOpen();
    return result == null ? null : result.self();
  }

  public int getUpdateCount() throws SQLException {
    requireOpen();
    return updateCount;
  }

  public long getLargeUpdateCount() throws SQLException {
    return getUpdateCount();
  }

  public boolean getMoreResults() throws SQLException {
    requireOpen();
    closeResult();
    updateCount = NO_COUNT;
    return false;
  }

  public ResultSet getGeneratedKeys() throws SQLException {
    requireOpen();
    return new ResultSetCalls(session, self, 0).self();
  }

  public Connection getConnection() throws SQLException {
    requireOpen();
    return connection;
  }

  public void cancel() {}

  public void close() {
    if (!closed) {
      closed = true;
      closeResult();
      session.statementClosed();
    }
  }

  public boolean isClosed() {
    return closed || !session.isOpen();
  }

  public <T> T unwrap(Class<T> type) throws SQLException {
    if (!type.isInstance(self)) {
      throw new SQLException("a fake statement is no " + type.getName());
    }
    return type.cast(self);
  }

  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(self);
  }

  /** Settings are kept, parameters ignored, the rest of the many getters answers "nothing". */
  @Override
  public @Nullable Object answer(Method method, @Nullable Object[] arguments) throws SQLException {
    requireOpen();
    String name = method.getName();
    if (method.getReturnType() == void.class) {
      if (arguments.length == 1 && name.startsWith("set") && arguments[0] != null) {
        settings.put(name.substring("set".length()), arguments[0]);
      }
      return null;
    }
    if (name.startsWith("get") || name.startsWith("is")) {
      Object kept = settings.get(name.substring(name.startsWith("is") ? 2 : 3));
      return kept == null ? nothingOf(method.getReturnType()) : kept;
    }
    throw new SQLFeatureNotSupportedException("the fake driver has no " + method);
  }

  private static @Nullable Object nothingOf(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    if (type == int.class) {
      return 0;
    }
    return type == long.class ? (Object) 0L : null;
  }

  private String prepared() throws SQLException {
    requireOpen();
    if (preparedSql == null) {
      throw new SQLException("a plain statement needs SQL to execute", "07001");
    }
    return preparedSql;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("This statement has been closed.", "55000");
    }
  }

  private void closeResult() {
    if (result != null) {
      result.close();
      result = null;
    }
  }
}
