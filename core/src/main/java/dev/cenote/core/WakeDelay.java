package dev.cenote.core;

import dev.cenote.core.measure.RunningMedian;

/**
 * How long a parked borrower takes to run again when something has been delivered to it. So long
 * what was delivered lies idle. Where a processor is free that is some 50 to 100 µs; where all are
 * busy, with the clients' own work or a database's, a thread waits for its turn, a millisecond or
 * more. Any thread; a sample that is lost to another is no loss.
 */
final class WakeDelay {

  /** What it is taken for while less is known: then nobody has waited for a processor. */
  static final long LEAST_NANOS = 100_000;

  /** No more is believed: longer leases go to the head in any case. */
  static final long MOST_NANOS = Handoff.BARGE_WINDOW_NANOS;

  private float typical;

  void learn(long nanos) {
    typical = RunningMedian.with(typical, Math.min(nanos, 2 * MOST_NANOS));
  }

  /** Its typical length, in nanoseconds. */
  long nanos() {
    return Math.max(LEAST_NANOS, Math.min((long) typical, MOST_NANOS));
  }
}
