package dev.cenote.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Threads that wait for a number of open connections. Guarded by the control lock. */
final class OpenWaits {

  private final PoolState<?> state;
  private final List<OpenWait> waits = new ArrayList<>();

  private record OpenWait(BooleanSupplier reached, CountDownLatch latch) {}

  OpenWaits(PoolState<?> state) {
    this.state = state;
  }

  /** Connections open and not closing. */
  int open() {
    return state.ledger.open - state.ledger.closing;
  }

  /** Whether no connection is open, closing, or being opened, or may be; those detached apart. */
  boolean isEmpty() {
    return state.ledger.open + state.ledger.opening + state.ledger.givenUp == 0;
  }

  /** Looks who has waited long enough. Lock held. */
  void look() {
    Iterator<OpenWait> each = waits.iterator();
    while (each.hasNext()) {
      OpenWait wait = each.next();
      if (wait.reached().getAsBoolean()) {
        each.remove();
        wait.latch().countDown();
      }
    }
  }

  /** The pool closes: nobody waits any longer. Lock held. */
  void end() {
    waits.forEach(wait -> wait.latch().countDown()); // they stay in the list: not reached
  }

  /**
   * Waits until {@code reached}, which is asked with the lock held, but not at all once the pool
   * closes. Lock not held.
   */
  boolean await(BooleanSupplier reached, Duration timeout) throws InterruptedException {
    OpenWait wait = new OpenWait(reached, new CountDownLatch(1));
    state.control.lock();
    try {
      if (state.closing || reached.getAsBoolean()) {
        return !state.closing;
      }
      waits.add(wait);
    } finally {
      state.control.unlock();
    }
    boolean given;
    try {
      wait.latch().await(PoolConfig.nanos(timeout), TimeUnit.NANOSECONDS);
    } finally {
      given = stop(wait);
    }
    return given;
  }

  private boolean stop(OpenWait wait) {
    state.control.lock();
    try {
      boolean told = !waits.remove(wait);
      return told || (!state.closing && wait.reached().getAsBoolean());
    } finally {
      state.control.unlock();
    }
  }
}
