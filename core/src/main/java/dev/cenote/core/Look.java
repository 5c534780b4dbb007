package dev.cenote.core;

import dev.cenote.core.connect.Liveness;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;

/**
 * The last moment before a connection that has been idle is lent: has the other end closed it
 * meanwhile? On the acquiring thread and without a lock, or for a waiter under it.
 *
 * @param <R> the resource
 */
final class Look<R> {

  private final PoolState<R> state;
  private final Handoff<R> handoff;

  Look(PoolState<R> state, Handoff<R> handoff) {
    this.state = state;
    this.handoff = handoff;
  }

  /**
   * As {@link #finds}, unless it is fresh, for a waiter. Control lock held: a look does not block,
   * and what it leaves idle the lock's holder has checked.
   */
  boolean passes(Slot<R> slot, long owned, long now) {
    try {
      return state.freshness.verdict(slot, now) == Freshness.Verdict.FRESH || finds(slot, owned);
    } catch (Throwable ours) { // as in the hand-off
      slot.orphan = owned;
      handoff.leftUntold = true;
      throw ours;
    }
  }

  /**
   * Looks at what the caller owns.
   *
   * @return whether to lend it. If not, the caller owns it no longer: it is being closed, or idle
   *     and due for a check; whoever waits must be told
   */
  boolean finds(Slot<R> slot, long owned) {
    switch (ask(slot)) {
      case QUIET -> {
        return true;
      }
      case UNCLEAR -> {
        slot.provenEra = Freshness.unproven(slot.provenEra);
        slot.keeper = null; // whoever waits may have it checked
        if (slot.release(owned) == Slot.LOST) {
          slot.home().retire(slot, owned, RetireReason.UNWANTED); // it was doomed just now
        }
      }
      case CLOSED -> {
        doubtOthers(slot);
        slot.home().retire(slot, owned, RetireReason.FOUND_CLOSED);
      }
    }
    return false;
  }

  /** It died while it was idle: unlike a break in use that may be no news of the server. */
  private void doubtOthers(Slot<R> dead) {
    state.control.lock();
    try {
      state.foundDead(dead, false);
    } finally {
      state.control.unlock();
    }
  }

  /** Asked again after each check: the resource may have changed below. */
  static <R> boolean isPossible(PoolState<R> state, Slot<R> slot) {
    R resource = slot.resource;
    try {
      return resource != null && state.connector.canLook(resource);
    } catch (RuntimeException | Error broken) {
      return false;
    }
  }

  private Liveness ask(Slot<R> slot) {
    R resource = slot.resource;
    if (resource == null || state.freshness.isSuspect(slot)) {
      return Liveness.UNCLEAR;
    }
    try {
      return state.connector.look(resource);
    } catch (RuntimeException | Error broken) {
      return Liveness.UNCLEAR; // a check will tell
    }
  }
}
