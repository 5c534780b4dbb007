package dev.cenote.core.connect;

/** The kinds of failure to open a resource, as far as the pool acts on them differently. */
public enum OpenFailure {
  /** Nobody answers: refused, unknown host, no route, the connection broke during login. */
  UNREACHABLE,
  /** The server knows us and says no. Trying again soon can only do harm. */
  LOGIN_REFUSED,
  /** The server has no room for another connection. */
  SERVER_FULL,
  /** The attempt had no answer by its deadline and was given up. */
  TIMED_OUT,
  /** Anything else: a wrong setting, a failing set-up statement, a defect of the driver. */
  OTHER
}
