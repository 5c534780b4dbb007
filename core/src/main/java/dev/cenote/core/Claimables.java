package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import dev.cenote.core.wait.Allowances;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The slots that may be claimed, as whoever claims sees them: fields of the object that it has in
 * hand, since a claim is little more than a chain of loads that wait for each other. Written under
 * the control lock.
 *
 * <p><b>Near.</b> Each thread has a slot that it looks at first: where it found a connection last.
 * So threads that run at the same time on different processors do not even read what another one
 * writes, also if they began at the same slot, and also while most are held by threads that wait
 * for a processor.
 *
 * @param <R> the resource
 */
abstract class Claimables<R> {

  private static final int FEWEST_FIRSTS = 64; // a power of two, as the number of them always is

  /** Who may claim although somebody waits. */
  final Allowances<Lease<R>> allowances;

  final Freshness freshness;
  private volatile Slot<R>[] claimable;
  private volatile @Nullable Slot<R>[] firsts;

  /** None yet. */
  Claimables(Slot<R>[] none, Allowances<Lease<R>> allowances, Freshness freshness) {
    this.allowances = allowances;
    this.freshness = freshness;
    claimable = none;
    firsts = spread(none);
  }

  /** From now on these. A snapshot: never changed. Control lock held. */
  final void show(Slot<R>[] slots) {
    // in this order: who sees the new firsts must not put there what is claimable no more
    claimable = slots;
    firsts = spread(slots);
  }

  final Slot<R>[] claimable() {
    return claimable;
  }

  /**
   * The slot that each thread looks at first, found by its number; null: there is none. Threads may
   * share one. Read before {@link #claimable}, from which its elements are; any thread may replace
   * one by another of them.
   */
  final @Nullable Slot<R>[] firsts() {
    return firsts;
  }

  /** Where among so many that is. */
  static int ofThread(Thread thread, int count) {
    return (int) thread.getId() & (count - 1);
  }

  /** Whether a claim may take what has that word. */
  final boolean mayClaim(Slot<R> slot, long word, long now) {
    return Slot.saysIdle(word) && freshness.isClaimable(slot, now);
  }

  /**
   * The one that was returned last or first of those that a claim may take; null: there is none.
   */
  final @Nullable Slot<R> inOrder(boolean lastFirst, long now) {
    Slot<R> best = null;
    for (Slot<R> slot : claimable) {
      if (mayClaim(slot, slot.word(), now)
          && (best == null || (lastFirst ? isLater(slot, best) : isLater(best, slot)))) {
        best = slot;
      }
    }
    return best;
  }

  private static boolean isLater(Slot<?> one, Slot<?> other) {
    return one.returnOrder - other.returnOrder > 0;
  }

  /** As long as nothing is known threads are spread evenly. */
  private static <R> @Nullable Slot<R>[] spread(Slot<R>[] slots) {
    int most = Math.max(FEWEST_FIRSTS, slots.length);
    @Nullable Slot<R>[] firsts = Arrays.copyOf(slots, Integer.highestOneBit(2 * most - 1));
    for (int i = slots.length; i < firsts.length && slots.length > 0; i++) {
      firsts[i] = firsts[i - slots.length];
    }
    return firsts;
  }
}
