package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.KindUnderTest.Aside;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** One connection for everybody at once. */
class SharedPoolTest {

  @Test
  void everybodyGetsTheSameConnectionAtOnceAndEachALeaseOfItsOwn() throws Exception {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> mine = shared.lease();
      Lease<Thing> others = KindUnderTest.onAnotherThread(shared.pool::acquire);

      assertThat(others.resource()).isSameAs(mine.resource());
      assertThat(others.slotNumber()).isEqualTo(mine.slotNumber());
      assertThat(mine.release()).isTrue();
      assertThat(mine.release()).isFalse();
      assertThat(mine.isActive()).isFalse();
      assertThatThrownBy(mine::resource).isInstanceOf(IllegalStateException.class);
      assertThat(others.isActive()).isTrue();
      assertThat(others.resource().closes).hasValue(0);
      others.release();
      PoolStats stats = shared.pool.stats();
      assertThat(stats.idle()).isEqualTo(1);
      assertThat(stats.acquired()).isEqualTo(2);
      assertThat(stats.maximum()).isEqualTo(1);
    }
  }

  @Test
  void oneBorrowersReturnResetsNothingUnderTheOthers() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> first = shared.lease();
      Lease<Thing> second = shared.lease();
      Lease<Thing> third = shared.lease();
      Thing thing = first.resource();
      thing.dirty = true;

      second.release();
      first.release();
      assertThat(thing.resets).hasValue(0);
      assertThat(thing.dirty).isTrue();

      third.release();
      assertThat(thing.resets).hasValue(1);
      assertThat(shared.use()).isSameAs(thing);
    }
  }

  @Test
  void afterAnInvalidationWhoComesGetsANewOneAndWhoHadTheOldOneKeepsIt() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> old = shared.lease();
      Lease<Thing> alsoOld = shared.lease();

      shared.pool.invalidateAll();
      Lease<Thing> young = shared.lease();

      assertThat(young.resource()).isSameAs(shared.connector.thing(2));
      assertThat(shared.pool.stats().maximum()).isEqualTo(2);
      assertThat(old.resource()).isSameAs(shared.connector.thing(1));
      old.release();
      assertThat(alsoOld.resource().closes).hasValue(0);
      alsoOld.release();
      assertThat(shared.connector.thing(1).closes).hasValue(1);
      assertThat(shared.pool.stats().maximum()).isEqualTo(1);
      assertThat(young.isActive()).isTrue();
      assertThat(shared.lease().resource()).isSameAs(young.resource());
    }
  }

  @Test
  void whatOneBorrowerSawToBeDeadIsNotLentAgain() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> first = shared.lease();
      Lease<Thing> second = shared.lease();

      assertThat(first.broken()).isTrue();

      assertThat(shared.use()).isSameAs(shared.connector.thing(2));
      first.release();
      assertThat(first.broken()).as("a proof after the end").isFalse();
      assertThat(second.isActive()).isTrue();
      second.release();
      assertThat(shared.connector.thing(1).aborts).hasValue(1);
      assertThat(shared.pool.stats().retired()).containsEntry(RetireReason.BROKEN, 1L);
    }
  }

  @Test
  void atMostMaxOverflowOldOnesLiveBesideThePresentOne() {
    try (KindUnderTest shared =
        KindUnderTest.with(PoolKind.SHARED, settings -> settings.maxOverflow(1))) {
      Lease<Thing> first = shared.lease();
      shared.pool.invalidateAll();
      Lease<Thing> second = shared.lease();
      shared.pool.invalidateAll();

      AcquireException refused =
          catchThrowableOfType(AcquireException.class, () -> shared.pool.acquire(Duration.ZERO));
      assertThat(refused.failure()).isEqualTo(AcquireFailure.BUSY);
      assertThat(shared.connector.openCount()).isEqualTo(2);

      first.release();
      assertThat(shared.use()).isSameAs(shared.connector.thing(3));
      second.release();
      assertThat(shared.connector.openCount()).isEqualTo(1);
    }
  }

  @Test
  void allWhoWaitedForTheOneToBeOpenedGetItTogether() throws Exception {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      List<Aside<Lease<Thing>>> waiting = new ArrayList<>();
      shared.connector.duringOpen =
          () -> {
            for (int i = 0; i < 3; i++) {
              waiting.add(shared.waiting(shared.pool::acquire));
            }
          };

      Lease<Thing> mine = shared.lease();

      for (Aside<Lease<Thing>> one : waiting) {
        assertThat(one.outcome().resource()).isSameAs(mine.resource());
      }
      assertThat(shared.connector.opened).hasSize(1);
      assertThat(shared.pool.stats().waiting()).isZero();
    }
  }

  @Test
  void whoComesDuringTheResetWaitsForItAndOpensNothing() throws Exception {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> first = shared.lease();
      first.resource().dirty = true;
      List<Aside<Lease<Thing>>> next = new ArrayList<>();
      shared.connector.duringReset =
          () -> {
            next.add(shared.waiting(shared.pool::acquire));
            next.add(shared.waiting(shared.pool::acquire));
          };

      first.release();

      for (Aside<Lease<Thing>> one : next) {
        assertThat(one.outcome().resource()).isSameAs(shared.connector.thing(1));
      }
      assertThat(shared.connector.opened).hasSize(1);
    }
  }

  @Test
  void aResetThatFailsEndsTheConnectionAndTheNextGetsAnother() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> lease = shared.lease();
      lease.resource().dirty = true;
      shared.connector.failNext(Kind.RESET, new IOException("gone"));
      lease.release();
      assertThat(shared.use()).isSameAs(shared.connector.thing(2));
    }
  }

  @Test
  void theFirstAfterAPauseHasItCheckedAndTheOthersFindItChecked() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Thing thing = shared.use();
      shared.pass(Duration.ofMinutes(1));
      Lease<Thing> first = shared.lease();
      Lease<Thing> second = shared.lease();
      assertThat(first.resource()).isSameAs(thing);
      assertThat(second.resource()).isSameAs(thing);
      assertThat(thing.checks).hasValue(1);
    }
  }

  @Test
  void aRefusedLoginIsToldToEverybody() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      shared.connector.down = new IOException("wrong password");
      shared.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
      AcquireException refused = catchThrowableOfType(AcquireException.class, shared.pool::acquire);
      assertThat(refused.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    }
  }

  @Test
  void aLowerLimitTakesNothingFromThoseWhoCome() throws Exception {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> old = shared.lease();
      shared.pool.invalidateAll();
      Lease<Thing> present = shared.lease();

      shared.pool.resize(1, 0);

      Lease<Thing> next = shared.pool.acquire(Duration.ZERO);
      assertThat(next.resource()).isSameAs(present.resource());
      old.release();
      next.release();
      present.release();
      assertThat(shared.use()).isSameAs(shared.connector.thing(2));
    }
  }

  @Test
  void whatWasEvictedIsNoOldOneBesideWhichAnotherMayBeOpened() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      Lease<Thing> mine = shared.lease();
      Lease<Thing> others = shared.lease();
      mine.evict(null);

      Lease<Thing> next = shared.lease();

      assertThat(shared.pool.stats().maximum()).isEqualTo(1);
      others.release();
      next.release();
    }
  }

  @Test
  void theEndOfThePoolEndsEveryLease() {
    KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED);
    Lease<Thing> first = shared.lease();
    Lease<Thing> second = shared.lease();
    second.release();

    shared.close();

    assertThat(first.isActive()).isFalse();
    assertThat(first.release()).isFalse();
    assertThat(catchThrowableOfType(AcquireException.class, shared.pool::acquire).failure())
        .isEqualTo(AcquireFailure.CLOSED);
  }

  @Test
  void anotherPoolSizeThanOneIsRefused() {
    try (KindUnderTest shared = KindUnderTest.of(PoolKind.SHARED)) {
      assertThatThrownBy(() -> shared.pool.resize(2, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("SHARED has one connection: poolSize must be 1, is 2");
      shared.pool.resize(1, 0);
      Lease<Thing> first = shared.lease();
      shared.pool.invalidateAll();
      assertThat(
              catchThrowableOfType(AcquireException.class, () -> shared.pool.acquire(Duration.ZERO))
                  .failure())
          .isEqualTo(AcquireFailure.BUSY);
      first.release();
      shared.use();
    }
  }

  @Test
  void manyThreadsShareOneConnectionThatIsNeverResetWhileSomebodyHasIt() throws Exception {
    ScriptedConnector connector = new ScriptedConnector();
    Set<Lease<Thing>> out = ConcurrentHashMap.newKeySet();
    Set<String> crimes = ConcurrentHashMap.newKeySet();
    try (Pool<Thing> pool = new PoolBuilder<>(connector).kind(PoolKind.SHARED).build()) {
      connector.duringReset =
          () -> {
            if (!out.isEmpty()) {
              crimes.add("reset under " + out);
            }
          };
      RealThreads.together(
          6,
          () -> {
            for (int i = 0; i < 500; i++) {
              Lease<Thing> lease = pool.acquire(Duration.ofMinutes(1));
              out.add(lease);
              lease.resource().dirty = true;
              if (lease.resource().isGone()) {
                crimes.add("gone in use");
              }
              out.remove(lease);
              if (!lease.release()) {
                crimes.add("taken");
              }
            }
            return null;
          });
      assertThat(pool.stats().created()).isEqualTo(1);
      assertThat(pool.stats().acquired()).isEqualTo(3_000);
      assertThat(pool.stats().idle()).isEqualTo(1);
    }
    assertThat(crimes).isEmpty();
  }

  @Test
  void manyThreadsAndManyInvalidationsLoseNoConnectionAndNoWaiter() throws Exception {
    ScriptedConnector connector = new ScriptedConnector();
    try (Pool<Thing> pool =
        new PoolBuilder<>(connector).kind(PoolKind.SHARED).maxOverflow(2).build()) {
      RealThreads.together(
          6,
          () -> {
            for (int i = 0; i < 300; i++) {
              Lease<Thing> lease = pool.acquire(Duration.ofMinutes(1));
              assertThat(lease.resource().isGone()).isFalse();
              if (i % 20 == 0) {
                pool.invalidateAll();
              }
              lease.release();
              assertThat(connector.openCount()).isLessThanOrEqualTo(3);
            }
            return null;
          });
      assertThat(pool.stats().maximum()).isEqualTo(1);
    }
    assertThat(connector.openCount()).isZero();
    assertThat(connector.misuses).isEmpty();
  }
}
