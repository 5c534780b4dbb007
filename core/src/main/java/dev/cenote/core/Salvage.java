package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;

/**
 * Puts right what a thread that ran out of stack could not. Such a thread can call nothing, but it
 * can still write a field: it leaves the word of its ownership in {@link Slot#orphan}, or says in
 * {@link Handoff#leftUntold} that it told nobody of an idle slot. At every tick and before every
 * chore this is looked for. A word that has passed says that all went well in the end. And where
 * the thread that keeps the time for others cannot run, those are woken here ({@link
 * dev.cenote.core.wait.Timekeeping}).
 *
 * @param <R> the resource
 */
final class Salvage<R> {

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Supply<R> supply;
  private final Retirement<R> retirement;

  Salvage(PoolState<R> state, Handoff<R> handoff, Supply<R> supply, Retirement<R> retirement) {
    this.state = state;
    this.handoff = handoff;
    this.supply = supply;
    this.retirement = retirement;
  }

  /** Looks, without the lock unless there is something to do. Any thread with stack enough. */
  void look() {
    try {
      lookForOrphans();
    } finally {
      if (state.timekeeping.isOverdue() && state.control.tryLock()) {
        keepTime();
      }
    }
  }

  private void lookForOrphans() {
    for (Slot<R> slot : state.slots.open()) {
      long orphan = slot.orphan;
      if (orphan != 0 && slot.isOwnedUnder(orphan)) {
        end(slot, orphan);
      }
    }
    if (handoff.leftUntold) {
      handoff.leftUntold = false;
      serve();
    }
  }

  private void end(Slot<R> slot, long orphan) {
    boolean atRest = Slot.stateOf(orphan) == SlotState.LEASED;
    state.control.lock();
    try {
      retirement.retire(
          slot, orphan, atRest ? RetireReason.UNWANTED : RetireReason.RESET_FAILED, null);
    } finally {
      state.control.unlock();
    }
  }

  private void keepTime() {
    try {
      state.timekeeping.look();
    } finally {
      state.control.unlock();
    }
  }

  private void serve() {
    state.control.lock();
    try {
      supply.serve();
    } finally {
      state.control.unlock();
    }
  }
}
