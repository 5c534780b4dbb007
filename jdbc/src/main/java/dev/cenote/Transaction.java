package dev.cenote;

import dev.cenote.handle.CenoteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A transaction for the length of a function: a normal end commits, all else rolls back. */
final class Transaction {

  private Transaction() {}

  /** On a connection of its borrower's own, whose end puts auto-commit back. */
  static <T extends @Nullable Object, X extends Exception> T on(
      Connection connection, ConnectionFunction<T, X> work) throws SQLException, X {
    if (connection.getAutoCommit()) {
      connection.setAutoCommit(false);
    }
    try {
      return committed(connection, work);
    } catch (Throwable failure) {
      boolean unused = rolledBack(connection, failure);
      throw failure;
    }
  }

  /**
   * On a connection that others may have too: it is ended whatever the function does with its
   * handle, and auto-commit is put back at once.
   *
   * @param connection by a handle that the function does not get
   * @param lent the function's handle of the same connection
   */
  static <T extends @Nullable Object, X extends Exception> T onShared(
      CenoteConnection connection, CenoteConnection lent, ConnectionFunction<T, X> work)
      throws SQLException, X {
    boolean switches = connection.getAutoCommit();
    if (switches) {
      begin(connection);
    }
    T result;
    try {
      result = committed(lent, work);
    } catch (Throwable failure) {
      if (!rolledBack(connection, failure)) {
        connection.giveUp(failure); // auto-commit, if on, could commit what was to be rolled back
      } else if (switches) {
        putBack(connection);
      }
      throw failure;
    }
    if (switches) {
      putBack(connection);
    }
    return result;
  }

  private static void begin(CenoteConnection connection) throws SQLException {
    try {
      connection.setAutoCommit(false);
    } catch (Throwable failure) { // it may be off all the same
      putBack(connection);
      throw failure;
    }
  }

  private static <T extends @Nullable Object, X extends Exception> T committed(
      Connection connection, ConnectionFunction<T, X> work) throws SQLException, X {
    T result = work.apply(connection);
    connection.commit();
    return result;
  }

  private static boolean rolledBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
      return true;
    } catch (Throwable further) {
      if (further != failure) { // some drivers throw one object again and again
        failure.addSuppressed(further);
      }
      return false;
    }
  }

  /**
   * If that fails, what was done is done all the same. Who has it besides must see that it is gone:
   * what they do by it could be undone unseen.
   */
  private static void putBack(CenoteConnection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (Throwable unable) {
      connection.giveUp(unable);
    }
  }
}
