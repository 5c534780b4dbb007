package dev.cenote.testkit.simulator;

/**
 * How a client behaves that makes no mistakes: it holds, thinks and wakes up for at least half of
 * what is given here and at most all of it, never gives up, and leaves nothing behind.
 */
final class Role {

  private final long holdNanos;
  private final long thoughtNanos;
  private final long wakeNanos;
  private final boolean nests;
  private boolean light;
  private long servedCount;
  private long refusedCount;

  /**
   * A role.
   *
   * @param holdNanos how long it keeps what it got
   * @param thoughtNanos after how long it comes again
   * @param wakeNanos how long its thread needs to run again once it had to wait
   */
  Role(long holdNanos, long thoughtNanos, long wakeNanos) {
    this(holdNanos, thoughtNanos, wakeNanos, false);
  }

  private Role(long holdNanos, long thoughtNanos, long wakeNanos, boolean nests) {
    this.nests = nests;
    this.holdNanos = holdNanos;
    this.thoughtNanos = thoughtNanos;
    this.wakeNanos = wakeNanos;
  }

  /** One who asks for a second connection each time it has one. */
  static Role nesting(long holdNanos, long thoughtNanos, long wakeNanos) {
    return new Role(holdNanos, thoughtNanos, wakeNanos, true);
  }

  /** The same on a virtual thread. */
  Role light() {
    light = true;
    return this;
  }

  boolean isLight() {
    return light;
  }

  boolean nests() {
    return nests;
  }

  long holdNanos() {
    return holdNanos;
  }

  long thoughtNanos() {
    return thoughtNanos;
  }

  long wakeNanos() {
    return wakeNanos;
  }

  /** It has got what it asked for. */
  void served() {
    servedCount++;
  }

  /** It has been refused, for those who nest would have waited for each other. */
  void refused() {
    refusedCount++;
  }

  /** How often it was refused. */
  long refusedCount() {
    return refusedCount;
  }

  /** How often it got what it asked for. */
  long servedCount() {
    return servedCount;
  }
}
