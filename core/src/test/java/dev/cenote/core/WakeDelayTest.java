package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.time.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WakeDelayTest {

  private static final long MICRO = 1_000;

  private final WakeDelay delay = new WakeDelay();

  private void learn(long micros) {
    learn(delay, micros);
  }

  private static void learn(WakeDelay delay, long micros) {
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
    learn(400);
    for (int i = 0; i < 50; i++) {
      delay.learn(-1_000_000 * MICRO);
    }
    assertThat(delay.nanos()).isEqualTo(WakeDelay.LEAST_NANOS);

    learn(400);
    assertThat(delay.nanos()).isGreaterThan(300 * MICRO);
  }

  @Test
  void itIsNotLongerThanAHeadMayBeOvertaken() {
    for (int i = 0; i < 50; i++) {
      delay.learn(50_000 * MICRO);

      assertThat(delay.nanos()).isLessThanOrEqualTo(Handoff.BARGE_WINDOW_NANOS);
    }
    assertThat(delay.nanos()).isGreaterThan(700 * MICRO);
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
    learn(on.pool.state.wakeDelay, 600);
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
    learn(on.pool.state.wakeDelay, 600);
    Lease<Thing> lease = on.lease();
    on.runtime.advance(Duration.ofNanos(800 * MICRO));
    PoolUnderTest.Client head = on.arriveAsleep();

    lease.release();

    assertThat(head.isServed()).isTrue();
  }

  @Test
  void aQueueInWhichHeadsHaveWaitedForLongGoesInStrictOrder() {
    PoolUnderTest on = PoolUnderTest.of(1);
    learn(on.pool.state.wakeDelay, 900);
    Lease<Thing> lease = on.lease();
    on.runtime.advance(Duration.ofNanos(300 * MICRO));
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();
    on.runtime.advance(Duration.ofNanos(WakeDelay.PATIENCE_NANOS));
    first.lease().release();
    on.runtime.advance(Duration.ofNanos(300 * MICRO)); // so long has it been head

    second.lease().release();

    assertThat(head.isServed()).isTrue();
  }

  @Test
  void onlyLeasesThatAreOverSoonMayOvertakeAHeadThatHasWaitedForLong() {
    learn(600);

    assertThat(delay.outlasts(300 * MICRO)).isTrue();
    assertThat(delay.outlasts(900 * MICRO)).isFalse();
    assertThat(WakeDelay.bears(99 * MICRO, WakeDelay.PATIENCE_NANOS, false)).isTrue();
    assertThat(WakeDelay.bears(300 * MICRO, WakeDelay.PATIENCE_NANOS - 1, false)).isTrue();
    assertThat(WakeDelay.bears(300 * MICRO, WakeDelay.PATIENCE_NANOS, false)).isFalse();
  }

  @Test
  void aVirtualThreadIsOvertakenForAsLongAsItHasNotWaitedForAMillisecond() {
    for (long hold : new long[] {MICRO, 300 * MICRO}) {
      assertThat(WakeDelay.bears(hold, 999 * MICRO, true)).isTrue();
      assertThat(WakeDelay.bears(hold, 1_000 * MICRO, true)).isFalse();
    }
  }

  @Test
  void whatIsGivenBackThenIsTheVirtualThreads() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1); // a short lease is known; the next, claimed from idle, is not timed
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arriveAsleep(true);
    on.runtime.advance(Duration.ofNanos(WakeDelay.LIGHT_PATIENCE_NANOS));
    lease.release();

    first.lease().release();

    assertThat(second.isServed()).isTrue();
    assertThat(second.overtaken()).isZero();
  }

  @Test
  void threadsThatWereParkedTellHowLateTheyRun() throws Exception {
    try (QueuePool<Thing> pool =
        PoolOfOne.on(() ->
            System.nanoTime() + (Thread.currentThread() instanceof Waiting ? 500 * MICRO : 0))) {
      for (int i = 0; i < 25; i++) {
        Lease<Thing> held = pool.acquire();
        Waiting waiting = new Waiting(pool);
        waiting.start();
        waiting.untilParked();
        held.release();
        waiting.outcome.get(1, TimeUnit.MINUTES).release();
      }

      assertThat(pool.state.wakeDelay.nanos()).isGreaterThanOrEqualTo(400 * MICRO);
    }
  }

  @Test
  void whoIsWokenInVainTellsOfTheNextTimeOnlyWhatPassesThen() throws Exception {
    AtomicLong clock = new AtomicLong(1);
    AtomicLong readByWaiters = new AtomicLong();
    Ticker ticker =
        () -> {
          if (Thread.currentThread() instanceof Waiting) {
            readByWaiters.incrementAndGet();
          }
          return clock.get();
        };
    int inVain = 0;
    try (QueuePool<Thing> pool = PoolOfOne.on(ticker)) {
      learn(pool.state.wakeDelay, 900);
      // What has been waited for is timed: from the second round on leases are known to be short.
      for (int i = 0; i < 25; i++) {
        Lease<Thing> held = pool.acquire();
        Waiting waiting = new Waiting(pool);
        waiting.start();
        waiting.untilParked();
        long read = readByWaiters.get();
        held.release();
        Lease<Thing> again = PoolOfOne.ifIdle(pool);
        if (again != null) { // else the waiter was quicker
          inVain++;
          Awaitility.await()
              .pollInterval(Duration.ofMillis(1))
              .until(() -> readByWaiters.get() > read);
          waiting.untilParked();
          clock.addAndGet(Duration.ofMillis(20).toNanos());
          again.release();
        }
        waiting.outcome.get(1, TimeUnit.MINUTES).release();
      }

      assertThat(pool.state.wakeDelay.nanos()).isEqualTo(WakeDelay.LEAST_NANOS);
    }
    assertThat(inVain).isPositive();
  }

  private static final class Waiting extends Thread {

    final CompletableFuture<Lease<Thing>> outcome = new CompletableFuture<>();
    private final QueuePool<Thing> pool;

    Waiting(QueuePool<Thing> pool) {
      this.pool = pool;
    }

    void untilParked() {
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> getState() == Thread.State.TIMED_WAITING);
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
