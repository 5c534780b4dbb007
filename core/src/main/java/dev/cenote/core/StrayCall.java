package dev.cenote.core;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Timers;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The abort of a connection that no longer has a slot: it came after its attempt was given up, or
 * its polite close did not return. It holds no permit, so it counts as given up from the start
 * until it returns. Until a thread has it, it stands in the ledger: nobody else knows of it, and
 * the pool does not end before it has gone out.
 *
 * @param <R> the resource
 */
final class StrayCall<R> implements DriverCall {

  private static final long RETRY_NANOS = 1_000_000_000;
  private static final int LAST_TRIES = 3;

  private final PoolState<R> state;
  private final R resource;
  private final int slotNumber;

  /** Held while it is handed over: who ends the pool waits for how that turns out. */
  private final ReentrantLock going = new ReentrantLock();

  private volatile @Nullable Thread caller; // written by the thread that makes the call
  private volatile boolean begun; // as above
  private boolean overdue; // guarded by state.control
  private boolean ended; // guarded by state.control
  private Timers.@Nullable Scheduled deadline; // guarded by state.control

  StrayCall(PoolState<R> state, R resource, int slotNumber) {
    this.state = state;
    this.resource = resource;
    this.slotNumber = slotNumber;
  }

  /**
   * Starts it, once the lock is free. Lock held.
   *
   * @param onThisThread because the pool's threads may have gone already
   */
  void submit(boolean onThisThread) {
    if (onThisThread) {
      state.control.later(this);
    } else {
      state.ledger.strays.add(this);
      state.control.later(this::goOut);
    }
    state.ledger.givenUp++;
    long limit = PoolConfig.nanos(state.config.closeTimeout());
    deadline = state.runtime.timers().schedule(() -> giveUp(limit), limit);
  }

  /** Hands it to one of the pool's threads, unless somebody has. Not under the lock. */
  void goOut() {
    going.lock();
    try {
      if (waits() && !goes()) {
        state.runtime.timers().schedule(this::goOut, RETRY_NANOS);
      }
    } finally {
      going.unlock();
    }
  }

  /** At the end of the pool: then there are no more threads to be had, nor timers. */
  void goOutAtLast() {
    going.lock();
    try {
      boolean gone = !waits();
      for (int tries = 0; tries < LAST_TRIES && !gone; tries++) {
        gone = goes(); // else it stays counted as given up
      }
    } finally {
      going.unlock();
    }
  }

  private boolean waits() {
    state.control.lock();
    try {
      return state.ledger.strays.contains(this);
    } finally {
      state.control.unlock();
    }
  }

  /** Leaves the ledger only when a thread has it: else the pool's end could miss it. */
  private boolean goes() {
    try {
      state.runtime.driverCalls().execute(this);
    } catch (RuntimeException | Error noThread) {
      return !waits(); // or the pool has ended meanwhile
    }
    state.control.lock();
    try {
      state.ledger.strays.remove(this);
    } finally {
      state.control.unlock();
    }
    return true;
  }

  @Override
  public Kind kind() {
    return Kind.ABORT;
  }

  @Override
  @SuppressWarnings("CatchAndPrintStackTrace")
  public void invoke() {
    caller = Thread.currentThread();
    begun = true;
    try {
      state.connector.abort(resource);
    } catch (Throwable nothingMoreCanBeDone) {
      // It has no slot and no permit: there is nothing left to put right.
    } finally {
      caller = null;
    }
  }

  @Override
  public void complete() {
    state.control.lock();
    try {
      ended = true;
      if (deadline != null) {
        deadline.cancel();
      }
      state.ledger.givenUp--;
      try {
        if (overdue) {
          state.announce(
              new PoolEvent.GivenUpReturned(slotNumber, Kind.ABORT.name(), state.ledger.givenUp));
        }
      } finally { // a drain waits for it
        state.returnedAtLast();
      }
    } finally {
      state.control.unlock();
    }
  }

  private void giveUp(long limit) {
    StuckThread stuck = StuckThread.of(caller, begun); // without the lock
    state.control.lock();
    try {
      if (!ended) {
        overdue = true;
        state.control.later(() -> state.cut(resource));
        state.announce(
            new PoolEvent.GivenUp(
                slotNumber,
                Kind.ABORT.name(),
                limit,
                state.ledger.givenUp,
                stuck.name(),
                stuck.stack()));
      }
    } finally {
      state.control.unlock();
    }
  }
}
