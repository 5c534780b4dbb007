package dev.cenote.testkit.database;

/** What not every database or driver can do, so that a test knows what to expect of it. */
public enum Capability {
  /** It refuses a login with a wrong password. */
  PASSWORD("whoever logs in is let in"),

  /**
   * Its connections can be looked at and ended from the server's side, by {@link
   * TestDatabase#inTransaction} and {@link TestDatabase#kill}.
   */
  SERVER_VIEW("no server tells of its connections or ends one"),

  /** It keeps rows, at least as long as a connection is open. */
  TABLES("it keeps no rows"),

  /** All connections see the same rows. */
  SHARED_ROWS("each connection opened outside the pool sees rows of its own"),

  /** Two transactions may change rows of the same table at the same time. */
  CONCURRENT_WRITERS("a second writer waits for the first"),

  /** {@code abort} ends the connection; without this it does nothing. */
  ABORT("the driver's abort does nothing"),

  /** A network timeout is kept and can be read back. */
  NETWORK_TIMEOUT("the driver refuses a network timeout or forgets it"),

  /** A connection that was set to read-only refuses changes, at least outside auto-commit. */
  READ_ONLY("read-only is a hint that refuses no change, or cannot be set"),

  /** Read-only cannot be changed within a transaction. */
  FIXED_IN_TRANSACTION("read-only may be changed within a transaction"),

  /** {@code rollback} in auto-commit is an error; without this it does nothing. */
  STRICT_ROLLBACK("a rollback in auto-commit does nothing"),

  /** The schema can be changed and read back. */
  SCHEMA("it has no schemas, or the driver changes none"),

  /** The catalog can be changed and read back. */
  CATALOG("it has one catalog, or the driver changes none"),

  /** The client info {@code ApplicationName} can be set and read back. */
  CLIENT_INFO("the driver keeps no client info"),

  /** Both kinds of holdability can be set and read back. */
  HOLDABILITY("it knows one holdability only"),

  /** Closing a statement closes its rows, as JDBC asks. */
  CLOSED_ROWS("the driver leaves the rows of a closed statement open"),

  /**
   * In auto-commit SQL can begin a transaction that JDBC knows nothing of: each of {@link
   * TestDatabase#beginnings()} does.
   */
  BEGIN_BY_SQL("no SQL begins a transaction in auto-commit"),

  /**
   * {@code setAutoCommit(false)} can be had by SQL that goes past JDBC: {@link
   * TestDatabase#autoCommitOff()}.
   */
  AUTO_COMMIT_BY_SQL("no SQL switches auto-commit");

  private final String lack;

  Capability(String lack) {
    this.lack = lack;
  }

  /** What is the matter with a database that cannot do this, for the message of a skip. */
  public String lack() {
    return lack;
  }
}
