package dev.cenote.core.size;

/**
 * Pool size and overflow: keeps a fixed number, and opens more for waiters only when opening is
 * quicker than waiting for what is there. Guarded by the pool's lock.
 */
public final class FixedSizer implements Sizer {

  /** With no hold known, how long the head waits before a second open is started for it. */
  public static final long PATIENCE_NANOS = 10_000_000;

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
    if (demand.recentHoldNanos() == 0) {
      return demand.headWaitedNanos() >= PATIENCE_NANOS;
    }
    // The queue drains at connections / hold, so the last of it waits this long:
    double drainNanos =
        (double) demand.waiting() * demand.recentHoldNanos() / Math.max(1, demand.connections());
    return drainNanos > demand.recentOpenNanos();
  }
}
