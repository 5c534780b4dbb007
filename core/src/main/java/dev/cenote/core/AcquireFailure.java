package dev.cenote.core;

/** Why an acquire got nothing. */
public enum AcquireFailure {
  /** Every permitted resource stayed borrowed until the deadline. */
  BUSY,
  /** It had one already and all others have borrowers that wait as it did: nobody could go on. */
  DEADLOCK,
  /** The one resource of a SOLE pool is borrowed; the cause is where. */
  SOLE_BORROWED,
  /** Nobody was borrowing everything, but none could be opened or was found alive in time. */
  CANNOT_OPEN,
  /** Nothing is open and the last attempt to open failed; with FAIL_FAST nobody waits for more. */
  DOWN,
  /** The server refuses the login; waiting would not help. */
  LOGIN_REFUSED,
  /** The wait queue has reached its limit. */
  QUEUE_FULL,
  /** The pool was paused until the deadline. */
  PAUSED,
  /** The pool is closed or closing. */
  CLOSED
}
