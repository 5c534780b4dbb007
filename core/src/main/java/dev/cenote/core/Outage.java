package dev.cenote.core;

import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.connect.OpenGate;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.time.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * What comes of attempts to open, one after the other: an outage begins with the first that fails
 * and ends with the first that succeeds. It says who must not wait for its end, keeps its numbers,
 * and tells that it is over once what was missing is there again. Guarded by the control lock.
 *
 * <p>Told is it only when an attempt has failed outright, or has had its full time: a probe that is
 * given up after a second shows a slow login as well as a dead server.
 *
 * <p>With FAIL_FAST the pool is like a circuit breaker. While nothing is open and the last attempt
 * has failed, callers fail at once. When an attempt is due the next caller starts it and waits for
 * it, nobody else does; if it fails that caller fails, and all who have waited from before. To keep
 * the pool filled attempts are made anyway, so that the end needs no caller.
 *
 * @param <R> the resource
 */
final class Outage<R> {

  /** How long the pool may take to fill itself again before its return is told. */
  private static final long FILLING_NANOS = 2_000_000_000;

  private final PoolState<R> state;
  private final Alarm filling;
  private @Nullable Return back; // until it is told
  private @Nullable Throwable lastFailure;
  private int failures;
  private int untold; // of those in a row that came before the first that was told
  private boolean told;
  private long failedBefore;
  private long brokenBefore; // when one was last opened: those who break next are the first to know

  /** The end of an outage: how long it took, what it cost, when the attempt began that ended it. */
  private record Return(long lostNanos, int failures, long requestsFailed, long startedAt) {}

  Outage(PoolState<R> state) {
    this.state = state;
    this.filling = new Alarm(state.runtime.ticker(), state.runtime.timers(), this::enoughFilling);
  }

  /** Whether whoever comes fails at once, unless it may start an attempt. Lock held. */
  boolean failsFast() {
    return state.config.onOutage() == OnOutage.FAIL_FAST
        && state.gate.failures() > 0
        && open() == 0
        && state.ledger.detached < state.budget.limit() // else one of them must be closed first
        && !state.slots.isHidden() // in a pause everybody waits for its end
        && !state.closing;
  }

  /** What they fail with. Lock held. */
  AcquireFailure refusal() {
    return state.gate.lastWasRefused() ? AcquireFailure.LOGIN_REFUSED : AcquireFailure.DOWN;
  }

  /** The failure of the last attempt that failed. Lock held. */
  @Nullable Throwable lastFailure() {
    return lastFailure;
  }

  /** The numbers of the outage; if it has just ended, what they were. Lock held. */
  Downtime downtime() {
    long now = state.now();
    long next = state.gate.delay(now, state.ledger.opening, state.ledger.givenUp, true);
    return new Downtime(
        now - state.gate.lostAt(), counted(), next == OpenGate.UNTIL_ONE_ENDS ? 0 : next);
  }

  /**
   * An attempt has failed. Lock held.
   *
   * @param conclusive whether it failed outright, or had as long as an attempt may take
   */
  void attemptFailed(OpenFailure kind, Throwable failure, boolean conclusive) {
    if (state.gate.failures() == 0) {
      told = false;
      untold = 0;
      failedBefore = acquiresFailed() + brokenBefore;
    }
    state.ledger.failedOpens.add(kind);
    state.idleDeaths.broke(state.now());
    long rest = state.gate.failed(state.now(), kind, failure);
    failures = state.gate.failures();
    lastFailure = failure;
    if (!told && !conclusive) {
      untold++;
      return;
    }
    tellReturn();
    told = true;
    state.announce(new PoolEvent.OpenFailed(failure, kind.name(), counted(), rest, open()));
  }

  /** The failures in a row, in an outage that was told from the first that was told. */
  private int counted() {
    return told ? failures - untold : failures;
  }

  /** An attempt has succeeded, now. Lock held. */
  void attemptSucceeded(long now, long tookNanos) {
    boolean hadFailed = state.gate.succeeded(tookNanos) > 0;
    brokenBefore = broken();
    if (!hadFailed || !told) {
      return;
    }
    long lost = now - state.gate.lostAt();
    state.announce(new PoolEvent.Recovered(lost, counted()));
    if (!state.closing) {
      long requestsFailed = acquiresFailed() + brokenBefore - failedBefore;
      back = new Return(lost, counted(), requestsFailed, now - tookNanos);
      filling.ringBy(now + FILLING_NANOS);
    }
  }

  /** Something was opened: perhaps nothing is missing any more. Lock held. */
  void lookWhetherFilled() {
    boolean missing = state.config.prefill() && state.missing() > 0;
    if (!missing && state.ledger.opening == 0) {
      tellReturn();
    }
  }

  private void enoughFilling() {
    state.control.lock();
    try {
      tellReturn();
    } finally {
      state.control.unlock();
    }
  }

  private void tellReturn() {
    Return told = back;
    filling.rang();
    back = null;
    if (told != null && !state.closing) {
      long took = state.now() - told.startedAt();
      state.announce(
          new PoolEvent.Restored(
              told.lostNanos(), told.failures(), open(), took, told.requestsFailed()));
    }
  }

  private int open() {
    return state.ledger.open - state.ledger.closing;
  }

  private long acquiresFailed() {
    return state.ledger.timedOut.sum()
        + state.ledger.refused
        - refusedFor(AcquireFailure.QUEUE_FULL)
        - refusedFor(AcquireFailure.DEADLOCK)
        - refusedFor(AcquireFailure.PAUSED);
  }

  private long refusedFor(AcquireFailure why) {
    return state.ledger.refusedFor.of(why);
  }

  private long broken() {
    return state.ledger.retired.of(RetireReason.BROKEN);
  }
}
