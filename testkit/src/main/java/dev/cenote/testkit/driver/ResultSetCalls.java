package dev.cenote.testkit.driver;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the fake's result sets do: at most one row, in which every column is the number 1. */
final class ResultSetCalls implements DriverProxy.Remainder {

  private static final Map<String, Object> VALUES =
      Map.of(
          "getInt",
          1,
          "getLong",
          1L,
          "getShort",
          (short) 1,
          "getByte",
          (byte) 1,
          "getDouble",
          1d,
          "getFloat",
          1f,
          "getBoolean",
          true,
          "getString",
          "1",
          "getObject",
          1,
          "getBigDecimal",
          BigDecimal.ONE);

  private final FakeSession session;
  private final @Nullable Statement statement;
  private final int rowCount;
  private final ResultSet self;
  private int row;
  private volatile boolean closed;

  ResultSetCalls(FakeSession session, @Nullable Statement statement, int rowCount) {
    this.session = session;
    this.statement = statement;
    this.rowCount = rowCount;
    this.self = DriverProxy.of(ResultSet.class, "ResultSet", session, this, null);
  }

  ResultSet self() {
    return self;
  }

  public boolean next() throws SQLException {
    requireOpen();
    row = Math.min(row + 1, rowCount + 1);
    return row <= rowCount;
  }

  public boolean wasNull() {
    return false;
  }

  public int getRow() {
    return row <= rowCount ? row : 0;
  }

  public int findColumn(String label) {
    return 1;
  }

  public @Nullable Statement getStatement() throws SQLException {
    requireOpen();
    return statement;
  }

  public ResultSetMetaData getMetaData() throws SQLException {
    requireOpen();
    return DriverProxy.of(
        ResultSetMetaData.class, "ResultSetMetaData", session, new OneColumn(), null);
  }

  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed || !session.isOpen();
  }

  /** All the typed getters, by column number or by label. */
  @Override
  public @Nullable Object answer(Method method, @Nullable Object[] arguments) throws SQLException {
    requireOpen();
    Object value = VALUES.get(method.getName());
    if (value == null) {
      throw new SQLFeatureNotSupportedException("the fake driver has no " + method);
    }
    if (row < 1 || row > rowCount) {
      throw new SQLException("ResultSet not positioned properly, perhaps call next.", "24000");
    }
    return value;
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLException("This ResultSet is closed.", "24000");
    }
  }

  /** The description of that one row; each column is like the first. */
  static final class OneColumn {

    public int getColumnCount() {
      return 1;
    }

    public String getColumnName() {
      return "one";
    }

    public String getColumnLabel() {
      return "one";
    }

    public int getColumnType() {
      return Types.INTEGER;
    }

    public String getColumnTypeName() {
      return "integer";
    }

    public String getColumnClassName() {
      return Integer.class.getName();
    }
  }
}
