package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;

/**
 * What is above a limit that was lowered. Idle connections go at once. Those that are being opened
 * or checked are nobody's yet: when they come, the last of them go, as many as are still too many.
 * Only for what remains borrowed ones are doomed, which go when they are given back. So at every
 * moment there is no more above the limit than is closing, doomed, or will look here when it comes.
 * All of it is guarded by the control lock.
 *
 * @param <R> the resource
 */
final class Surplus<R> {

  private final PoolState<R> state;
  private final Retirement<R> retirement;

  Surplus(PoolState<R> state, Retirement<R> retirement) {
    this.state = state;
    this.retirement = retirement;
  }

  /** The limit was lowered: chooses who goes. */
  void shed() {
    boolean looks = true;
    while (looks && size() > 0) {
      looks = shedOne();
    }
  }

  // A slot may change hands while we look; whoever was faster makes us look again.
  private boolean shedOne() {
    boolean seen = false;
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      if (Slot.saysIdle(word)) {
        seen = true;
        if (retirement.retire(slot, word, RetireReason.RESIZED, null)) {
          return true;
        }
      }
    }
    if (seen || size() <= onTheirWay()) {
      return seen;
    }
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      if (mayBeDoomed(word)) {
        seen = true;
        if (slot.doom(word, RetireReason.RESIZED)) {
          return true;
        }
      }
    }
    return seen;
  }

  private static boolean mayBeDoomed(long word) {
    SlotState now = Slot.stateOf(word);
    return (now == SlotState.LEASED || now == SlotState.RESETTING) && Slot.doomOf(word) == null;
  }

  /** Whether a connection that was just opened or checked, and is still in that state, must go. */
  boolean includesNewcomer() {
    int size = size();
    return size > 0 && size >= onTheirWay();
  }

  /** How many more permits are taken than the limit allows, those about to be free apart. */
  private int size() {
    int over = state.budget.taken() - state.ledger.closing - state.budget.limit();
    if (over > 0) {
      for (Slot<R> slot : state.slots.open()) {
        if (Slot.doomOf(slot.word()) != null) {
          over--;
        }
      }
    }
    return over;
  }

  private int onTheirWay() {
    int count = 0;
    for (Slot<R> slot : state.slots.all()) {
      long word = slot.word();
      SlotState now = Slot.stateOf(word);
      if ((now == SlotState.CONNECTING || now == SlotState.CHECKING) && Slot.doomOf(word) == null) {
        count++;
      }
    }
    return count;
  }
}
