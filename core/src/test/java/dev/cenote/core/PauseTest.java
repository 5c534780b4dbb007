package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A pool that stands still, and goes on. */
class PauseTest {

  @Test
  void nothingIdleIsLentUntilThePauseEnds() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.fill(2);

    on.pool.pause();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.finishAll();
    assertThat(first.isServed()).isFalse();
    assertThat(on.stats().idle()).isEqualTo(2);
    assertThat(on.stats().paused()).isTrue();

    on.pool.resume();
    assertThat(first.isServed()).isTrue();
    assertThat(second.isServed()).isTrue();
    assertThat(on.stats().paused()).isFalse();
  }

  @Test
  void whatIsGivenBackMeanwhileStaysIdleThoughSomebodyWaits() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client waiter = on.arrive();

    on.pool.pause();
    lease.release();

    assertThat(waiter.isServed()).isFalse();
    assertThat(on.stats().idle()).isEqualTo(1);
    on.pool.resume();
    assertThat(waiter.isServed()).isTrue();
  }

  @Test
  void nothingIsOpenedMeanwhileAndThoseWhoWaitAreServedAfterwards() {
    PoolUnderTest on = PoolUnderTest.of(2);

    on.pool.pause();
    PoolUnderTest.Client waiter = on.arrive();
    on.runtime.live(Duration.ofSeconds(20));
    assertThat(on.stats().created()).isZero();

    on.pool.resume();
    on.runtime.finishAll();
    assertThat(waiter.isServed()).isTrue();
  }

  @Test
  void whatWasBeingOpenedWhenItBeganIsKeptForLater() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client waiter = on.arrive();
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);

    on.pool.pause();
    on.runtime.finishAll();
    assertThat(waiter.isServed()).isFalse();
    assertThat(on.stats().idle()).isEqualTo(1);

    on.pool.resume();
    assertThat(waiter.isServed()).isTrue();
  }

  @Test
  void whoWillNotQueueIsRefusedAtOnceAndToldWhy() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.pool.pause();

    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.PAUSED);
  }

  @Test
  void whoWaitsTooLongIsToldThatThePoolWasPaused() {
    try (QueuePool<Thing> pool = new PoolBuilder<>(new ScriptedConnector()).buildQueue()) {
      pool.pause();

      assertThatThrownBy(() -> pool.acquire(Duration.ofMillis(20)))
          .isInstanceOfSatisfying(
              AcquireException.class,
              e -> assertThat(e.failure()).isEqualTo(AcquireFailure.PAUSED));
    }
  }

  @Test
  void aNudgeDuringThePauseDelaysNobodysDeadline() throws Exception {
    try (QueuePool<Thing> pool =
        new PoolBuilder<>(new ScriptedConnector())
            .poolSize(1)
            .maxOverflow(0)
            .validation(PoolConfig.Validation.ALWAYS) // a release nudges whoever waits
            .buildQueue()) {
      Lease<Thing> lease = pool.acquire();
      CompletableFuture<AcquireFailure> waiter =
          CompletableFuture.supplyAsync(() -> failureOf(pool, Duration.ofSeconds(2)));
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> pool.stats().waiting() == 1);
      pool.pause();
      lease.release();

      assertThat(waiter.get(20, TimeUnit.SECONDS)).isEqualTo(AcquireFailure.PAUSED);
    }
  }

  private static AcquireFailure failureOf(QueuePool<Thing> pool, Duration timeout) {
    try {
      pool.acquire(timeout).release();
      throw new AssertionError("it was lent");
    } catch (AcquireException failure) {
      return failure.failure();
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void aNudgeDuringThePauseIsHeededOnce() {
    PoolUnderTest on =
        PoolUnderTest.with(settings ->
            settings.poolSize(1).maxOverflow(0).validation(PoolConfig.Validation.ALWAYS));
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client waiter = on.arrive();
    on.pool.pause();

    lease.release();

    assertThat(waiter.isNudged()).isFalse();
    on.pool.resume();
    on.runtime.finishAll();
    assertThat(waiter.isServed()).isTrue();
  }

  @Test
  void aClosedPoolIsNeitherPausedNorResumed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.beginClose();

    on.pool.pause();
    on.pool.resume();

    assertThat(on.stats().paused()).isFalse();
    assertThat(on.events(PoolEvent.Paused.class)).isEmpty();
  }

  @Test
  void aClosedPoolIsNotCalledDrained() throws Exception {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.pool.beginClose();

    assertThat(on.pool.drain(Duration.ZERO)).isFalse();
  }

  @Test
  void aDrainEndsWhenTheLastConnectionComesBack() throws Exception {
    try (QueuePool<Thing> pool = new PoolBuilder<>(new ScriptedConnector()).buildQueue()) {
      Lease<Thing> lease = pool.acquire();
      CompletableFuture<Boolean> drained = drained(pool);
      Awaitility.await().until(() -> pool.stats().paused());
      assertThat(drained).isNotDone();

      lease.release();

      assertThat(drained.get(20, TimeUnit.SECONDS)).isTrue();
      assertThat(pool.stats().open()).isZero();
    }
  }

  @Test
  void aDrainEndsWhenTheLastCallThatHungReturns() throws Exception {
    CompletableFuture<Void> hangs = new CompletableFuture<>();
    ScriptedConnector connector = new ScriptedConnector();
    connector.duringClose = hangs::join; // which no interrupt ends
    connector.duringAbort = hangs::join;
    try (QueuePool<Thing> pool =
        new PoolBuilder<>(connector).closeTimeout(Duration.ofMillis(50)).buildQueue()) {
      pool.acquire().release();
      CompletableFuture<Boolean> drained = drained(pool);
      Awaitility.await().until(() -> pool.stats().open() == 0 && pool.stats().givenUp() > 0);
      assertThat(drained).isNotDone();

      hangs.complete(null);

      assertThat(drained.get(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void aDrainOutlastsWhatCameAfterItsOpeningWasGivenUp() throws Exception {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client client = on.arrive();
    DriverCall late = on.runtime.take(Kind.OPEN);
    late.invoke();
    client.leave();
    on.runtime.advance(Duration.ofSeconds(10)); // it is given up
    on.pool.pause();
    OpenWaits waits = on.pool.state.openWaits;
    List<Long> openWhenOver = new CopyOnWriteArrayList<>();
    BooleanSupplier over =
        () -> {
          boolean empty = waits.isEmpty();
          if (empty) {
            openWhenOver.add(on.connector.openCount());
          }
          return empty;
        };
    FutureTask<Boolean> drained = new FutureTask<>(() -> waits.await(over, Duration.ofMinutes(1)));
    Thread drainer = new Thread(drained);
    drainer.start();
    Awaitility.await().until(() -> drainer.getState() == Thread.State.TIMED_WAITING);

    on.runtime.complete(late);
    on.runtime.finishAll();

    assertThat(drained.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(openWhenOver).containsOnly(0L);
  }

  private static CompletableFuture<Boolean> drained(QueuePool<Thing> pool) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return pool.drain(Duration.ofMinutes(10));
      } catch (InterruptedException impossible) {
        throw new AssertionError(impossible);
      }
    });
  }

  @Test
  void theOrderOfArrivalOutlastsIt() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.pool.pause();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();

    on.pool.resume();

    assertThat(first.isServed()).isTrue();
    assertThat(second.isServed()).isFalse();
    first.lease().release();
    assertThat(second.isServed()).isTrue();
  }

  @Test
  void drainingClosesIdleOnesNowAndBorrowedOnesWhenTheyComeBack() throws Exception {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    leases.get(0).release();

    assertThat(on.pool.drain(Duration.ZERO)).isFalse();
    on.runtime.finishAll();
    assertThat(on.stats().open()).isEqualTo(2);
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    assertThat(on.pool.drain(Duration.ZERO)).isTrue();
    assertThat(on.connector.openCount()).isZero();
    assertThat(on.retired(RetireReason.DRAINED)).isEqualTo(3);
    on.pool.resume();
    on.canLendAtOnce(3);
  }

  @Test
  void drainingClosesWhatWasBeingOpenedWhenItComes() throws Exception {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client waiter = on.arrive();

    assertThat(on.pool.drain(Duration.ZERO)).isFalse();
    on.runtime.finishAll();

    assertThat(on.pool.drain(Duration.ZERO)).isTrue();
    assertThat(waiter.isServed()).isFalse();
    assertThat(on.stats().retired()).isEqualTo(Map.of(RetireReason.DRAINED, 1L));
    on.pool.resume();
    on.runtime.finishAll();
    assertThat(waiter.isServed()).isTrue();
  }

  @Test
  void whatWasBeingOpenedWhenThePoolWasInvalidatedAfterADrainWasNotDrained() throws Exception {
    PoolUnderTest on = PoolUnderTest.of(1);
    assertThat(on.pool.drain(Duration.ZERO)).isTrue();
    on.pool.resume();
    on.arrive();

    on.pool.invalidateAll();
    on.runtime.finishAll();

    assertThat(on.stats().retired()).isEqualTo(Map.of(RetireReason.INVALIDATED, 1L));
  }

  @Test
  void aDrainedPoolIsNotFilledAgainBeforeItGoesOn() throws Exception {
    PoolUnderTest on =
        PoolUnderTest.with(settings -> settings.poolSize(2).maxOverflow(0).prefill(true));
    on.runtime.live(Duration.ofMinutes(1));
    assertThat(on.stats().idle()).isEqualTo(2);

    on.pool.drain(Duration.ZERO);
    on.runtime.live(Duration.ofMinutes(1));
    assertThat(on.stats().permitted()).isZero();

    on.pool.resume();
    on.runtime.live(Duration.ofMinutes(1));
    assertThat(on.stats().idle()).isEqualTo(2);
  }

  @Test
  void aPausedPoolCanBeClosed() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.fill(2);
    on.pool.pause();
    PoolUnderTest.Client waiter = on.arrive();

    on.pool.beginClose();
    on.runtime.finishAll();

    assertThat(waiter.failure()).isEqualTo(AcquireFailure.CLOSED);
    assertThat(on.pool.isClosed()).isTrue();
  }

  @Test
  void itIsToldOnceHoweverOftenItIsAskedFor() {
    PoolUnderTest on = PoolUnderTest.of(1);

    on.pool.pause();
    on.pool.pause();
    on.pool.resume();
    on.pool.resume();

    assertThat(on.events(PoolEvent.Paused.class)).hasSize(1);
    assertThat(on.events(PoolEvent.Resumed.class)).hasSize(1);
  }
}
