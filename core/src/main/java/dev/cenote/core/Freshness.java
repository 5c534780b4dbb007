package dev.cenote.core;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.slot.Slot;

/**
 * Which idle connections may be lent as they are. The era grows with every reason for doubt: an
 * invalidation of the whole pool, or a proof that some connection had died. A connection proved
 * alive in the present era, and used recently enough, is fresh; any other is first looked at.
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

  private final long freshForNanos;
  private final boolean neverChecks;
  private final boolean alwaysChecks;
  private volatile long era = 1;
  private volatile long generation = 1;

  Freshness(Validation validation, long bypassNanos) {
    neverChecks = validation == Validation.NEVER;
    alwaysChecks = validation == Validation.ALWAYS;
    freshForNanos =
        switch (validation) {
          case AUTO -> bypassNanos;
          case ALWAYS -> Long.MIN_VALUE;
          case NEVER -> Long.MAX_VALUE;
        };
  }

  /** The quick answer for claim. {@code now} may be a tick old. */
  boolean isFresh(Slot<?> slot, long now) {
    return slot.provenEra == era && now - slot.idleSince <= freshForNanos;
  }

  Verdict verdict(Slot<?> slot, long now) {
    if (slot.generation != generation) {
      return Verdict.OUTDATED;
    }
    return neverChecks || isFresh(slot, now) ? Verdict.FRESH : Verdict.DUE;
  }

  /** Whether it was proved alive only before the last reason for doubt. */
  boolean isSuspect(Slot<?> slot) {
    return slot.provenEra != era && !neverChecks;
  }

  /** Whether one that is given back at this moment may go to a waiter as it is. */
  boolean mayBeHandedOn(Slot<?> slot) {
    return !alwaysChecks && !isSuspect(slot);
  }

  boolean isOutdated(Slot<?> slot) {
    return slot.generation != generation;
  }

  long era() {
    return era;
  }

  long generation() {
    return generation;
  }

  /** Doubts everything proved alive so far. Control lock held. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the lock's holder
  void suspectAll() {
    if (!neverChecks) { // else nothing would ever be proved again
      era = era + 1;
    }
  }

  /** Outdates everything opened so far. Control lock held. Returns the new generation. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the lock's holder
  long invalidateAll() {
    generation = generation + 1;
    era = era + 1;
    return generation;
  }
}
