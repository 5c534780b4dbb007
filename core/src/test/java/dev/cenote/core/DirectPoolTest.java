package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.KindUnderTest.Aside;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A new connection for each borrower. */
class DirectPoolTest {

  @Test
  void everyBorrowerGetsAConnectionThatNobodyHadBefore() {
    try (KindUnderTest direct = KindUnderTest.of(PoolKind.DIRECT)) {
      Thing first = direct.use();
      Thing second = direct.use();

      assertThat(second).isNotSameAs(first);
      assertThat(first.closes).hasValue(1);
      assertThat(second.closes).hasValue(1);
      PoolStats stats = direct.pool.stats();
      assertThat(stats.retired()).containsEntry(RetireReason.NOT_KEPT, 2L);
      assertThat(stats.permitted()).isZero();
      assertThat(stats.acquired()).isEqualTo(2);
    }
  }

  @Test
  void whatABorrowerLeftIsResetBeforeTheConnectionIsClosed() {
    try (KindUnderTest direct = KindUnderTest.of(PoolKind.DIRECT)) {
      Lease<Thing> lease = direct.lease();
      Thing thing = lease.resource();
      thing.dirty = true;
      direct.connector.duringReset = () -> assertThat(thing.isGone()).isFalse();

      assertThat(lease.release()).isTrue();

      assertThat(thing.resets).hasValue(1);
      assertThat(thing.closes).hasValue(1);
      assertThat(lease.isActive()).isFalse();
      assertThat(lease.release()).isFalse();
    }
  }

  @Test
  void aConnectionWhoseResetFailsIsAbortedAndThatIsSaid() {
    try (KindUnderTest direct = KindUnderTest.of(PoolKind.DIRECT)) {
      Lease<Thing> lease = direct.lease();
      Thing thing = lease.resource();
      thing.dirty = true;
      direct.connector.failNext(Kind.RESET, new IOException("gone"));

      lease.release();

      assertThat(thing.aborts).hasValue(1);
      assertThat(direct.pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
      assertThat(direct.pool.stats().permitted()).isZero();
    }
  }

  @Test
  void aFreshConnectionIsNotChecked() {
    try (KindUnderTest direct =
        KindUnderTest.with(
            PoolKind.DIRECT, settings -> settings.validation(PoolConfig.Validation.ALWAYS))) {
      assertThat(direct.use().checks).hasValue(0);
    }
  }

  @Test
  void withoutALimitNobodyWaits() {
    try (KindUnderTest direct = KindUnderTest.of(PoolKind.DIRECT)) {
      List<Lease<Thing>> all = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        all.add(direct.lease());
      }
      assertThat(direct.pool.stats().leased()).isEqualTo(100);
      all.forEach(Lease::release);
      assertThat(direct.pool.stats().permitted()).isZero();
    }
  }

  @Test
  void nothingIsOpenedBeforeSomebodyAsksAndNothingStays() {
    try (KindUnderTest direct =
        KindUnderTest.with(PoolKind.DIRECT, settings -> settings.prefill(true))) {
      direct.pass(Duration.ofMinutes(1));
      assertThat(direct.connector.opened).isEmpty();
    }
  }

  @Test
  void atTheLimitCallersWaitInOrderAndEachCloseLetsTheFirstOpen() throws Exception {
    try (KindUnderTest direct =
        KindUnderTest.with(PoolKind.DIRECT, settings -> settings.maxOverflow(2))) {
      Lease<Thing> first = direct.lease();
      Lease<Thing> second = direct.lease();
      Aside<Lease<Thing>> third = direct.waiting(direct.pool::acquire);
      Aside<Lease<Thing>> fourth = direct.waiting(direct.pool::acquire);

      first.release();

      assertThat(third.outcome().resource()).isSameAs(direct.connector.thing(3));
      assertThat(fourth.isDone()).isFalse();
      second.release();
      assertThat(fourth.outcome().resource()).isSameAs(direct.connector.thing(4));
      third.outcome().release();
      fourth.outcome().release();
    }
  }

