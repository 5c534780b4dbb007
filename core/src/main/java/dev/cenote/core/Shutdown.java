package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.time.Timers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Closing a pool, in order: waiters fail, idle connections close, opens under way have a second to
 * end; borrowed connections have until the drain deadline to come back and are aborted then; what
 * has not closed by the shutdown deadline is given up. All within {@code shutdownTimeout}.
 *
 * @param <R> the resource
 */
final class Shutdown<R> {

  /** How long an open under way may go on: nobody wants it, but to end it well is tidier. */
  private static final long OPENS_GET_NANOS = 1_000_000_000;

  private final PoolState<R> state;
  private final Supply<R> supply;
  private final Retirement<R> retirement;
  private final Watchdog<R> watchdog;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Timers.Scheduled> phases = new ArrayList<>(); // guarded by state.control
  private long startedAt; // guarded by state.control
  private int aborted; // guarded by state.control
  private boolean finished; // guarded by state.control

  Shutdown(PoolState<R> state, Supply<R> supply, Retirement<R> retirement, Watchdog<R> watchdog) {
    this.state = state;
    this.supply = supply;
    this.retirement = retirement;
    this.watchdog = watchdog;
  }

  /** Starts closing; the second call does nothing. Does not block. */
  void begin() {
    state.control.lock();
    try {
      if (state.closing) {
        return;
      }
      state.closing = true;
      startedAt = state.now();
      long limit = PoolConfig.nanos(state.config.shutdownTimeout());
      long forAborting = Math.min(PoolConfig.nanos(state.config.closeTimeout()), limit / 4);
      Timers timers = state.runtime.timers();
      phases.add(timers.schedule(this::giveUpOpens, Math.min(OPENS_GET_NANOS, limit / 4)));
      phases.add(timers.schedule(this::abortBorrowed, limit - forAborting));
      phases.add(timers.schedule(this::giveUpRest, limit));
      supply.failWaiters(AcquireFailure.CLOSED);
      for (Slot<R> slot : List.copyOf(state.slots.all())) {
        end(slot);
      }
      lookWhetherDone();
    } finally {
      state.control.unlock();
    }
  }

  // Idle ones close now; an owner closes what it owns when it is done with it. A slot may change
  // hands while we look, hence the loop; it ends, since nothing new can be claimed once doomed.
  private void end(Slot<R> slot) {
    boolean settled = false;
    while (!settled) {
      long word = slot.word();
      settled =
          switch (Slot.stateOf(word)) {
            case VACANT, CLOSING -> true;
            case IDLE -> retirement.retire(slot, word, RetireReason.POOL_CLOSED, null);
            case CONNECTING, LEASED, CHECKING, RESETTING ->
                slot.doom(word, RetireReason.POOL_CLOSED);
          };
    }
  }

  private void giveUpOpens() {
    watchdog.takeOverAll(SlotState.CONNECTING);
    state.control.lock();
    try {
      lookWhetherDone();
    } finally {
      state.control.unlock();
    }
  }

  private void abortBorrowed() {
    state.control.lock();
    try {
      for (Slot<R> slot : List.copyOf(state.slots.all())) {
        long word = slot.word();
        if (Slot.stateOf(word) == SlotState.LEASED && retirement.takeBack(slot, word)) {
          aborted++;
        }
      }
    } finally {
      state.control.unlock();
    }
    watchdog.takeOverAll(SlotState.CHECKING, SlotState.RESETTING);
    state.control.lock();
    try {
      lookWhetherDone();
    } finally {
      state.control.unlock();
    }
  }

  private void giveUpRest() {
    abortBorrowed(); // what moved on between the two deadlines
    watchdog.takeOverAll(SlotState.CLOSING, SlotState.CONNECTING);
    state.control.lock();
    try {
      finish();
    } finally {
      state.control.unlock();
    }
  }

  /** Called whenever a slot has become vacant. Lock held. */
  void lookWhetherDone() {
    if (state.closing && state.ledger.open == 0 && state.ledger.opening == 0) {
      finish();
    }
  }

  private void finish() {
    if (finished) {
      return;
    }
    finished = true;
    phases.forEach(Timers.Scheduled::cancel);
    state.announce(new PoolEvent.Closed(state.now() - startedAt, aborted, state.ledger.givenUp));
    List<StrayCall<?>> strays = List.copyOf(state.ledger.strays);
    state.control.later(() -> {
      try {
        strays.forEach(StrayCall::goOutAtLast);
      } finally {
        state.runtime.shutdown().run();
        ended.countDown();
      }
    });
  }

  /** Whether everything has ended. */
  boolean isDone() {
    return ended.getCount() == 0;
  }

  /** Waits for the end. An interrupt is kept for later: a pool half closed helps nobody. */
  void await() {
    long left = PoolConfig.nanos(state.config.shutdownTimeout());
    long deadline = state.now() + left;
    boolean interrupted = false;
    while (left > 0) {
      try {
        if (ended.await(left, TimeUnit.NANOSECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = deadline - state.now();
    }
    if (!isDone()) {
      giveUpRest(); // the timers' thread is late, or this is it
    }
    state.announcer.await(deadline - state.now());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
