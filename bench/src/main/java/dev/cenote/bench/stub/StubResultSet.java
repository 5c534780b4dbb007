package dev.cenote.bench.stub;

import java.lang.invoke.MethodHandles;
import java.sql.ResultSet;

/** One row with a 1 in every column; its flag says that it is ahead. One thread at a time. */
abstract class StubResultSet extends Spaced.State implements ResultSet {

  private static final Completion<StubResultSet> COMPLETION =
      new Completion<>(StubResultSet.class, MethodHandles.lookup());

  static StubResultSet create() {
    return COMPLETION.create();
  }

  /** Begins again: a driver that makes no new result allocates nothing. */
  StubResultSet rewind() {
    flag = true;
    return this;
  }

  @Override
  public boolean next() {
    boolean row = flag;
    flag = false;
    return row;
  }

  @Override
  public int getInt(int column) {
    return 1;
  }

  @Override
  public void close() {
    flag = false;
  }

  @Override
  public boolean isClosed() {
    return false;
  }
}
