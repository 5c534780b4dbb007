package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.wait.Allowances;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The slots that may be claimed, as whoever claims sees them, and how they are found: by fields of
 * the object that it has in hand, since a claim is little more than a chain of loads that wait for
 * each other. Written under the control lock.
 *
 * <p><b>Near.</b> Threads look first at the slot where one of their group, by number, found a
 * connection last; then at the others, beginning at their own number's. So threads that run at the
 * same time on different processors seldom read what another one writes, also if their numbers lead
 * to the same slot, and also while most are held by threads that wait for a processor.
 *
 * @param <R> the resource
 */
abstract class Claimables<R> {

  private static final int FEWEST_FIRSTS = 64; // a power of two, as the number of them always is

  /** Who may claim although somebody waits. */
  final Allowances<Lease<R>> allowances;

  final Freshness freshness;
  final CoarseTicker coarse;
  private volatile Slot<R>[] claimable;
  private volatile @Nullable Slot<R>[] firsts;

  /** None yet. */
  Claimables(
      Slot<R>[] none, Allowances<Lease<R>> allowances, Freshness freshness, CoarseTicker coarse) {
    this.allowances = allowances;
    this.freshness = freshness;
    this.coarse = coarse;
    claimable = none;
    firsts = spread(none);
  }

  /**
   * From now on these. A snapshot: never changed. Control lock held. If there is no memory nothing
   * has changed.
   */
  final void show(Slot<R>[] slots) {
    @Nullable Slot<R>[] next = spread(slots);
    // in this order: who sees the new firsts must not put there what is claimable no more
    claimable = slots;
    firsts = next;
  }

  /** The slot that each group of threads looks at first, for tests; null: there is none. */
  final @Nullable Slot<R>[] firsts() {
    return firsts;
  }

  /** Makes the lease of a slot that had that word, idle; null: it has another one by now. */
  abstract @Nullable Lease<R> take(Slot<R> slot, long idleWord, long now);

  /** Looks first where a thread of this one's group found one last. */
  final @Nullable Lease<R> claimNear() {
    @Nullable Slot<R>[] firsts = this.firsts; // read before the others, of which its elements are
    int own = (int) Thread.currentThread().getId() & (firsts.length - 1);
    Slot<R> first = firsts[own];
    long now = coarse.nanos();
    if (first != null) {
      long word = first.word();
      if (mayTake(first, word, now)) {
        Lease<R> lease = take(first, word, now);
        if (lease != null) {
          return lease;
        }
      }
    }
    return claimAnother(firsts, own, first, now);
  }

  private @Nullable Lease<R> claimAnother(
      @Nullable Slot<R>[] firsts, int own, @Nullable Slot<R> first, long now) {
    Slot<R>[] open = claimable;
    int index = own;
    for (int left = open.length; left > 0; left--, index++) {
      Slot<R> slot = open[index % open.length];
      long word = slot.word();
      if (slot != first && mayTake(slot, word, now)) {
        Lease<R> lease = take(slot, word, now);
        if (lease != null) {
          firsts[own] = slot;
          return lease;
        }
      }
    }
    return null;
  }

  /** Finds the one that was returned last or first. */
  final @Nullable Lease<R> claimInOrder(boolean lastFirst) {
    long now = coarse.nanos();
    while (true) {
      Slot<R> best = null;
      long bestWord = 0;
      for (Slot<R> slot : claimable) {
        long word = slot.word(); // before its place in the order, which is of that word
        if (mayTake(slot, word, now)
            && (best == null || (lastFirst ? isLater(slot, best) : isLater(best, slot)))) {
          best = slot;
          bestWord = word;
        }
      }
      if (best == null) {
        return null;
      }
      Lease<R> lease = take(best, bestWord, now);
      if (lease != null) {
        return lease;
      }
    }
  }

  private boolean mayTake(Slot<R> slot, long word, long now) {
    return Slot.saysIdle(word) && freshness.isClaimable(slot, now);
  }

  private static boolean isLater(Slot<?> one, Slot<?> other) {
    return one.returnOrder - other.returnOrder > 0;
  }

  /** As long as nothing is known threads are spread evenly. */
  private static <R> @Nullable Slot<R>[] spread(Slot<R>[] slots) {
    int most = Math.max(FEWEST_FIRSTS, slots.length);
    @Nullable Slot<R>[] firsts = Arrays.copyOf(slots, Integer.highestOneBit(2 * most - 1));
    for (int done = slots.length; done > 0 && done < firsts.length; done *= 2) {
      System.arraycopy(firsts, 0, firsts, done, Math.min(done, firsts.length - done));
    }
    return firsts;
  }
}
