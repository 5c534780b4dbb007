package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Callers of a pool that is set to fail fast while its database is known to be down. */
class FailFastTest {

  private static final Duration FIRST_REST = Duration.ofMillis(50);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private final IOException down = new IOException("down");

  private static PoolUnderTest with(UnaryOperator<PoolBuilder<Thing>> settings) {
    return PoolUnderTest.with(
        builder -> settings.apply(builder.poolSize(2).maxOverflow(0).onOutage(OnOutage.FAIL_FAST)));
  }

  /** One whose first attempt has just failed. */
  private PoolUnderTest knownToBeDown() {
    PoolUnderTest on = with(builder -> builder);
    on.connector.down = down;
    on.arrive();
    on.runtime.finish(Kind.OPEN);
    return on;
  }

  @Test
  void beforeTheFirstAttemptHasEndedNothingIsKnownAndEverybodyWaits() {
    PoolUnderTest on = with(builder -> builder);
    on.connector.down = down;

    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.advance(Duration.ofMillis(499));

    assertThat(first.isPending()).isTrue();
    assertThat(second.isPending()).isTrue();
  }

  @Test
  void whereNothingAnswersWhoeverWaitsFailsWithTheFirstProbe() {
    PoolUnderTest on = with(builder -> builder);
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.advance(Duration.ofMillis(1_499)); // it began after 500 and may take a second
    assertThat(first.isPending()).isTrue();

    on.runtime.advance(Duration.ofMillis(1));

    assertThat(first.failure()).isEqualTo(AcquireFailure.DOWN);
    assertThat(second.failure()).isEqualTo(AcquireFailure.DOWN);
  }

  @Test
  void whoeverWaitsFailsWithTheAttempt() {
    PoolUnderTest on = with(builder -> builder);
    on.connector.down = down;
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();

    on.runtime.finish(Kind.OPEN);

    assertThat(first.failure()).isEqualTo(AcquireFailure.DOWN);
    assertThat(second.failure()).isEqualTo(AcquireFailure.DOWN);
    assertThat(first.wakes).isEqualTo(1);
    assertThat(second.wakes).isEqualTo(1);
    assertThat(on.stats().waiting()).isZero();
  }

  @Test
  void whoComesBeforeTheNextAttemptIsDueFailsAtOnceAndStartsNone() {
    PoolUnderTest on = knownToBeDown();

    on.runtime.advance(FIRST_REST.minusNanos(1));
    PoolUnderTest.Client client = on.arrive();

    assertThat(client.failure()).isEqualTo(AcquireFailure.DOWN);
    assertThat(client.wakes).isEqualTo(1);
    assertThat(on.runtime.waiting(Kind.OPEN)).isZero();
    assertThat(on.stats().waiting()).isZero();
  }

  @Test
  void whoComesWhenAnAttemptIsDueStartsItAndWaitsForItsOutcome() {
    PoolUnderTest on = knownToBeDown();
    on.connector.down = null;
    on.runtime.advance(FIRST_REST);

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void nobodyElseWaitsForThatAttempt() {
    PoolUnderTest on = knownToBeDown();
    on.connector.down = null;
    on.runtime.advance(FIRST_REST);
    PoolUnderTest.Client starts = on.arrive();

    PoolUnderTest.Client comesLater = on.arrive();

    assertThat(comesLater.failure()).isEqualTo(AcquireFailure.DOWN);
    assertThat(starts.isPending()).as("the failure of the other is not his").isTrue();
    on.runtime.finish(Kind.OPEN);
    assertThat(starts.isServed()).isTrue();
    on.canLendAtOnce(1);
  }

  @Test
  void anAttemptThatFailsFailsWhoStartedItAndTheNextIsDueLater() {
    PoolUnderTest on = knownToBeDown();
    on.runtime.advance(FIRST_REST);
    PoolUnderTest.Client starts = on.arrive();
    on.runtime.finish(Kind.OPEN);
    assertThat(starts.failure()).isEqualTo(AcquireFailure.DOWN);

    on.runtime.advance(FIRST_REST.multipliedBy(2).minusNanos(1));
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.DOWN);
    on.runtime.advance(Duration.ofNanos(1));

    assertThat(on.arrive().isPending()).isTrue();
  }

