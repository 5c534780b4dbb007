package dev.cenote.core.wait;

import dev.cenote.core.time.Ticker;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Who may overtake the head of a queue. Each head counts its own allowances. But where threads on
 * several processors overtake a million times a second, a compare-and-set in one place and a
 * reading of the clock for each costs more than the borrow. So several are taken at once, and those
 * that are left lie in one of a few cells, each on a cache line of its own, for the threads that
 * look there. They are worth nothing for another head. One that is used after the window can only
 * be for what was idle by then, or whose releaser had read the clock by then: each of those does.
 *
 * @param <L> what is waited for
 */
public final class Allowances<L> {

  /** No more than so many are taken at once. */
  private static final int MOST = 16;

  private static final int CELLS = 8; // a power of two
  private static final int LINE = 16; // in longs: processors fetch neighbouring lines together
  private static final int LEFT_BITS = 5; // of MOST

  private final long windowNanos;
  private final Ticker ticker;

  /** The number of a head and how many are left for it; created when somebody overtakes. */
  private volatile @Nullable AtomicLongArray cells;

  private long forgotten; // guarded by the lock of the queue's owner

  /**
   * None yet.
   *
   * @param windowNanos how long after a waiter has become head allowances are given
   * @param ticker the clock of the queue
   */
  public Allowances(long windowNanos, Ticker ticker) {
    this.windowNanos = windowNanos;
    this.ticker = ticker;
  }

  /**
   * Those that are left are worth nothing any more. A value that was never there makes whoever is
   * about to leave some fail. Lock of the queue's owner held.
   */
  public void forget() {
    forgotten--;
    AtomicLongArray all = cells;
    for (int cell = LINE; all != null && cell <= CELLS * LINE; cell += LINE) {
      all.set(cell, forgotten);
    }
  }

  /**
   * Lets one newcomer overtake this head. Any thread may call; without a lock.
   *
   * @param head who is overtaken
   * @param limit how many may; if it is lowered, {@link #forget} what is left of the others
   * @param newcomer who asks
   * @return false: it may not
   */
  public boolean take(Waiter<L> head, int limit, Thread newcomer) {
    AtomicLongArray all = cells;
    if (all == null) {
      all = new AtomicLongArray((1 + CELLS) * LINE);
      cells = all; // if another does so too, what one of them leaves is lost
    }
    int cell = (1 + ((int) newcomer.getId() & (CELLS - 1))) * LINE;
    long none = head.headNumber << LEFT_BITS;
    long seen = all.get(cell);
    if (seen > none && seen < none + MOST && all.compareAndSet(cell, seen, seen - 1)) {
      return true;
    }
    int taken = head.allowOvertaking(limit, windowNanos, ticker.nanos(), MOST);
    if (taken > 1) {
      all.compareAndSet(cell, seen, none + taken - 1); // else they are lost
    }
    return taken > 0;
  }
}
