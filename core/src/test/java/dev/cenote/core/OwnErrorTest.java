package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.time.HandDrivenTimers;
import dev.cenote.core.time.Timers;
import dev.cenote.core.wait.Waiter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of our own: no memory, no stack, no thread. */
class OwnErrorTest {

  /** As OutOfMemoryError, which would end JUnit. */
  static final class NoThread extends Error {
    private static final long serialVersionUID = 1;
  }

  /** Timers that fail at a chosen call. */
  static final class FailingTimers implements Timers {
    final HandDrivenTimers time;
    int failAt = -1;

    FailingTimers(HandDrivenTimers time) {
      this.time = time;
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
      if (failAt-- == 0) {
        throw new NoThread();
      }
      return time.schedule(task, delayNanos);
    }

    @Override
    public void close() {
      time.close();
    }
  }

  @Test
  void aCoarseClockWhoseActivityFailedOnceGoesOn() {
    HandDrivenTimers time = new HandDrivenTimers();
    boolean[] fail = new boolean[1];
    CoarseTicker ticker =
        new CoarseTicker(
            time,
            time,
            () -> {
              if (fail[0]) {
                throw new NoThread();
              }
              return true;
            });
    ticker.nanos();
    fail[0] = true;
    try {
      time.advance(CoarseTicker.TICK_NANOS);
    } catch (NoThread e) {
      fail[0] = false;
    }
    time.advance(100 * CoarseTicker.TICK_NANOS);

    assertThat(time.nanos() - ticker.nanos()).isLessThanOrEqualTo(CoarseTicker.TICK_NANOS);
  }

  @Test
  void aCoarseClockThatCouldNotBeScheduledOnceDoesNotStandForEver() {
    HandDrivenTimers time = new HandDrivenTimers();
    FailingTimers failing = new FailingTimers(time);
    CoarseTicker ticker = new CoarseTicker(time, failing, () -> true);
    failing.failAt = 0;
    try {
      ticker.nanos();
    } catch (NoThread expected) {
      time.advance(1);
    }
    ticker.nanos();
    time.advance(100 * CoarseTicker.TICK_NANOS);

    assertThat(time.nanos() - ticker.nanos()).isLessThanOrEqualTo(CoarseTicker.TICK_NANOS);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void whicheverTaskCannotBeScheduledHangingCallsAreStillGivenUpLater(int failing) {
    HandDrivenRuntime runtime = new HandDrivenRuntime();
    FailingTimers timers = new FailingTimers(runtime.time());
    QueuePool<Thing> pool = poolOfTwo(runtime, timers);
    timers.failAt = failing;
    for (int i = 0; i < 4; i++) {
      unlessThereIsNoThread(() -> borrowAndEvict(pool, runtime));
      runtime.finishAll();
    }
    unlessThereIsNoThread(() -> runtime.live(Duration.ofMinutes(1)));
    runtime.live(Duration.ofMinutes(1));
    timers.failAt = -1;

    TestWaiter waiter = new TestWaiter(runtime.time().nanos());
    pool.acquire(waiter, true);
    if (runtime.waiting(Kind.OPEN) > 0) {
      runtime.take(Kind.OPEN); // hangs
    }
    runtime.live(Duration.ofSeconds(30));

    assertThat(waiter.delivered()).as("%s", pool.stats()).isNotNull();
    assertThat(pool.stats().opening()).isZero();
  }

  private static QueuePool<Thing> poolOfTwo(HandDrivenRuntime runtime, Timers timers) {
    PoolRuntime base = runtime.runtime();
    return new PoolBuilder<>(new ScriptedConnector())
        .poolSize(2)
        .maxOverflow(0)
        .prefill(false)
        .keepalive(Duration.ZERO)
        .maxLifetime(Duration.ZERO)
        .runtime(
            new PoolRuntime(
                base.ticker(),
                timers,
                base.driverCalls(),
                base.callerRuns(),
                base.random(),
                base.shutdown()))
        .buildQueue();
  }

  private static void borrowAndEvict(QueuePool<Thing> pool, HandDrivenRuntime runtime) {
    TestWaiter waiter = new TestWaiter(runtime.time().nanos());
    pool.acquire(waiter, true);
    runtime.finishAll();
    Lease<Thing> lease = waiter.delivered();
    if (lease == null) {
      pool.abandon(waiter);
    } else {
      lease.retireOnRelease(RetireReason.EVICTED);
      lease.release();
    }
  }

  private static void unlessThereIsNoThread(Runnable step) {
    try {
      step.run();
    } catch (NoThread expected) {
      assertThat(expected).isNotNull();
    }
  }

  static final class TestWaiter extends Waiter<Lease<Thing>> {
    TestWaiter(long since) {
      super(since);
    }

    @Override
    public void run() {}
  }
}
