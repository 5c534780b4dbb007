package dev.cenote.handle;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * What the three kinds of statement handles have in common beyond forwarding. Each of them extends
 * another generated class, so it is written here, over a few accessors.
 */
interface StatementHandle extends Tracked, Statement {

  CenoteConnection owner();

  /** The driver's statement; null once closed. */
  @Nullable Statement driver();

  void forgetDriver();

  /** Whether the driver was asked to close it with its last result set. */
  boolean closesOnCompletion();

  @Override
  default boolean isAlive() {
    return driver() != null;
  }

  /**
   * Closes it, unless it was closed before, by itself or with its connection. It counts as closed
   * only when the driver has done it: what could not be closed is tried again by the reset.
   */
  default void closeOnce() throws SQLException {
    Statement open = driver();
    if (open != null && !owner().isReturned()) {
      try {
        open.close();
      } catch (SQLException | RuntimeException | Error e) {
        throw owner().failed(e);
      }
      forgetDriver();
      owner().untrack(this);
    }
  }

  @Override
  default void closeLeaked() throws SQLException {
    Statement open = driver();
    if (open != null) {
      open.close();
      forgetDriver();
    }
  }

  /** A result set was closed: perhaps the statement has closed itself with it. */
  default void rowsClosed() throws SQLException {
    Statement open = driver();
    if (open != null && closesOnCompletion() && open.isClosed()) {
      forgetDriver();
      owner().untrack(this);
    }
  }

  default boolean isKnownClosed() {
    return driver() == null || owner().isReturned();
  }

  /** The driver's statement as the type asked for: whoever has it also has the connection. */
  default <T> T unwrapDriver(Class<T> type, Statement open) throws SQLException {
    try {
      T unwrapped = type.isInstance(open) ? type.cast(open) : open.unwrap(type);
      owner().session().escape();
      return unwrapped;
    } catch (SQLException | RuntimeException | Error e) {
      throw owner().failed(e);
    }
  }

  /** The error of using a statement that was closed while its connection is still open. */
  static SQLException alreadyClosed() {
    return new SQLNonTransientException("this statement is closed", "HY010");
  }
}
