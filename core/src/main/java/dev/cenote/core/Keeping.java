package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections that are kept for somebody, see {@link Slot#keeper}. To the chores they are idle
 * like any other; those who wait do not get them as long as another may be opened.
 *
 * @param <R> the resource
 */
final class Keeping<R> {

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final CoarseTicker coarse;

  Keeping(PoolState<R> state, Handoff<R> handoff, CoarseTicker coarse) {
    this.state = state;
    this.handoff = handoff;
    this.coarse = coarse;
  }

  /** Whether this one is to be left alone now. Lock held. */
  static <R> boolean withholds(PoolState<R> state, Slot<R> slot) {
    return slot.keeper != null
        && state.budget.taken() < state.budget.limit()
        && state.gate.failures() == 0;
  }

  /**
   * Lends it to whom it is kept for. Any thread, no lock. Null: it has gone to somebody else, or it
   * must be checked first, and is now anybody's.
   */
  @Nullable Lease<R> claim(Slot<R> slot, Object keeper) {
    long word = slot.word();
    if (!Slot.saysIdle(word) || slot.keeper != keeper) {
      return null;
    }
    long now = coarse.nanos();
    if (state.freshness.isClaimable(slot, now)) {
      return handoff.take(slot, word, now);
    }
    letGo(slot, keeper);
    return null;
  }

  /** Makes it anybody's, if it is still kept for that keeper. Any thread, no lock. */
  void letGo(Slot<R> slot, Object keeper) {
    long word = slot.word();
    if (!Slot.saysIdle(word) || slot.keeper != keeper) {
      return;
    }
    long owned = slot.claim(word);
    if (owned == Slot.LOST) {
      return;
    }
    try {
      slot.keeper = null;
      if (slot.release(owned) == Slot.LOST) {
        slot.home().retire(slot, owned, RetireReason.UNWANTED); // it was doomed just now
      } else {
        handoff.nudgeHead();
      }
    } catch (Throwable ours) { // no stack: Salvage finds it
      slot.orphan = owned;
      handoff.leftUntold = true; // or it is idle, and the head does not know
      throw ours;
    }
  }
}
