package dev.cenote.physical;

import java.sql.SQLException;

/** What a borrower left open. */
@FunctionalInterface
public interface OpenStatements {

  /**
   * Closes all of it; called by the reset.
   *
   * @throws SQLException if the driver could not close one; the connection is then destroyed
   */
  void close() throws SQLException;
}
