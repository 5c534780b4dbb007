package dev.cenote.core;

import dev.cenote.core.slot.RunningMedian;

/**
 * How long a parked borrower takes to run once it is told that there is something for it. So long
 * what is handed to it lies idle. Where a processor is free that is some 50 to 100 µs; where all
 * are busy, with the clients' own work or a database's, a thread waits for its turn, a millisecond
 * or more. Any thread; a sample that is lost to another is no loss.
 */
final class WakeDelay {

  /** It is not taken for less, and for that until more is known. */
  static final long LEAST_NANOS = 100_000;

  /** Nor for more: what is held for longer than a head may be overtaken goes to it in any case. */
  static final long MOST_NANOS = Handoff.BARGE_WINDOW_NANOS;

  /**
   * While heads are overtaken, the queue may move by no more than one in a millisecond. One in
   * which they have waited for so long goes in strict order, unless leases are so short that a head
   * that runs gets one soon.
   */
  static final long PATIENCE_NANOS = 50_000_000;

  /**
   * To wake a virtual thread costs a microsecond or two, so order is cheap, and there may be
   * thousands of them. Once one has waited for so long, what comes back goes to it when it is head.
   */
  static final long LIGHT_PATIENCE_NANOS = 1_000_000;

  private float typical = LEAST_NANOS;

  WakeDelay() {}

  /**
   * Learns that a waiter ran so long after it had been told, in nanoseconds. Any thread; never
   * blocks.
   */
  void learn(long nanos) {
    typical = RunningMedian.with(typical, Math.min(nanos, MOST_NANOS));
  }

  /**
   * Whether who is awake may take what comes back, where leases typically last so long: else the
   * head would wait a whole lease for nothing.
   */
  boolean outlasts(long hold) {
    return hold < nanos();
  }

  /**
   * Whether a head that has been in the queue for so long may still be overtaken for such leases.
   */
  static boolean bears(long hold, long waited, boolean isLight) {
    return isLight ? waited < LIGHT_PATIENCE_NANOS : hold < LEAST_NANOS || waited < PATIENCE_NANOS;
  }

  /** Its typical length, in nanoseconds. */
  long nanos() {
    return Math.max(LEAST_NANOS, Math.min((long) typical, MOST_NANOS));
  }
}
