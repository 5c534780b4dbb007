package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One connection for one borrower. */
class SolePoolTest {

  private static Lease<Thing> theFirstToBorrow(KindUnderTest sole) {
    return sole.lease();
  }

  private static AcquireException refusal(KindUnderTest sole) {
    return catchThrowableOfType(AcquireException.class, sole.pool::acquire);
  }

  @Test
  void aSecondBorrowerIsRefusedAtOnceWithTheStackOfTheFirst() throws Exception {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      Lease<Thing> first = theFirstToBorrow(sole);
      long before = sole.time.nanos();

      AcquireException refused = KindUnderTest.onAnotherThread(() -> refusal(sole));

      assertThat(sole.time.nanos()).isEqualTo(before);
      assertThat(refused.failure()).isEqualTo(AcquireFailure.SOLE_BORROWED);
      assertThat(refused.getCause())
          .hasMessageContaining("borrowed here by thread " + Thread.currentThread().getName());
      assertThat(refused.getCause().getStackTrace())
          .anyMatch(frame -> frame.getMethodName().equals("theFirstToBorrow"));
      assertThat(sole.pool.stats().rejected()).isEqualTo(1);
      first.release();
    }
  }

  @Test
  void oneAfterTheOtherTheyGetTheSameConnection() {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      assertThat(sole.use()).isSameAs(sole.use());
      assertThat(sole.connector.opened).hasSize(1);
    }
  }

  @Test
  void aRefusalDoesNotDisturbTheBorrowerNorTheNextOne() {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      Lease<Thing> first = sole.lease();
      refusal(sole);
      refusal(sole);
      assertThat(first.isActive()).isTrue();
      first.release();
      assertThat(sole.use()).isSameAs(sole.connector.thing(1));
    }
  }

  @Test
  void whoCouldNotBorrowHasNotBorrowed() {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      sole.connector.down = new IOException("wrong password");
      sole.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
      assertThat(refusal(sole).failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);

      sole.connector.down = null;
      sole.pass(Duration.ofMinutes(1));

      sole.use();
    }
  }

  @Test
  void aConnectionThatDiedInUseIsReplacedForTheNext() {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      Lease<Thing> first = sole.lease();
      first.broken();
      first.release();
      assertThat(sole.use()).isSameAs(sole.connector.thing(2));
    }
  }

  @Test
  void whoAcquiresWhileTheLastReturnIsBeingResetGetsTheConnectionAfterIt() throws Exception {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      Lease<Thing> first = sole.lease();
      first.resource().dirty = true;
      KindUnderTest.Aside<?>[] next = new KindUnderTest.Aside<?>[1];
      sole.connector.duringReset = () -> next[0] = sole.waiting(sole.pool::acquire);

      first.release();

      Lease<?> second = (Lease<?>) next[0].outcome();
      assertThat(second.resource()).isSameAs(sole.connector.thing(1));
      second.release();
    }
  }

  @Test
  void aReturnWhoseResetFailsDoesNotBlockTheNext() {
    try (KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE)) {
      Lease<Thing> first = sole.lease();
      first.resource().dirty = true;
      sole.connector.failNext(Kind.RESET, new IOException("gone"));
      first.release();
      assertThat(sole.use()).isSameAs(sole.connector.thing(2));
    }
  }

  @Test
  void aClosedPoolSaysThatItIsClosedAndNotThatItIsBorrowed() {
    KindUnderTest sole = KindUnderTest.of(PoolKind.SOLE);
    Lease<Thing> first = sole.lease();
    ((SolePool<Thing>) sole.pool).engine.beginClose();
    assertThat(refusal(sole).failure()).isEqualTo(AcquireFailure.CLOSED);
    first.release();
    sole.close();
  }

  @Test
  void otherSizesThanOneAreRefused() {
    assertThatThrownBy(() ->
            new PoolBuilder<>(new ScriptedConnector())
                .kind(PoolKind.SOLE)
                .poolSize(2)
                .maxOverflow(3)
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("poolSize must be 1, is 2", "maxOverflow must be 0, is 3");
  }

  @Test
  void ofManyThreadsOneBorrowsAtATimeAndTheOthersNeverWait() throws Exception {
    ScriptedConnector connector = new ScriptedConnector();
    RealThreads borrowers = new RealThreads();
    AtomicInteger served = new AtomicInteger();
    try (Pool<Thing> pool = new PoolBuilder<>(connector).kind(PoolKind.SOLE).build()) {
      RealThreads.together(
          6,
          () -> {
            for (int i = 0; i < 500; i++) {
              try {
                Lease<Thing> lease = pool.acquire();
                borrowers.got(lease.resource(), lease);
                served.incrementAndGet();
                borrowers.givesBack(lease.resource(), lease);
                lease.release();
              } catch (AcquireException refused) {
                assertThat(refused.failure()).isEqualTo(AcquireFailure.SOLE_BORROWED);
              }
            }
            return null;
          });
      assertThat(served.get()).isPositive();
      assertThat(pool.stats().created()).isEqualTo(1);
    }
    borrowers.nothingHappenedThatMustNot();
  }
}