  @Test
  void asLongAsSomebodyAsksAnAttemptIsDueEveryHalfSecond() {
    PoolUnderTest on = with(builder -> builder);
    on.connector.down = down;
    for (int step = 0; step < 6_000; step++) {
      on.arrive();
      on.runtime.live(Duration.ofMillis(10));
    }

    assertThat(on.connector.attempts).as("in a minute").hasSizeBetween(120, 125);
  }

  @Test
  void anAttemptThatHangsFailsItsCallerAtItsDeadline() {
    PoolUnderTest on = with(builder -> builder);
    PoolUnderTest.Client client = on.arrive();
    on.runtime.take(Kind.OPEN);
    on.runtime.advance(CONNECT_TIMEOUT.minusNanos(1));
    assertThat(client.isPending()).isTrue();

    on.runtime.advance(Duration.ofNanos(1));

    assertThat(client.failure()).isEqualTo(AcquireFailure.DOWN);
  }

  @Test
  void whileALongAttemptHangsProbesOfASecondAreDue() {
    PoolUnderTest on = with(builder -> builder);
    on.arrive();
    on.runtime.take(Kind.OPEN);
    on.runtime.advance(CONNECT_TIMEOUT.plus(FIRST_REST));
    on.arrive().leave();
    on.runtime.take(Kind.OPEN); // the next long one, for nobody any more
    on.runtime.advance(Duration.ofMillis(499));
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.DOWN);
    on.runtime.advance(Duration.ofMillis(1));

    PoolUnderTest.Client client = on.arrive();
    on.runtime.take(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(999));
    assertThat(client.isPending()).isTrue();
    on.runtime.advance(Duration.ofMillis(1));

