package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.ResultSet;

/** One row with a 1 in every column. One thread at a time. */
abstract class StubResultSet extends Spaced implements ResultSet {

  private static final Completion<StubResultSet> COMPLETION =
      new Completion<>(StubResultSet.class, MethodHandles.lookup());

  private boolean rowAhead;

  static StubResultSet create() {
    return COMPLETION.create();
  }

  /** Begins again: a driver that makes no new result allocates nothing. */
  StubResultSet rewind() {
    rowAhead = true;
    return this;
  }

  @Override
  public boolean next() {
    boolean row = rowAhead;
    rowAhead = false;
    return row;
  }

  @Override
  public int getInt(int column) {
    return 1;
  }

  @Override
  public void close() {
    rowAhead = false;
  }

  @Override
  public boolean isClosed() {
    return false;
  }
}
