package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * A statement, prepared or not, whose every execution succeeds. One thread at a time. Its flag says
 * that it is open; until it is given out it is not.
 */
abstract class StubStatement extends Spaced.State implements PreparedStatement {

  private static final Completion<StubStatement> COMPLETION =
      new Completion<>(StubStatement.class, MethodHandles.lookup());

  private final StubResultSet result = StubResultSet.create();

  static StubStatement create() {
    return COMPLETION.create();
  }

  boolean isOpen() {
    return flag;
  }

  /** Opens it again: a driver that makes no new statement allocates nothing. */
  StubStatement reopen() {
    flag = true;
    return this;
  }

  @Override
  public void setInt(int parameter, int value) {}

  @Override
  public boolean execute(String sql) {
    return false;
  }

  @Override
  public boolean execute() {
    return true;
  }

  @Override
  public ResultSet executeQuery(String sql) {
    return result.rewind();
  }

  @Override
  public ResultSet executeQuery() {
    return result.rewind();
  }

  @Override
  public ResultSet getResultSet() {
    return result.rewind();
  }

  @Override
  public void close() {
    flag = false;
  }

  @Override
  public boolean isClosed() {
    return !flag;
  }

  @Override
  public void cancel() {}

  @Override
  public @Nullable SQLWarning getWarnings() {
    return null;
  }

  @Override
  public void clearWarnings() {}

  @Override
  public int getUpdateCount() {
    return -1;
  }

  @Override
  public boolean getMoreResults() {
    return false;
  }

  @Override
  public void clearParameters() {}

  @Override
  public void clearBatch() {}

  // What pools remember of a statement when they wrap it, and put back.

  @Override
  public int getMaxFieldSize() {
    return 0;
  }

  @Override
  public void setMaxFieldSize(int max) {}

  @Override
  public int getMaxRows() {
    return 0;
  }

  @Override
  public void setMaxRows(int max) {}

  @Override
  public int getQueryTimeout() {
    return 0;
  }

  @Override
  public void setQueryTimeout(int seconds) {}

  @Override
  public int getFetchDirection() {
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchDirection(int direction) {}

  @Override
  public int getFetchSize() {
    return 0;
  }

  @Override
  public void setFetchSize(int rows) {}

  @Override
  public int getResultSetType() {
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getResultSetConcurrency() {
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getResultSetHoldability() {
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }
}
