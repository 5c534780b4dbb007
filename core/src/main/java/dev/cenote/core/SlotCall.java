package dev.cenote.core;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * One driver call that the owner of a slot makes. If it runs past its deadline the slot is taken
 * over and the call, when it returns at last, finds that its word has passed: it is late, and lets
 * go.
 *
 * @param <R> the resource
 */
abstract class SlotCall<R> implements DriverCall {

  final PoolState<R> state;
  final Slot<R> slot;

  /** Proves the ownership under which the call is made. */
  final long word;

  final long timeoutNanos;
  private final Kind kind;
  private @Nullable Watchdog<R> watchdog; // guarded by state.control
  private @Nullable Throwable failure;
  private @Nullable Thread caller; // guarded by state.control
  private boolean interrupted; // guarded by state.control
  private boolean begun; // guarded by state.control

  SlotCall(PoolState<R> state, Kind kind, Slot<R> slot, long word, long timeoutNanos) {
    this.state = state;
    this.kind = kind;
    this.slot = slot;
    this.word = word;
    this.timeoutNanos = timeoutNanos;
  }

  /** Calls the driver. */
  abstract void call() throws Throwable;

  /** The call returned in time, or failed. Lock held. */
  abstract void returned(@Nullable Throwable failure);

  /** The call was taken over before it returned. Lock held. */
  void returnedLate() {}

  @Override
  public final Kind kind() {
    return kind;
  }

  @Override
  public final void invoke() {
    if (!begin()) {
      return;
    }
    try {
      call();
    } catch (Throwable whatever) {
      failure = whatever;
    } finally {
      end();
    }
  }

  /** The executor would not run it: no thread could be had. */
  void refused(Throwable why) {
    failure = why;
    complete();
  }

  @Override
  public final void complete() {
    state.control.lock();
    try {
      if (slot.isOwnedUnder(word)) {
        returned(failure);
      } else {
        state.ledger.givenUp--;
        try {
          state.announce(
              new PoolEvent.GivenUpReturned(slot.number(), kind.name(), state.ledger.givenUp));
        } finally {
          late();
        }
      }
      if (watchdog != null) {
        watchdog.returned(this);
      }
    } finally {
      state.control.unlock();
    }
  }

  private void late() {
    try {
      returnedLate();
    } finally { // a drain waits for it
      state.returnedAtLast();
    }
  }

  /** That one is told when the call has returned. Lock held. */
  final void watchedBy(Watchdog<R> who) {
    watchdog = who;
  }

  /** Hands the call to the pool's threads once the lock is free. Lock held. */
  final void submit() {
    state.control.later(() -> {
      try {
        state.runtime.driverCalls().execute(this);
      } catch (RuntimeException | Error noThread) {
        refused(noThread);
      }
    });
  }

  /** Interrupts the thread that is in the driver, if one is. Lock held. */
  final void interrupt() {
    if (caller != null) {
      interrupted = true;
      caller.interrupt();
    }
  }

  /** Whether it is the call of this ownership. */
  final boolean isOf(long owned) {
    return Slot.epochOf(word) == Slot.epochOf(owned);
  }

  /** The thread that is in the driver; null: none has begun, or it has just returned. Lock held. */
  final @Nullable Thread caller() {
    return caller;
  }

  /** Whether the driver has been called. Lock held. */
  final boolean hasBegun() {
    return begun;
  }

  private boolean begin() {
    state.control.lock();
    try {
      caller = Thread.currentThread();
      begun = slot.isOwnedUnder(word);
      return begun;
    } finally {
      state.control.unlock();
    }
  }

  // An interrupt meant for this call must not reach the thread's next task.
  private void end() {
    state.control.lock();
    try {
      caller = null;
      if (interrupted) {
        Thread.interrupted();
      }
    } finally {
      state.control.unlock();
    }
  }
}
