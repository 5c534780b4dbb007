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
      upkeep.joins();
      long attempts = supply.attempts();
      state.queue.add(waiter);
      supply.serve();
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
        tellIfFirst();
      }
    } finally {
      state.control.unlock();
    }
  }

  private void tellIfFirst() {
    if (!toldOfWait && state.budget.taken() >= state.budget.limit() && supply.underway() == 0) {
      toldOfWait = true;
      state.announce(new PoolEvent.Saturated());
    }
  }

  /**
   * Why it must not wait; null: it may. Only those count as waiters who wait for others: one for
   * whom an idle connection is being checked, or a new one opened, is being served.
   */
  private @Nullable AcquireFailure objection(boolean mayQueue, boolean startedAttempt) {
    if (state.queue.size() - supply.underway() > state.config.maxWaiters()) {
      return AcquireFailure.QUEUE_FULL;
    }
    if (!startedAttempt && outage.failsFast()) {
      return outage.refusal(); // nothing was due: it would wait for what somebody else tries
    }
    if (mayQueue) {
      return null;
    }
    boolean atLimit = state.budget.taken() >= state.budget.limit();
    boolean comes = supply.underway() >= state.queue.size();
    if (state.slots.isHidden()) {
      return AcquireFailure.PAUSED;
    }
    return atLimit && !comes ? AcquireFailure.BUSY : null;
  }
}
