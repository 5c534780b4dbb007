package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What somebody is told who waited for 900 ms while an open began in the second half of that. */
class RefusalsTest {

  private static final Duration WAIT = Duration.ofMillis(900);
  private static final Duration UNTIL_ANOTHER_IS_OPENED = Duration.ofMillis(500);

  /** One idle connection is silent when somebody asks for it; half a second later one is opened. */
  private static DriverCall silentCheck(PoolUnderTest on) {
    on.fill(1);
    on.runtime.advance(Duration.ofMillis(600));
    on.arrive();
    DriverCall silent = on.runtime.take(Kind.CHECK);
    on.runtime.advance(UNTIL_ANOTHER_IS_OPENED);
    assertThat(on.stats().opening()).isEqualTo(1);
    return silent;
  }

  private static AcquireException timedOut(PoolUnderTest on) {
    AcquireException failure = on.pool.refusals().timedOut(WAIT.toNanos());
    assertThat(failure.stats().opening()).isEqualTo(1);
    assertThat(failure.stats().leased()).isZero();
    assertThat(failure.stats().isOpeningForMostOf(WAIT.toNanos())).isFalse();
    return failure;
  }

  @Test
  void whoWaitedForASilentCheckIsNotToldThatAllWereBorrowed() {
    PoolUnderTest on = PoolUnderTest.of(10);
    silentCheck(on);
    on.runtime.advance(WAIT.minus(UNTIL_ANOTHER_IS_OPENED));

    assertThat(timedOut(on).failure()).isEqualTo(AcquireFailure.CANNOT_OPEN);
  }

  @Test
  void norIfItWasFoundDeadMeanwhile() {
    PoolUnderTest on = PoolUnderTest.of(10);
    DriverCall silent = silentCheck(on);
    on.connector.failNext(Kind.CHECK, new IOException("reset by peer"));
    on.runtime.finish(silent);
    on.runtime.finish(Kind.ABORT);
    on.runtime.advance(WAIT.minus(UNTIL_ANOTHER_IS_OPENED));

    AcquireException failure = timedOut(on);

    assertThat(failure.stats().open()).isZero();
    assertThat(failure.failure()).isEqualTo(AcquireFailure.CANNOT_OPEN);
  }

  @Test
  void whoWaitedForABorrowerIsToldSoThoughItHasGoneWithItsConnection() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.arrive();
    on.runtime.advance(UNTIL_ANOTHER_IS_OPENED);
    lease.broken();
    lease.release();
    on.runtime.finish(Kind.ABORT);
    on.runtime.advance(WAIT.minus(UNTIL_ANOTHER_IS_OPENED));

    assertThat(timedOut(on).failure()).isEqualTo(AcquireFailure.BUSY);
  }
}
