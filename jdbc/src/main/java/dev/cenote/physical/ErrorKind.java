package dev.cenote.physical;

/** What an error of the driver says about the connection or its server. */
public enum ErrorKind {
  /** The server knows this client and says no: user, password, database or host. */
  LOGIN_REFUSED,
  /** The server has no room for another connection. */
  SERVER_FULL,
  /** The connection is dead; while opening: nobody is there. */
  DEAD,
  /** The server refuses to write, as it does after it became a standby. */
  ROLE_CHANGED,
  /** Nothing about either. */
  HARMLESS
}
