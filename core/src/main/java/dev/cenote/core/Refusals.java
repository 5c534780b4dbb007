package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * Why an acquire got nothing, with the numbers of that moment. Any thread, lock not held.
 *
 * @param <R> the resource
 */
final class Refusals<R> {

  private final PoolState<R> state;
  private final Outage<R> outage;

  Refusals(PoolState<R> state, Outage<R> outage) {
    this.state = state;
    this.outage = outage;
  }

  /** It waited until its deadline. */
  AcquireException timedOut(long waitedNanos) {
    state.ledger.timedOut.increment();
    if (state.crowded) {
      state.ledger.timedOutInCrowd.increment();
    }
    state.announcer.post(new PoolEvent.AcquireTimedOut(waitedNanos));
    state.announcer.tellSoon();
    state.control.lock();
    try {
      PoolStats stats = Census.take(state);
      return failed(whyTimedOut(stats, waitedNanos), stats, waitedNanos);
    } finally {
      state.control.unlock();
    }
  }

  /** By what was true for most of the wait. Lock held. */
  private AcquireFailure whyTimedOut(PoolStats stats, long waitedNanos) {
    if (stats.paused()) {
      return AcquireFailure.PAUSED;
    }
    boolean nothingIsThere = stats.open() + stats.detached() == 0;
    boolean isOpening = stats.opening() > 0;
    boolean hasJustBegun = isOpening && !stats.isOpeningForMostOf(waitedNanos);
    boolean isAsked = stats.checking() > 0 && !isOpening;
    boolean cannot =
        wasBorrowed(stats, waitedNanos)
            ? nothingIsThere && !hasJustBegun
            : nothingIsThere || hasJustBegun || isAsked;
    return cannot || state.gate.lastFailure() != null
        ? AcquireFailure.CANNOT_OPEN
        : AcquireFailure.BUSY;
  }

  /**
   * Whether it had a borrower to wait for. Those who have given back meanwhile, or have gone with
   * their connections (of kind DIRECT each does), show in the times alone. Lock held.
   */
  private boolean wasBorrowed(PoolStats stats, long waitedNanos) {
    long now = state.now();
    if (stats.leased() + stats.resetting() + stats.detached() > 0
        || now - state.ledger.lastHeldToTheEnd < waitedNanos) {
      return true;
    }
    for (Slot<R> slot : state.slots.open()) {
      if (now - slot.idleSince < waitedNanos) {
        return true;
      }
    }
    return false;
  }

  /** It was refused at once, for a reason that the kind of the pool has. */
  AcquireException refused(AcquireFailure why, @Nullable Throwable cause) {
    state.control.lock();
    try {
      state.refused(why);
    } finally {
      state.control.unlock();
    }
    return new AcquireException(why, stats(), 0, cause, null, null);
  }

  /** It was failed for that reason: an {@link AcquireFailure} or a {@link Deadlock}. */
  AcquireException explain(Object reason, long waitedNanos) {
    return reason instanceof Deadlock deadlock
        ? new AcquireException(AcquireFailure.DEADLOCK, stats(), waitedNanos, null, null, deadlock)
        : explain((AcquireFailure) reason, waitedNanos);
  }

  /** It failed for a reason that is known. */
  AcquireException explain(AcquireFailure why, long waitedNanos) {
    state.control.lock();
    try {
      return failed(why, Census.take(state), waitedNanos);
    } finally {
      state.control.unlock();
    }
  }

  /** Lock held. */
  private AcquireException failed(AcquireFailure why, PoolStats stats, long waitedNanos) {
    boolean down = why == AcquireFailure.DOWN;
    Throwable cause = down ? outage.lastFailure() : state.gate.lastFailure();
    return new AcquireException(
        why, stats, waitedNanos, cause, down ? outage.downtime() : null, null);
  }

  private PoolStats stats() {
    state.control.lock();
    try {
      return Census.take(state);
    } finally {
      state.control.unlock();
    }
  }
}
