package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WakeDelayTest {

  private static final long MICRO = 1_000;

  private final WakeDelay delay = new WakeDelay();

  private void learn(long micros) {
    for (int i = 0; i < 50; i++) {
      delay.learn(micros * MICRO);
    }
  }

  @Test
  void asLongAsNothingIsKnownWaitersAreTakenToFindAProcessor() {
    assertThat(delay.nanos()).isEqualTo(WakeDelay.LEAST_NANOS);
  }

  @Test
  void itIsWhatTheyTypicallyNeed() {
    learn(400);
    delay.learn(1_000_000 * MICRO); // one that stood still for a second

    assertThat(delay.nanos()).isBetween(300 * MICRO, 650 * MICRO);
  }

  @Test
  void whereProcessorsAreFreeAgainItFalls() {
    learn(800);
    learn(40);

    assertThat(delay.nanos()).isEqualTo(WakeDelay.LEAST_NANOS);
  }

  @Test
  void aClockThatJumpsBackSpoilsNothing() {
    delay.learn(-5);
    learn(400);

    assertThat(delay.nanos()).isGreaterThan(300 * MICRO);
  }

  @Test
  void itIsNotLongerThanAHeadMayBeOvertaken() {
    learn(50_000);

    long longest = Handoff.BARGE_WINDOW_NANOS;
    assertThat(delay.nanos()).isBetween(longest - longest / 5, longest);
  }

  @Test
  void afterHoweverLongDelaysAFewShortOnesAreBelieved() {
    learn(50_000);
    for (int i = 0; i < 20; i++) {
      delay.learn(40 * MICRO);
    }

    assertThat(delay.nanos()).isEqualTo(WakeDelay.LEAST_NANOS);
  }

  @Test
  void whereWaitersWakeLateWhoIsAwakeTakesWhatComesBackFromAShorterLease() {
    PoolUnderTest on = PoolUnderTest.of(1);
    for (int i = 0; i < 50; i++) {
      on.pool.wakeDelay().learn(600 * MICRO);
    }
    Lease<Thing> lease = on.lease();
    on.runtime.advance(Duration.ofNanos(300 * MICRO));
    PoolUnderTest.Client head = on.arriveAsleep();

    lease.release();

    assertThat(head.isServed()).isFalse();
    assertThat(head.isNudged()).as("runs for it").isTrue();
    assertThat(on.arrive().isServed()).as("a newcomer").isTrue();
  }

  @Test
  void whereWaitersWakeLateALongLeaseGoesStraightToTheHeadAllTheSame() {
    PoolUnderTest on = PoolUnderTest.of(1);
    for (int i = 0; i < 50; i++) {
      on.pool.wakeDelay().learn(600 * MICRO);
    }
    Lease<Thing> lease = on.lease();
    on.runtime.advance(Duration.ofNanos(700 * MICRO));
    PoolUnderTest.Client head = on.arriveAsleep();

    lease.release();

    assertThat(head.isServed()).isTrue();
  }

  @Test
  void aQueueInWhichHeadsHaveWaitedForLongGoesInStrictOrder() {
    PoolUnderTest on = PoolUnderTest.of(1);
    for (int i = 0; i < 50; i++) {
      on.pool.wakeDelay().learn(600 * MICRO);
    }
    Lease<Thing> lease = on.lease();
    on.runtime.advance(Duration.ofNanos(300 * MICRO));
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();
    on.runtime.advance(Duration.ofNanos(WakeDelay.PATIENCE_NANOS));

    first.lease().release();

    assertThat(head.isServed()).isTrue();
  }

  @Test
  void threadsThatWereParkedTellHowLateTheyRun() throws Exception {
    PoolRuntime real = PoolRuntime.system("late");
    QueuePool<Thing> pool =
        new PoolBuilder<>(new ScriptedConnector())
            .poolSize(1)
            .maxOverflow(0)
            .bargesMax(0) // each release is a delivery
            .runtime(
                new PoolRuntime(
                    WakeDelayTest::halfAMillisecondLateInWaiters,
                    real.timers(),
                    real.driverCalls(),
                    real.callerRuns(),
                    real.random(),
                    real.shutdown()))
            .buildQueue();
    try {
      for (int i = 0; i < 25; i++) {
        Lease<Thing> held = pool.acquire();
        Waiting waiting = new Waiting(pool);
        waiting.start();
        Awaitility.await()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        held.release();
        waiting.outcome.get(1, TimeUnit.MINUTES).release();
      }

      assertThat(pool.wakeDelay().nanos()).isGreaterThanOrEqualTo(400 * MICRO);
    } finally {
      pool.close();
    }
  }

  private static long halfAMillisecondLateInWaiters() {
    return System.nanoTime() + (Thread.currentThread() instanceof Waiting ? 500 * MICRO : 0);
  }

  private static final class Waiting extends Thread {

    final CompletableFuture<Lease<Thing>> outcome = new CompletableFuture<>();
    private final QueuePool<Thing> pool;

    Waiting(QueuePool<Thing> pool) {
      this.pool = pool;
    }

    @Override
    public void run() {
      try {
        outcome.complete(pool.acquire());
      } catch (Throwable failure) {
        outcome.completeExceptionally(failure);
      }
    }
  }
}
