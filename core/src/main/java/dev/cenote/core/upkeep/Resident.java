package dev.cenote.core.upkeep;

import dev.cenote.core.event.RetireReason;

/**
 * An open connection as a chore sees it: what it was when looked at, and what can be done to it.
 */
public interface Resident {

  /** Whether nobody was using it. */
  boolean wasIdle();

  /** Whether it is to end when its borrower returns it. */
  default boolean isLeaving() {
    return false;
  }

  /** When it was last given back, in nanoseconds of the ticker. */
  long idleSince();

  /** When its server was last heard, in nanoseconds of the ticker. */
  long contactedAt();

  /** When it should be replaced; {@link Long#MAX_VALUE}: never. */
  long replaceAt();

  /** When it must be gone; {@link Long#MAX_VALUE}: never. */
  long expiresAt();

  /**
   * Ends it: at once if it is still idle, else when its borrower returns it.
   *
   * @return false if it has moved on since it was looked at
   */
  boolean retire(RetireReason reason);

  /** Checks it if it is still idle, without making it look used. False: it is not. */
  boolean check();
}
