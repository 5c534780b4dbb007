package dev.cenote.physical;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a borrower left open. */
@FunctionalInterface
public interface OpenStatements {

  /**
   * Closes all of it; called by the reset.
   *
   * @throws SQLException if the driver could not close one; the connection is then destroyed
   */
  void close() throws SQLException;

  /** This, after all of that. */
  default OpenStatements after(@Nullable OpenStatements before) {
    return before == null
        ? this
        : () -> {
          before.close();
          close();
        };
  }
}
