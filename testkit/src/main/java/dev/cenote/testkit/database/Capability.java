package dev.cenote.testkit.database;

/** What not every database or driver can do, so that a test knows what to expect of it. */
public enum Capability {
  /** It refuses a login with a wrong password. */
  PASSWORD,

  /**
   * Its connections can be looked at and ended from the server's side, by {@link
   * TestDatabase#inTransaction} and {@link TestDatabase#kill}.
   */
  SERVER_VIEW,

  /** It keeps rows, at least as long as a connection is open. */
  TABLES,

  /** All connections see the same rows. */
  SHARED_ROWS,

  /** Two transactions may change rows of the same table at the same time. */
  CONCURRENT_WRITERS,

  /** {@code abort} ends the connection; without this it does nothing. */
  ABORT,

  /** A network timeout is kept and can be read back. */
  NETWORK_TIMEOUT,

  /** A connection that was set to read-only refuses changes, at least outside auto-commit. */
  READ_ONLY,

  /** Read-only cannot be changed within a transaction. */
  FIXED_IN_TRANSACTION,

  /** {@code rollback} in auto-commit is an error; without this it does nothing. */
  STRICT_ROLLBACK,

  /** The schema can be changed and read back. */
  SCHEMA,

  /** The client info {@code ApplicationName} can be set and read back. */
  CLIENT_INFO,

  /** Both kinds of holdability can be set and read back. */
  HOLDABILITY
}
