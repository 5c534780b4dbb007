package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;

/**
 * What is above a limit that was lowered. Idle connections go at once. Those that are being opened
 * or checked are nobody's yet: when they come, the last of them go, as many as are still too many.
 * If that is not enough all borrowed ones are doomed, and those go that are given back first: who
 * comes when it is no longer needed is pardoned. So at every moment there is no more above the
 * limit than is closing, doomed, or will look here when it comes. All of it is guarded by the
 * control lock, but where it says otherwise.
 *
 * @param <R> the resource
 */
final class Surplus<R> {

  private final PoolState<R> state;
  private final Retirement<R> retirement;

  /** Read without a lock: whichever it has been until just now will do. */
  private boolean lingers;

  Surplus(PoolState<R> state, Retirement<R> retirement) {
    this.state = state;
    this.retirement = retirement;
    this.lingers = !state.config.overflowLinger().isZero();
  }

  /** Whether overflow stays for a while when it comes back. Lock held. */
  void lingers(boolean stays) {
    lingers = stays;
  }

  /** The limit was lowered: chooses who goes. */
  void shed() {
    boolean looks = true;
    while (looks && size() > 0) { // a slot may change hands while we look
      boolean idle = retireIdle();
      boolean borrowed = size() > onTheirWay() && doomBorrowed();
      looks = idle || borrowed;
    }
  }

  /** Says whether it saw one. */
  private boolean retireIdle() {
    boolean seen = false;
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      if (Slot.saysIdle(word) && size() > 0) {
        seen = true;
        retirement.retire(slot, word, RetireReason.RESIZED, null);
      }
    }
    return seen;
  }

  /** Says whether it saw one not doomed, or one given back since the idle ones were looked at. */
  private boolean doomBorrowed() {
    boolean seen = false;
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      SlotState now = Slot.stateOf(word);
      boolean borrowed = now == SlotState.LEASED || now == SlotState.RESETTING;
      if (borrowed && Slot.doomOf(word) == null) {
        seen = true;
        slot.doom(word, RetireReason.RESIZED);
      } else if (now == SlotState.IDLE) {
        seen = true;
      }
    }
    return seen;
  }

  /** Whether a connection that was just opened or checked, and is still in that state, must go. */
  boolean includesNewcomer() {
    int size = size();
    return size > 0 && size >= onTheirWay();
  }

  /**
   * Lets a connection stay that was doomed for the lower limit alone, if by now enough have gone.
   *
   * @param owned proves the ownership of who gives it back
   */
  boolean pardons(Slot<R> slot, long owned) {
    int size = size();
    return (size <= 0 || size <= onTheirWay()) && slot.pardon(owned, RetireReason.RESIZED);
  }

  /**
   * With an overflowLinger of 0: closes a connection that comes back while more are open than are
   * kept and nobody waits. Any thread; lock not held.
   *
   * @param owned proves the ownership of who gives it back
   */
  boolean closesReturned(Slot<R> slot, long owned) {
    if (lingers) {
      return false;
    }
    state.control.lock();
    try {
      boolean overflow = state.ledger.open - state.ledger.closing > state.sizer.kept();
      return overflow
          && state.queue.size() == 0
          && retirement.retire(slot, owned, RetireReason.SURPLUS, null);
    } finally {
      state.control.unlock();
    }
  }

  /**
   * How many more permits are taken than the limit allows, those about to be free apart. What is
   * borrowed and doomed for another reason is not about to be free: nobody knows when it comes.
   */
  private int size() {
    return state.budget.taken() - state.ledger.closing - state.budget.limit();
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