    assertThat(client.failure()).isEqualTo(AcquireFailure.DOWN);
  }

  @Test
  void aPoolThatIsKeptFilledComesBackThoughNobodyAsks() {
    PoolUnderTest on = with(builder -> builder.prefill(true));
    on.connector.down = down;
    on.runtime.live(Duration.ofMinutes(1));
    assertThat(on.connector.attempts).hasSizeGreaterThan(12);
    PoolUnderTest.Client starts = on.arrive();
    on.runtime.finishAll();
    assertThat(starts.failure()).isEqualTo(AcquireFailure.DOWN);
    on.connector.down = null;

    on.runtime.live(Duration.ofMillis(5_100)); // the longest rest and a look

    on.isQuietWith(2);
    assertThat(on.arrive().isServed()).isTrue();
  }

  @Test
  void whileSomethingIsBorrowedCallersWaitForIt() {
    PoolUnderTest on = with(builder -> builder);
    Lease<Thing> lease = on.lease();
    on.connector.down = down;
    PoolUnderTest.Client client = on.arrive();
    on.runtime.live(Duration.ofSeconds(5));
    assertThat(on.connector.attempts).hasSizeGreaterThan(5);
    assertThat(on.arrive().isPending()).isTrue();
    assertThat(client.isPending()).isTrue();

    lease.release();

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void whatIsIdleIsLentHoweverManyAttemptsFail() {
    PoolUnderTest on = with(builder -> builder);
    on.fill(1);
    Lease<Thing> lease = on.lease();
    on.connector.down = down;
    PoolUnderTest.Client client = on.arrive();
    on.runtime.live(Duration.ofSeconds(1));
    client.leave();
    lease.release();

    assertThat(on.arrive().isServed()).isTrue();
  }

  @Test
  void whatIsIdleAndMustBeCheckedIsAwaited() {
    PoolUnderTest on = with(builder -> builder);
    Lease<Thing> lease = on.lease();
    on.connector.down = down;
    on.arrive().leave();
    on.runtime.finishAll();
    lease.release();
    on.runtime.advance(Duration.ofSeconds(1)); // past the bypass window

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void whoWaitsWhenTheLastConnectionDiesLearnsFromTheNextAttempt() {
    PoolUnderTest on = with(builder -> builder);
    Lease<Thing> lease = on.lease();
    on.connector.down = down;
    PoolUnderTest.Client client = on.arrive();
    on.runtime.finishAll();
    lease.broken();
    lease.release();
    assertThat(client.isPending()).isTrue();

    on.runtime.live(Duration.ofMillis(500));

    assertThat(client.failure()).isEqualTo(AcquireFailure.DOWN);
  }

  @Test
  void aRefusedLoginIsToldAsThatAlsoWhileTheNextIsTried() {
    PoolUnderTest on = with(builder -> builder);
    on.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
    on.connector.down = new IOException("wrong password");
    PoolUnderTest.Client first = on.arrive();
    on.runtime.finishAll();
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client tries = on.arrive();
    assertThat(tries.isPending()).isTrue();

    PoolUnderTest.Client meanwhile = on.arrive();

    assertThat(first.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    assertThat(meanwhile.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    on.runtime.finishAll();
    assertThat(tries.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
  }

  @Test
  void inAPauseCallersWaitForItsEnd() {
    PoolUnderTest on = knownToBeDown();
    on.pool.pause();
    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.connector.down = null;
    on.runtime.live(Duration.ofSeconds(1));

    on.pool.resume();
    on.runtime.live(Duration.ofMillis(500));

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void whileDetachedConnectionsHaveAllPermitsCallersWaitForThem() {
    PoolUnderTest on = with(builder -> builder.poolSize(1));
    on.connector.down = down;
    on.arrive();
    on.runtime.finishAll();
    on.connector.down = null;
    on.runtime.advance(FIRST_REST);
    Lease<Thing> lease = on.lease();
    on.resize(2, 0);
    on.connector.down = down;
    PoolUnderTest.Client triesInVain = on.arrive();
    on.runtime.finishAll();
    triesInVain.leave();
    Detached<Thing> detached = lease.detach(true);
    on.resize(1, 0);
    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.connector.down = null;

    detached.ended();
    on.runtime.live(Duration.ofMillis(500));

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void withoutPatienceOneFailsForTheSameReason() {
    PoolUnderTest on = knownToBeDown();

    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.DOWN);
    on.runtime.advance(FIRST_REST);
    PoolUnderTest.Client starts = on.arriveInHaste();
    assertThat(starts.isPending()).isTrue();
    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.DOWN);
  }

  @Test
  void theErrorSaysSinceWhenHowOftenAndWhatNext() {
    PoolUnderTest on = knownToBeDown();
    on.runtime.advance(Duration.ofMillis(20));

    AcquireException failure =
        catchThrowableOfType(AcquireException.class, () -> on.pool.acquire(CONNECT_TIMEOUT));

    assertThat(failure.failure()).isEqualTo(AcquireFailure.DOWN);
    assertThat(failure.downtime())
        .isEqualTo(
            new Downtime(Duration.ofMillis(20).toNanos(), 1, FIRST_REST.minusMillis(20).toNanos()));
    assertThat(failure.waitedNanos()).isZero();
    assertThat(failure).hasCause(down);
  }

  @Test
  void whileAnAttemptIsUnderWayTheErrorSaysWhenTheNextMayFollow() {
    PoolUnderTest on = knownToBeDown();
    on.runtime.advance(FIRST_REST);
    on.arrive();

    AcquireException failure =
        catchThrowableOfType(AcquireException.class, () -> on.pool.acquire(CONNECT_TIMEOUT));

    assertThat(failure.downtime())
        .isEqualTo(new Downtime(FIRST_REST.toNanos(), 1, Duration.ofMillis(500).toNanos()));
  }

  @Test
  void whereNobodyMayWaitTheReasonIsTheSame() {
    PoolUnderTest on = with(builder -> builder.maxWaiters(0));
    on.connector.down = down;
    on.arrive();
    on.runtime.finish(Kind.OPEN);

    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.DOWN);
  }
}
