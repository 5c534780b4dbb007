package dev.cenote.core;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;

/**
 * Which idle connections may be lent as they are. The era grows with every reason for doubt: an
 * invalidation of the whole pool, or a proof that some connection had died. A connection proved
 * alive in the present era, and used recently enough, is fresh; any other is first looked at.
 *
 * <p>How recently is enough depends on what has been seen. A proof of death shows that connections
 * die here between two borrowers: for {@link #DISTRUST_NANOS} only one that is <i>hot</i>, given
 * back within the last tick of the coarse clock, counts as recently used.
 *
 * <p>One that can be looked at needs no such window: unless it is hot it is looked at whenever it
 * is lent, which shows at once what a server has ended. A look does not show a network that has
 * silently gone, so it is enough only while the server was heard not long ago.
 */
final class Freshness {

  enum Verdict {
    /** Lend it. */
    FRESH,
    /** Check it first. */
    DUE,
    /** It belongs to an invalidated generation: close it. */
    OUTDATED
  }

  /** For how long after a proof of death the window stays closed. */
  static final long DISTRUST_NANOS = 60_000_000_000L;

  private static final long HOT_NANOS = CoarseTicker.TICK_NANOS;

  /** Read without a lock: whichever it has been until just now will do. */
  private Windows windows;

  private volatile long trustsFrom;
  private volatile int era = 1;
  private int drained; // the last generation that a drain ended; written before the next begins
  private volatile int generation = 1;

  /** All is trusted from {@code now} on. */
  Freshness(Validation validation, long bypassNanos, long lookNanos, long now) {
    trustsFrom = now;
    windows = new Windows(validation, bypassNanos, lookNanos);
  }

  /** From now on another rule holds. Control lock held. */
  void rule(Validation validation, long bypassNanos, long lookNanos) {
    windows = new Windows(validation, bypassNanos, lookNanos);
  }

  /** How recently is recently, in nanoseconds. */
  private static final class Windows {

    final boolean neverChecks;
    final boolean alwaysChecks;
    final long hotForNanos;
    final long freshForNanos;
    final long lookForNanos;

    Windows(Validation validation, long bypassNanos, long lookNanos) {
      neverChecks = validation == Validation.NEVER;
      alwaysChecks = validation == Validation.ALWAYS;
      hotForNanos =
          switch (validation) {
            case AUTO -> Math.min(HOT_NANOS, bypassNanos);
            case ALWAYS -> Long.MIN_VALUE;
            case NEVER -> Long.MAX_VALUE;
          };
      freshForNanos =
          switch (validation) {
            case AUTO -> bypassNanos;
            case ALWAYS -> Long.MIN_VALUE;
            case NEVER -> Long.MAX_VALUE;
          };
      lookForNanos = validation == Validation.AUTO ? lookNanos : Long.MIN_VALUE;
    }
  }

  /** The quick answer for claim. {@code now} may be a tick old. */
  boolean isFresh(Slot<?> slot, long now) {
    Windows rule = windows;
    if (slot.provenEra != era) {
      return rule.neverChecks && slot.generation == generation; // suspect under another rule
    }
    long idle = now - slot.idleSince;
    return idle <= rule.hotForNanos
        || (idle <= rule.freshForNanos && !slot.canLook && now - trustsFrom >= 0);
  }

  /** Whether it may be lent as it is, or if a look at it finds nothing. */
  boolean isClaimable(Slot<?> slot, long now) {
    return isFresh(slot, now) || mayLook(slot, now);
  }

  private boolean mayLook(Slot<?> slot, long now) {
    return slot.canLook && slot.provenEra == era && now - slot.contactedAt <= windows.lookForNanos;
  }

  /** As {@link #isClaimable}, for who holds the control lock: nothing changes meanwhile. */
  boolean isLendable(Slot<?> slot, long now) {
    return verdict(slot, now) == Verdict.FRESH || mayLook(slot, now);
  }

  Verdict verdict(Slot<?> slot, long now) {
    if (slot.generation != generation) {
      return Verdict.OUTDATED;
    }
    return windows.neverChecks || isFresh(slot, now) ? Verdict.FRESH : Verdict.DUE;
  }

  /** Whether it was proved alive only before the last reason for doubt. */
  boolean isSuspect(Slot<?> slot) {
    return slot.provenEra != era && !windows.neverChecks;
  }

  /**
   * The era of what was proved alive in that one and is in doubt since for what a look at it found.
   */
  static int unproven(int era) {
    return -Math.abs(era);
  }

  /**
   * Whether it was under suspicion with all others, and not only for what a look at it found. Of
   * those that were looked at in one era the first that proves dead puts all under suspicion.
   */
  boolean wasSuspect(Slot<?> slot) {
    return Math.abs(slot.provenEra) != era;
  }

  /** Whether another one is in doubt once that one is known to be dead, if it was not before. */
  boolean isDoubted(Slot<?> other, Slot<?> dead) {
    boolean stays = !isOutdated(other) && Slot.doomOf(other.word()) == null;
    return stays && !windows.neverChecks && (!wasSuspect(dead) || isSuspect(other));
  }

  /** Whether one that is given back at this moment may go to a waiter as it is. */
  boolean mayBeHandedOn(Slot<?> slot) {
    return !windows.alwaysChecks && !isSuspect(slot);
  }

  boolean isOutdated(Slot<?> slot) {
    return slot.generation != generation;
  }

  /** Why an outdated one goes. */
  RetireReason whyOutdated(Slot<?> slot) {
    return slot.generation <= drained ? RetireReason.DRAINED : RetireReason.INVALIDATED;
  }

  int era() {
    return era;
  }

  int generation() {
    return generation;
  }

  /** Doubts everything proved alive so far. Control lock held. */
  void suspectAll(long now) {
    if (!windows.neverChecks) { // else nothing would ever be proved again
      trustsFrom = now + DISTRUST_NANOS;
      era = after(era);
    }
  }

  /** Outdates everything opened so far. Control lock held. Returns the new generation. */
  int invalidateAll() {
    generation = after(generation);
    era = after(era);
    return generation;
  }

  /** An int is enough: each ends or doubts all connections of a pool. */
  private static int after(int count) {
    return count == Integer.MAX_VALUE ? 1 : count + 1; // a negative one is an era unproven
  }

  /** Outdates everything opened so far, because the pool is drained. Control lock held. */
  void drain() {
    drained = generation;
    invalidateAll();
  }
}