  @Test
  void atTheLimitWhoDoesNotWantToWaitIsRefusedAtOnce() throws Exception {
    try (KindUnderTest direct =
        KindUnderTest.with(PoolKind.DIRECT, settings -> settings.maxOverflow(1))) {
      Lease<Thing> only = direct.lease();

      AcquireException refused =
          catchThrowableOfType(AcquireException.class, () -> direct.pool.acquire(Duration.ZERO));

      assertThat(refused.failure()).isEqualTo(AcquireFailure.BUSY);
      only.release();
      direct.use();
    }
  }

  @Test
  void anInvalidatedConnectionIsStillClosedOnce() {
    try (KindUnderTest direct = KindUnderTest.of(PoolKind.DIRECT)) {
      Lease<Thing> lease = direct.lease();
      direct.pool.invalidateAll();
      lease.release();
      assertThat(direct.connector.thing(1).closes).hasValue(1);
      assertThat(direct.pool.stats().retired()).containsEntry(RetireReason.INVALIDATED, 1L);
    }
  }

  @Test
  void aLoweredLimitKeepsNothingAlive() throws Exception {
    try (KindUnderTest direct =
        KindUnderTest.with(PoolKind.DIRECT, settings -> settings.maxOverflow(3))) {
      List<Lease<Thing>> all = List.of(direct.lease(), direct.lease(), direct.lease());

      direct.pool.resize(0, 1);
      all.forEach(Lease::release);

      assertThat(direct.pool.stats().permitted()).isZero();
      assertThat(direct.connector.openCount()).isZero();
      assertThatThrownBy(() -> direct.pool.resize(1, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("orders", "DIRECT", "poolSize must be 0, is 1", "maxOverflow");
    }
  }

  @Test
  void aPoolSizeIsRefused() {
    assertThatThrownBy(() ->
            new PoolBuilder<>(new ScriptedConnector()).kind(PoolKind.DIRECT).poolSize(3).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("DIRECT keeps no connection: poolSize must be 0, is 3");
  }

  @Test
  void aThreadThatRanOutOfStackLosesNothing() {
    try (KindUnderTest direct =
        KindUnderTest.with(PoolKind.DIRECT, settings -> settings.maxOverflow(1))) {
      Lease<Thing> lease = direct.lease();
      direct.connector.needsResetThrows = new StackOverflowError();
      lease.release();
      direct.connector.needsResetThrows = null;
      direct.use();
    }
  }

  @Test
  void manyThreadsNeverMeetOnOneConnectionNorExceedTheLimit() throws Exception {
    ScriptedConnector connector = new ScriptedConnector();
    Pool<Thing> pool =
        new PoolBuilder<>(connector).kind(PoolKind.DIRECT).maxOverflow(3).maxOpening(3).build();
    RealThreads borrowers = new RealThreads();
    try (pool) {
      RealThreads.together(
          8,
          () -> {
            for (int i = 0; i < 200; i++) {
              Lease<Thing> lease = pool.acquire(Duration.ofMinutes(1));
              borrowers.got(lease.resource(), lease);
              assertThat(connector.openCount()).isLessThanOrEqualTo(3);
              borrowers.givesBack(lease.resource(), lease);
              lease.release();
            }
            return null;
          });
      assertThat(pool.stats().created()).isGreaterThanOrEqualTo(1_600);
    }
    borrowers.nothingHappenedThatMustNot();
    assertThat(connector.openCount()).isZero();
  }

  @Test
  void whoWaitsForAPermitWaitsForOthersToGiveBack() throws Exception {
    try (KindUnderTest direct = KindUnderTest.with(PoolKind.DIRECT, b -> b.maxOverflow(1))) {
      Lease<Thing> lease = direct.lease();
      Aside<Lease<Thing>> second = direct.waiting(direct.pool::acquire);

      assertThat(direct.pool.usage().usage().waiting().max()).isEqualTo(1);
      lease.release();
      second.outcome().release();
    }
  }
}
