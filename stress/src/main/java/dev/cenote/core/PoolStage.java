package dev.cenote.core;

import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.OpenAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole pool, but for the chores, on which nothing happens by itself: time stands until it is
 * moved, timers fire when told to, and once {@link #holdCalls} was said a driver call lies there
 * until somebody makes it. So a race can be set up to within one step of what matters: a call at
 * its deadline, and the timer that is about to take its slot.
 */
final class PoolStage {

  /** Longer than any deadline of a driver call. */
  static final Duration PAST_ANY_DEADLINE = Duration.ofSeconds(10);

  private static final Duration DEADLINE = Duration.ofSeconds(1);
  private static final Duration SHUTDOWN = Duration.ofSeconds(20);
  private static final int PATIENCE = 100;

  private final StageTime time = new StageTime();
  private final ConcurrentLinkedQueue<DriverCall> held = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<StageConnection> opened = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<StageCaller> callers = new ConcurrentLinkedQueue<>();
  private final QueuePool<StageConnection> pool;
  private volatile boolean holds;
  private boolean closing;

  /** A pool that has opened nothing. */
  PoolStage(PoolConfig config) {
    pool =
        new QueuePool<>(
            config,
            new Opener(),
            List.of(),
            new PoolRuntime(time, time, this::call, this::call, () -> 0, time::close));
  }

  /**
   * A stage is set many times over: make its settings once.
   *
   * @param bargesMax 0: a release while somebody waits hands over under the lock
   */
  static PoolConfig config(int bargesMax) {
    return config(bargesMax, 1);
  }

  /** The same for a pool of more than one connection. */
  static PoolConfig config(int bargesMax, int connections) {
    return new PoolBuilder<>(new Silent())
        .poolSize(connections)
        .maxOverflow(0)
        .prefill(false)
        .maxLifetime(Duration.ZERO)
        .keepalive(Duration.ZERO)
        .connectTimeout(DEADLINE)
        .checkTimeout(DEADLINE)
        .resetTimeout(DEADLINE)
        .closeTimeout(DEADLINE)
        .shutdownTimeout(SHUTDOWN)
        .bypassWindow(PAST_ANY_DEADLINE.multipliedBy(2))
        .bargesMax(bargesMax)
        .config();
  }

  // What happens before a race.

  /** A lease that can be had. */
  Lease<StageConnection> lent() {
    StageCaller caller = caller();
    callers.remove(caller); // the race gives back itself
    Lease<StageConnection> lease = caller.delivered();
    if (lease == null) {
      throw new IllegalStateException("bug: nothing could be lent");
    }
    return lease;
  }

  /** From now on driver calls hang. */
  void holdCalls() {
    holds = true;
  }

  /** The driver call that hangs. */
  DriverCall heldCall() {
    DriverCall call = held.poll();
    if (call == null) {
      throw new IllegalStateException("bug: no call is held");
    }
    return call;
  }

  /** Lets time pass; no timer fires. */
  void pass(Duration duration) {
    time.pass(duration);
  }

  /** An idle connection gets so old that it must be checked, and the coarse clock sees it. */
  void growStale() {
    time.pass(PAST_ANY_DEADLINE.multipliedBy(3));
    fire();
  }

  /** Begins to close, and comes to the point where what is still lent is aborted. */
  void closeUpToTheDrainDeadline() {
    close();
    time.pass(SHUTDOWN.minus(DEADLINE));
  }

  // What can happen.

  /** Somebody claims, or waits. */
  StageCaller caller() {
    StageCaller caller = new StageCaller(time.nanos());
    callers.add(caller);
    pool.acquire(caller, true);
    return caller;
  }

  /** The timers that are due fire: deadlines of calls, phases of closing. */
  void fire() {
    for (Runnable task : time.due()) {
      task.run();
    }
  }

  void resize(int connections) {
    pool.resize(connections, 0);
  }

  void invalidate() {
    pool.invalidateAll();
  }

  void close() {
    closing = true;
    pool.beginClose();
  }

  private void call(Runnable task) {
    if (holds) {
      held.add((DriverCall) task);
    } else {
      task.run();
    }
  }

  /** The one that was opened first. */
  StageConnection firstOpened() {
    return opened.element();
  }

  // What is asked when all threads have finished. One thread.

  /**
   * Everything that hangs returns, whoever was told to look looks, time goes on, and whoever was
   * served gives back, until nobody wants anything any more.
   */
  private void settle() {
    holds = false;
    for (int round = 0; round < PATIENCE && !isQuiet(); round++) {
      returnCalls();
      for (StageCaller caller : callers) {
        if (caller.isPending() && caller.isNudged()) {
          pool.heed();
        }
        Lease<StageConnection> lease = caller.delivered();
        if (lease != null && callers.remove(caller)) { // once: a second time could hide a fault
          lease.release();
        }
      }
      time.pass(DEADLINE.dividedBy(2));
      fire();
    }
  }

  private void returnCalls() {
    DriverCall call = held.poll();
    while (call != null) {
      call.run();
      call = held.poll();
    }
  }

  private boolean isQuiet() {
    boolean waits = callers.stream().anyMatch(caller -> caller.fate() == StageCaller.Fate.WAITING);
    PoolStats now = pool.stats();
    int busy = now.leased() + now.opening() + now.checking() + now.resetting() + now.closing();
    return held.isEmpty() && !waits && busy == 0 && now.givenUp() == 0;
  }

  /**
   * What is wrong now that all should have settled, or null: something hangs for ever, a permit or
   * a connection is lost or counted twice, or a pool that is open cannot lend.
   */
  private @Nullable String fault() {
    PoolStats now = pool.stats();
    List<String> faults = new ArrayList<>();
    if (!isQuiet()) {
      faults.add("it does not settle");
    }
    int alive = 0;
    for (StageConnection connection : opened) {
      alive += connection.end() == StageConnection.End.KEPT ? 1 : 0;
      if (connection.end() == StageConnection.End.TWICE) {
        faults.add("a connection ended twice");
      }
    }
    if (alive != now.open() || now.permitted() != alive) {
      faults.add(alive + " connections are open");
    }
    if (closing != pool.isClosed()) {
      faults.add("the pool has not closed");
    }
    if (!closing && caller().fate() != StageCaller.Fate.SERVED) {
      faults.add("it cannot lend");
    }
    return faults.isEmpty() ? null : String.join(", ", faults) + ": " + now;
  }

  /** What came of a race, asked once all has settled; or what is wrong. */
  Object unlessFaulty(Supplier<Object> outcome) {
    settle();
    Object came = outcome.get();
    String fault = fault();
    return fault == null ? came : fault;
  }

  private static class Silent implements Connector<StageConnection> {
    @Override
    public StageConnection open(OpenAttempt attempt) {
      return new StageConnection();
    }

    @Override
    public boolean check(StageConnection connection, long timeoutNanos) {
      return true;
    }

    @Override
    public boolean needsReset(StageConnection connection) {
      return connection.dirty;
    }

    @Override
    public void reset(StageConnection connection) {
      connection.dirty = false;
    }

    @Override
    public void close(StageConnection connection) {
      connection.close();
    }

    @Override
    public void abort(StageConnection connection) {
      connection.abort();
    }
  }

  private final class Opener extends Silent {
    @Override
    public StageConnection open(OpenAttempt attempt) {
      StageConnection connection = super.open(attempt);
      opened.add(connection);
      return connection;
    }
  }
}
