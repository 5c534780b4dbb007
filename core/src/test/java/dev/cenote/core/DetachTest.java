package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Connections that leave with their borrowers, and those that a borrower calls useless. */
class DetachTest {

  private static Detached<Thing> detach(Lease<Thing> lease, boolean keepsPermit) {
    return Objects.requireNonNull(lease.detach(keepsPermit));
  }

  @Test
  void aDetachedConnectionKeepsItsPermitUntilItIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    Detached<Thing> detached = detach(lease, true);
    assertThat(detached.resource()).isSameAs(on.connector.thing(1));
    assertThat(detached.resource().isGone()).isFalse();
    assertThat(lease.isActive()).isFalse();

    PoolUnderTest.Client waiter = on.arrive();
    on.runtime.finishAll();
    assertThat(waiter.isServed()).isFalse();
    assertThat(on.stats().detached()).isEqualTo(1);
    assertThat(on.stats().permitted()).isEqualTo(1);

    detached.ended();
    on.runtime.finishAll();
    assertThat(waiter.isServed()).isTrue();
    assertThat(on.stats().detached()).isZero();
  }

  @Test
  void oneDetachedWithoutItsPermitMakesRoomAtOnceAndIsCounted() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client waiter = on.arrive();

    Detached<Thing> detached = detach(lease, false);
    on.runtime.finishAll();

    assertThat(waiter.isServed()).isTrue();
    assertThat(on.stats().released()).isEqualTo(1);
    assertThat(on.stats().permitted()).isEqualTo(1);
    detached.ended();
    assertThat(on.stats().released()).isZero();
    assertThat(on.stats().permitted()).isEqualTo(1);
  }

  @Test
  void anEndThatFailsHalfwayGivesThePermitBackOnce() {
    PoolUnderTest on = PoolUnderTest.of(2);
    Lease<Thing> lease = on.lease();
    Lease<Thing> another = on.lease();
    AtomicInteger vacancies = new AtomicInteger();
    Departure<Thing> departure =
        new Departure<>(
            on.pool.state,
            () -> {
              if (vacancies.incrementAndGet() == 2) {
                throw new OutOfMemoryError("asked for");
              }
            });
    Runnable ended = departure.detach(lease.slot(), lease.word(), true);

    assertThatThrownBy(ended::run).isInstanceOf(OutOfMemoryError.class);
    ended.run();

    assertThat(vacancies).hasValue(3);
    assertThat(on.stats().detached()).isZero();
    assertThat(on.stats().permitted()).isEqualTo(1);
    another.release();
  }

  @Test
  void itsEndCountsOnce() {
    PoolUnderTest on = PoolUnderTest.of(2);
    Detached<Thing> detached = detach(on.lease(), true);

    detached.ended();
    detached.ended();

    assertThat(on.stats().permitted()).isZero();
    assertThat(on.stats().detached()).isZero();
    on.canLendAtOnce(2);
  }

  @Test
  void aLeaseThatHasEndedCannotBeDetached() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    lease.release();

    assertThat(lease.detach(true)).isNull();
    assertThat(lease.release()).isFalse();
    on.isQuietWith(1);
  }

  @Test
  void whoCannotHaveOneBecauseOfItIsToldThatAllAreTaken() throws Exception {
    try (QueuePool<Thing> pool =
        new PoolBuilder<>(new ScriptedConnector()).poolSize(1).maxOverflow(0).buildQueue()) {
      Detached<Thing> detached = detach(pool.acquire(), true);

      assertThatThrownBy(() -> pool.acquire(Duration.ofMillis(20)))
          .isInstanceOfSatisfying(
              AcquireException.class, e -> assertThat(e.failure()).isEqualTo(AcquireFailure.BUSY));
      detached.ended();
    }
  }

  @Test
  void itIsNotClosedWithThePool() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Detached<Thing> detached = detach(on.lease(), true);

    on.pool.beginClose();
    on.runtime.finishAll();

    assertThat(on.pool.isClosed()).isTrue();
    assertThat(detached.resource().isGone()).isFalse();
    detached.ended();
    assertThat(on.stats().detached()).isZero();
  }

  @Test
  void itIsToldAndCounted() {
    PoolUnderTest on = PoolUnderTest.of(1);

    detach(on.lease(), true);

    assertThat(on.events(PoolEvent.Detached.class))
        .containsExactly(new PoolEvent.Detached(1, true));
    assertThat(on.retired(RetireReason.DETACHED)).isEqualTo(1);
  }

  @Test
  void whatIsDoomedMayLeaveToo() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.pool.invalidateAll();

    assertThat(lease.detach(false)).isNotNull();
    on.canLendAtOnce(1);
  }

  @Test
  void whatIsEvictedIsAbortedAtOnceWithoutAReset() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    PoolUnderTest.Client waiter = on.arrive();
    IllegalStateException why = new IllegalStateException("half an answer");

    assertThat(lease.evict(why)).isTrue();
    on.runtime.finishAll();

    Thing thing = on.connector.thing(1);
    assertThat(thing.aborts).hasValue(1);
    assertThat(thing.resets).hasValue(0);
    assertThat(waiter.lease().resource().number).isEqualTo(2);
    assertThat(on.events(PoolEvent.Retired.class))
        .containsExactly(new PoolEvent.Retired(1, RetireReason.EVICTED, why, 0, 0, 0));
    assertThat(lease.evict(why)).isFalse();
    assertThat(lease.release()).isFalse();
  }
}
