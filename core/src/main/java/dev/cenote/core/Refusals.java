package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
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
    PoolStats stats = stats();
    if (stats.paused()) {
      return explain(AcquireFailure.PAUSED, waitedNanos);
    }
    boolean cannotOpen = lastOpenFailure() != null || stats.open() + stats.detached() == 0;
    return explain(cannotOpen ? AcquireFailure.CANNOT_OPEN : AcquireFailure.BUSY, waitedNanos);
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
      boolean down = why == AcquireFailure.DOWN;
      Throwable cause = down ? outage.lastFailure() : state.gate.lastFailure();
      return new AcquireException(
          why, Census.take(state), waitedNanos, cause, down ? outage.downtime() : null, null);
    } finally {
      state.control.unlock();
    }
  }

  private PoolStats stats() {
    state.control.lock();
    try {
      return Census.take(state);
    } finally {
      state.control.unlock();
    }
  }

  private @Nullable Throwable lastOpenFailure() {
    state.control.lock();
    try {
      return state.gate.lastFailure();
    } finally {
      state.control.unlock();
    }
  }
}
