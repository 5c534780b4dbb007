package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.KindUnderTest.Aside;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pause, drain, evict and detach, whatever the kind. */
class KindControlTest {

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void whileItIsPausedANewcomerWaitsAndIsServedAfterwards(PoolKind kind) throws Exception {
    try (KindUnderTest some = KindUnderTest.of(kind)) {
      some.use();
      some.pool.pause();

      Aside<Thing> newcomer = some.waiting(some::use);
      assertThat(newcomer.isDone()).isFalse();
      some.pool.resume();

      assertThat(newcomer.outcome()).isNotNull();
      assertThat(some.pool.stats().leased()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void drainedItHasNoConnectionAndThenOpensAnother(PoolKind kind) throws Exception {
    try (KindUnderTest some = KindUnderTest.of(kind)) {
      Lease<Thing> held = some.lease();

      assertThat(some.pool.drain(Duration.ZERO)).as("one is still borrowed").isFalse();
      assertThat(held.release()).isTrue();
      assertThat(some.pool.drain(Duration.ofMinutes(1))).isTrue();
      assertThat(some.connector.openCount()).isZero();

      some.pool.resume();
      assertThat(some.use()).isSameAs(some.connector.thing(2));
    }
  }

  @ParameterizedTest
  @EnumSource(PoolKind.class)
  void whatIsEvictedIsAbortedAtOnceAndTheNextGetsAnother(PoolKind kind) {
    try (KindUnderTest some = KindUnderTest.of(kind)) {
      Lease<Thing> spoilt = some.lease();

      assertThat(spoilt.evict(new IllegalStateException("spoilt"))).isTrue();

      assertThat(spoilt.isActive()).isFalse();
      assertThat(spoilt.evict(null)).as("a second time").isFalse();
      assertThat(spoilt.release()).isFalse();
      assertThat(some.connector.thing(1).aborts).hasValue(1);
      assertThat(some.connector.thing(1).resets).hasValue(0);
      assertThat(some.use()).isSameAs(some.connector.thing(2));
      assertThat(some.pool.stats().retired()).containsEntry(RetireReason.EVICTED, 1L);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUE", "DIRECT", "SOLE"})
  void whatOneBorrowerHasAloneMayLeaveWithIt(PoolKind kind) throws Exception {
    try (KindUnderTest some = KindUnderTest.of(kind)) {
      Lease<Thing> lease = some.lease();

      Detached<Thing> departed = lease.detach(false);

      assertThat(departed).isNotNull();
      assertThat(lease.isActive()).isFalse();
      assertThat(some.use()).isSameAs(some.connector.thing(2));
      assertThat(departed.resource()).isSameAs(some.connector.thing(1));
      some.connector.close(departed.resource());
      departed.ended();
      assertThat(some.pool.stats().released()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHARED", "PER_THREAD"})
  void whatOthersMayHaveTooIsNotOneBorrowersToTakeAway(PoolKind kind) {
    try (KindUnderTest some = KindUnderTest.of(kind)) {
      Lease<Thing> lease = some.lease();

      assertThatThrownBy(() -> lease.detach(true))
          .isInstanceOf(UnsupportedOperationException.class);

      assertThat(lease.isActive()).isTrue();
      assertThat(lease.release()).isTrue();
    }
  }

  @Test
  void nobodyJoinsASharedConnectionWhileItsPoolIsPaused() throws Exception {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> held = shared.lease();
      shared.pool.pause();
      Aside<Lease<Thing>> first = shared.waiting(shared.pool::acquire);
      Aside<Lease<Thing>> second = shared.waiting(shared.pool::acquire);

      shared.pool.resume();

      assertThat(first.outcome().resource()).isSameAs(held.resource());
      assertThat(second.outcome().resource()).isSameAs(held.resource());
      held.release();
      first.outcome().release();
      second.outcome().release();
    }
  }

  @Test
  void aThreadDoesNotGetWhatIsKeptForItWhileThePoolIsPaused() {
    try (KindUnderTest perThread = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Thing kept = perThread.use();
      perThread.pool.pause();

      assertThatThrownBy(() -> perThread.pool.acquire(Duration.ZERO))
          .isInstanceOfSatisfying(
              AcquireException.class,
              refused -> assertThat(refused.failure()).isEqualTo(AcquireFailure.PAUSED));

      perThread.pool.resume();
      assertThat(perThread.use()).isSameAs(kept);
    }
  }

  @Test
  void whoSharesWhatIsEvictedKeepsALeaseThatComesToNothing() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> mine = shared.lease();
      Lease<Thing> others = shared.lease();

      mine.evict(null);

      assertThat(shared.use()).isSameAs(shared.connector.thing(2));
      assertThat(others.release()).isTrue();
      assertThat(shared.connector.thing(1).closes).hasValue(0);
      assertThat(shared.connector.thing(1).aborts).hasValue(1);
      assertThat(shared.pool.stats().maximum()).isEqualTo(1);
    }
  }

  @Test
  void aThreadThatHasItsConnectionMayTakeItAgainWhileThePoolIsPausedOrDrains() throws Exception {
    try (KindUnderTest perThread = KindUnderTest.of(PoolKind.PER_THREAD)) {
      Lease<Thing> outer = perThread.lease();
      perThread.pool.pause();
      perThread.pool.drain(Duration.ZERO);

      Lease<Thing> inner = perThread.lease();

      assertThat(inner.resource()).isSameAs(outer.resource());
      inner.release();
      outer.release();
      assertThat(perThread.pool.drain(Duration.ofMinutes(1))).isTrue();
      perThread.pool.resume();
    }
  }
}
