package dev.cenote.error;

/**
 * What an error of the driver says about the connection or its server. Which error is of which kind
 * stands in docs/dead-connections.md; the setting {@code errorKinds} adds to it.
 */
public enum ErrorKind {
  /** The connection is dead; while opening: nobody is there. */
  DEAD,
  /**
   * The server refuses to write, as it does after it became a standby. As good as dead, unless the
   * connection was made read-only on purpose.
   */
  ROLE_CHANGED,
  /** The server has no room for another connection. Means something only while opening. */
  SERVER_FULL,
  /**
   * The server knows this client and says no: user, password, database or host. Means something
   * only while opening.
   */
  LOGIN_REFUSED,
  /** Nothing about either. */
  HARMLESS
}
