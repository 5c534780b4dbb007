package dev.cenote.core.size;

/**
 * Pool size and overflow: keeps a fixed number, and opens more for waiters only when opening is
 * quicker than waiting for what is there. Guarded by the pool's lock.
 */
public final class FixedSizer implements Sizer {

  /**
   * How long the head waits at most before a second open is started for it: in that time the queue
   * shows how fast it moves.
   */
  public static final long PATIENCE_NANOS = 10_000_000;

  private static final long LOOK_AGAIN_MIN_NANOS = 1_000_000;

  private final boolean lendsOnce;
  private int kept;

  /** Keeps {@code kept} connections. */
  public FixedSizer(int kept) {
    this(kept, false);
  }

  /**
   * Keeps {@code kept} connections.
   *
   * @param lendsOnce whether no return will ever serve a waiter, so that each needs an open
   */
  public FixedSizer(int kept, boolean lendsOnce) {
    this.kept = kept;
    this.lendsOnce = lendsOnce;
  }

  @Override
  public int kept() {
    return kept;
  }

  /** Changes how many are kept. */
  public void kept(int kept) {
    this.kept = kept;
  }

  @Override
  public boolean wantsAnother(Demand demand) {
    if (demand.waiting() <= demand.underway()) {
      return false;
    }
    if (demand.underway() == 0 || lendsOnce) {
      return true;
    }
    if (demand.headWaitedNanos() >= PATIENCE_NANOS + 2 * demand.recentOpenNanos()) {
      return true; // what is under way takes longer than usual: it may hang
    }
    return demand.headWaitedNanos() >= patience(demand)
        && drainNanos(demand) > demand.recentOpenNanos();
  }

  /** When to ask again, from now, if another is not wanted. */
  public static long lookAgainAfter(Demand demand) {
    long left = patience(demand) - demand.headWaitedNanos();
    return left > 0 ? Math.max(LOOK_AGAIN_MIN_NANOS, left) : PATIENCE_NANOS;
  }

  /** What is short beside an open delays it by little. */
  private static long patience(Demand demand) {
    boolean isOpenKnown = demand.recentOpenNanos() != 0 && demand.recentHoldNanos() != 0;
    return isOpenKnown ? Math.min(PATIENCE_NANOS, demand.recentOpenNanos() / 8) : PATIENCE_NANOS;
  }

  /**
   * How long the last of the queue waits. The queue itself says it best: it has moved by so many
   * since the head joined. If it has not, it drains at connections / hold, if a hold is known; how
   * long connections were held before may have nothing to do with now.
   */
  private static double drainNanos(Demand demand) {
    if (demand.servedMeanwhile() > 0) {
      return (double) demand.waiting() * demand.headWaitedNanos() / demand.servedMeanwhile();
    }
    return demand.recentHoldNanos() == 0
        ? Double.POSITIVE_INFINITY
        : (double) demand.waiting() * demand.recentHoldNanos() / Math.max(1, demand.connections());
  }
}
