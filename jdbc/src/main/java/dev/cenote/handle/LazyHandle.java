package dev.cenote.handle;

import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the three kinds of statements of a lazy connection have in common. Each of them extends
 * another generated class, so it is written here, over a few accessors.
 */
interface LazyHandle extends Statement {

  LazyConnection owner();

  LazyHold hold();

  /** The pool's statement. */
  Statement statement();

  /** Marks it as closed; false if it was. */
  boolean markClosed();

  boolean closesOnCompletion();

  /** Closes it, unless it was closed before. */
  default void closeOnce() throws SQLException {
    if (markClosed()) {
      try {
        statement().close();
      } finally {
        owner().holder().leave(hold());
      }
    }
  }

  /** A result set was closed: perhaps the statement has closed itself with it. */
  default void rowsClosed() throws SQLException {
    if (closesOnCompletion() && statement().isClosed() && markClosed()) {
      owner().holder().leave(hold());
    }
  }
}
