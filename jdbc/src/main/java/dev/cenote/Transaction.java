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

  /** Where a connection is taken once more. */
  interface Source {
    Connection getConnection() throws SQLException;
  }

  /** On a connection that others may have too: auto-commit is put back at once. */
  static <T extends @Nullable Object, X extends Exception> T onShared(
      CenoteConnection connection, ConnectionFunction<T, X> work, Source source)
      throws SQLException, X {
    if (!connection.getAutoCommit()) {
      return on(connection, work);
    }
    boolean hadOthers = connection.isShared();
    connection.setAutoCommit(false);
    T result;
    try {
      result = committed(connection, work);
    } catch (Throwable failure) {
      if (connection.isReturned()) { // by the function itself
        if (hadOthers) {
          endBy(source, failure);
        }
      } else if (rolledBack(connection, failure)) {
        putBack(connection);
      } else { // to switch auto-commit on could commit what was to be rolled back
        giveUp(connection, failure);
      }
      throw failure;
    }
    putBack(connection);
    return result;
  }

  /** What one handle can no longer end another does, of the connection that others still have. */
  private static void endBy(Source source, Throwable failure) {
    try (Connection again = source.getConnection()) {
      if (!again.getAutoCommit() && rolledBack(again, failure)) {
        again.setAutoCommit(true);
      }
    } catch (SQLException | RuntimeException further) {
      failure.addSuppressed(further);
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

  private static void putBack(CenoteConnection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException | RuntimeException unable) { // what was done is done all the same
      giveUp(connection, unable);
    }
  }

  /** Who has it besides must see that it is gone: what they do by it could be undone unseen. */
  private static void giveUp(CenoteConnection connection, Throwable why) {
    try {
      if (connection.isShared()) {
        connection.invalidate(why);
      } else {
        connection.invalidateOnClose(why);
      }
    } catch (SQLException | RuntimeException closed) {
      // by another thread, meanwhile
    }
  }
}
