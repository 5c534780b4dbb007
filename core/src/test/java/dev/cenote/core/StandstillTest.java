package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.LeakWatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A machine, or a process, that stood still for a minute while somebody waited. */
class StandstillTest {

  private static final long MINUTE = 60_000_000_000L;

  private final AtomicLong stoodStill = new AtomicLong();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicReference<Runnable> atSecondLook = new AtomicReference<>(() -> {});
  private final Thread waiter = Thread.currentThread();
  private final ScriptedConnector connector = new ScriptedConnector();
  private final QueuePool<Thing> pool =
      new PoolBuilder<>(connector)
          .leakWatch(LeakWatch.OFF) // one thread plays several borrowers
          .poolSize(1)
          .maxOverflow(0)
          .runtime(standingStillWhileSomebodyWaits())
          .buildQueue();

  /** The minute passes while the waiter is parked; then it looks at the clock. */
  private PoolRuntime standingStillWhileSomebodyWaits() {
    PoolRuntime real = PoolRuntime.system("standstill");
    return new PoolRuntime(
        () -> {
          if (stoodStill.get() != 0
              && Thread.currentThread() == waiter
              && looks.incrementAndGet() == 2) {
            atSecondLook.get().run();
          }
          return System.nanoTime() + stoodStill.get();
        },
        real.timers(),
        real.driverCalls(),
        real.callerRuns(),
        real.random(),
        real.shutdown());
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private void standStillOnceSomebodyWaits() {
    Thread watcher =
        new Thread(() -> {
          Awaitility.await()
              .pollInSameThread()
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(1))
              .until(() ->
                  waiter.getState() == Thread.State.TIMED_WAITING && pool.stats().waiting() == 1);
          stoodStill.set(MINUTE);
          LockSupport.unpark(waiter);
        });
    watcher.setDaemon(true);
    watcher.start();
  }

  @Test
  void whoWaitedIsServedByWhatComesBackJustAfterwards() throws Exception {
    Lease<Thing> lease = pool.acquire();
    atSecondLook.set(lease::release);
    standStillOnceSomebodyWaits();

    Lease<Thing> next = pool.acquire(Duration.ofSeconds(30));

    assertThat(next.resource()).isSameAs(connector.thing(1));
    next.release();
  }

  @Test
  void ifNothingComesBackTheDeadlineHoldsButForATwentiethOfASecond() throws Exception {
    Lease<Thing> lease = pool.acquire();
    standStillOnceSomebodyWaits();

    try {
      pool.acquire(Duration.ofSeconds(30));
    } catch (AcquireException late) {
      assertThat(late.failure()).isEqualTo(AcquireFailure.BUSY);
      assertThat(late.waitedNanos()).isBetween(MINUTE + 50_000_000, MINUTE + 20_000_000_000L);
      lease.release();
      return;
    }
    throw new AssertionError("nobody had given anything back");
  }
}
