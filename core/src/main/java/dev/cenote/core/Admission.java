package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.wait.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * Who may join the queue, and who is refused there.
 *
 * @param <R> the resource
 */
final class Admission<R> {

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Supply<R> supply;
  private final Upkeep<R> upkeep;
  private final Outage<R> outage;
  private final NestedWaits<R> nested;
  private boolean toldOfWait; // guarded by state.control

  Admission(
      PoolState<R> state,
      Handoff<R> handoff,
      Supply<R> supply,
      Upkeep<R> upkeep,
      Outage<R> outage,
      NestedWaits<R> nested) {
    this.state = state;
    this.handoff = handoff;
    this.supply = supply;
    this.upkeep = upkeep;
    this.outage = outage;
    this.nested = nested;
  }

  /** Joins the queue and is served if that can be; or is failed at once. */
  void join(Waiter<Lease<R>> waiter, boolean mayQueue) {
    Object borrower = waiter.borrower();
    boolean mayNest = borrower != null && state.holders.holdsAny(borrower);
    state.control.lock();
    try {
      if (state.closing) {
        state.fail(waiter, AcquireFailure.CLOSED);
        return;
      }
      upkeep.joins(waiter.since());
      long attempts = supply.attempts();
      boolean looks = mustLook();
      state.queue.add(waiter);
      if (looks) {
        supply.serve();
      }
      AcquireFailure objection =
          waiter.isPending() ? objection(mayQueue, supply.attempts() > attempts) : null;
      if (objection != null) {
        handoff.remove(waiter);
        if (objection == AcquireFailure.QUEUE_FULL || objection == AcquireFailure.BUSY) {
          upkeep.turnedAway();
        }
        state.fail(waiter, objection);
      } else if (waiter.isPending()) {
        if (mayNest) {
          nested.joined(waiter);
        }
        if (state.timekeeping.joined(waiter)) {
          handoff.now(); // which wakes the clock if it rests
        }
        tellIfFirst();
      }
    } finally {
      state.control.unlock();
    }
  }

  /**
   * Whether who joins must look for what is idle, or see to it that more comes: not where all that
   * may be open is, and nothing is under way. What is kept for some and not for others tells
   * nobody.
   */
  private boolean mustLook() {
    return handoff.mustLook()
        || expected() + state.ledger.checksSlow > 0
        || state.budget.taken() < state.budget.limit()
        || state.slots.isHidden()
        || state.config.kind().shares();
  }

  private void tellIfFirst() {
    int underway = expected() + state.ledger.checksSlow;
    if (!toldOfWait && state.budget.taken() >= state.budget.limit() && underway == 0) {
      toldOfWait = true;
      state.announce(new PoolEvent.Saturated());
    }
  }

  /** Why it must not wait; null: it may. */
  private @Nullable AcquireFailure objection(boolean mayQueue, boolean startedAttempt) {
    if (!startedAttempt && outage.failsFast()) {
      return outage.refusal(); // nothing was due: it would wait for what somebody else tries
    }
    if (waitingForOthers() > state.config.maxWaiters()) {
      return AcquireFailure.QUEUE_FULL;
    }
    if (mayQueue) {
      return null;
    }
    boolean atLimit = state.budget.taken() >= state.maximum();
    boolean comes = expected() >= state.queue.size();
    if (state.slots.isHidden()) {
      return AcquireFailure.PAUSED;
    }
    return atLimit && !comes ? AcquireFailure.BUSY : null;
  }

  /** Any of it may be for who waits, whoever asked for it; but not an answer that stays away. */
  private int expected() {
    return supply.underway() + state.ledger.checksForChores;
  }

  /**
   * Who has an idle connection checked, or one opened, is being served; and who will have one
   * opened in its turn, while opening works, waits for nobody to give back.
   */
  private int waitingForOthers() {
    int others = state.queue.size() - expected();
    boolean mayOpen = !state.slots.isHidden() && state.gate.failures() == 0;
    int free = mayOpen ? Math.max(0, state.budget.limit() - state.budget.taken()) : 0;
    return others - Math.min(Math.max(0, others), free);
  }
}
