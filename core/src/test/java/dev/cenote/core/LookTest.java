package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.Liveness;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections whose near end tells whether the other has closed it. */
class LookTest {

  private static final Duration NOT_HOT = Duration.ofMillis(40);
  private static final Duration LONG_UNHEARD = Duration.ofMillis(2_020);

  private static PoolUnderTest lookable(UnaryOperator<PoolBuilder<Thing>> settings, int size) {
    PoolUnderTest on = PoolUnderTest.with(b -> settings.apply(b.poolSize(size).maxOverflow(0)));
    on.connector.look = () -> Liveness.QUIET;
    on.fill(size);
    return on;
  }

  private static PoolUnderTest lookable(int size) {
    return lookable(b -> b, size);
  }

  @Test
  void whatCameBackJustNowIsNotEvenLookedAt() {
    PoolUnderTest on = lookable(1);

    assertThat(on.arrive().isServed()).isTrue();
    assertThat(on.connector.thing(1).looks).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(IdleOrder.class)
  void whatIsQuietIsLentAtOnceLongAfterTheBypassWindow(IdleOrder order) {
    PoolUnderTest on = lookable(b -> b.idleOrder(order), 1);
    on.runtime.advance(Duration.ofMillis(1_500));

    assertThat(on.arrive().isServed()).isTrue();
    assertThat(on.connector.thing(1).looks).hasValue(1);
    assertThat(on.connector.thing(1).checks).hasValue(0);
  }

  @Test
  void withinTheBypassWindowItIsLookedAtNevertheless() {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(NOT_HOT);

    assertThat(on.arrive().isServed()).isTrue();
    assertThat(on.connector.thing(1).looks).hasValue(1);
  }

  @Test
  void aServerNotHeardForLongIsAskedForTheNetworkMayHaveGone() {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(LONG_UNHEARD);

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
    assertThat(on.connector.thing(1).looks).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aResetCountsAsHeardIfTheBorrowerHadUsedWhatIsReset(boolean used) {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(Duration.ofMillis(1_500));
    Lease<Thing> lease = on.lease();
    if (used) {
      lease.touch();
    }
    lease.resource().dirty = true;
    lease.release();
    assertThat(on.connector.thing(1).resets).hasValue(1);
    on.runtime.advance(Duration.ofMillis(1_500));

    assertThat(on.arrive().isServed()).as("without a check").isEqualTo(used);
  }

  @ParameterizedTest
  @EnumSource(IdleOrder.class)
  void whatIsClosedIsNeverLentAndPutsTheOthersUnderSuspicion(IdleOrder order) {
    PoolUnderTest on = lookable(b -> b.idleOrder(order), 2);
    on.runtime.advance(NOT_HOT);
    on.connector.look = () -> Liveness.CLOSED;

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    assertThat(on.retired(RetireReason.FOUND_CLOSED)).isEqualTo(1);
    on.runtime.finishAll();

    Thing lent = client.lease().resource();
    assertThat(lent.looks.get() + lent.checks.get()).as(lent + " was asked").isEqualTo(1);
    assertThat(lent.checks).hasValue(1);
    assertThat(on.connector.openCount()).isLessThanOrEqualTo(2);
  }

  @Test
  void whatIsUnclearIsAskedBeforeItIsLent() {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(NOT_HOT);
    on.connector.look = () -> Liveness.UNCLEAR;

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
  }

  @Test
  void whatIsUnclearAndDeadPutsTheOthersUnderSuspicion() {
    PoolUnderTest on = lookable(2);
    on.runtime.advance(NOT_HOT);
    on.connector.look = () -> Liveness.UNCLEAR;
    on.connector.thing(1).alive = false;
    on.connector.thing(2).alive = false;

    on.arrive();
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(2);
  }

  @Test
  void whatIsUnclearAndDeadIsNotLent() {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(NOT_HOT);
    on.connector.look = () -> Liveness.UNCLEAR;
    on.connector.thing(1).alive = false;

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finishAll();

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLookThatThrowsIsUnclear(boolean unchecked) {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(NOT_HOT);
    on.connector.look =
        () -> {
          if (unchecked) {
            throw new IllegalStateException("a defect of the driver");
          }
          throw new LinkageError("a defect of the driver");
        };

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
  }

  /**
   * A waiter who finds idle connections only when the pause ends, as one who wakes up late does.
   */
  private static PoolUnderTest.Client lateFor(PoolUnderTest on) {
    on.pool.pause();
    PoolUnderTest.Client client = on.arrive();
    on.runtime.advance(NOT_HOT);
    on.pool.resume();
    return client;
  }

  @Test
  void whoWaitsIsServedByALookTooAndWithoutACheck() {
    PoolUnderTest on = lookable(1);

    assertThat(lateFor(on).isServed()).isTrue();
    assertThat(on.connector.thing(1).looks).hasValue(1);
    assertThat(on.connector.thing(1).checks).hasValue(0);
  }

  @Test
  void whoWaitsIsNotServedWithWhatIsClosed() {
    PoolUnderTest on = lookable(2);
    on.connector.look =
        () -> {
          on.connector.look = () -> Liveness.QUIET;
          return Liveness.CLOSED;
        };

    PoolUnderTest.Client client = lateFor(on);
    assertThat(client.isPending()).as("the other is under suspicion").isTrue();
    assertThat(on.retired(RetireReason.FOUND_CLOSED)).isEqualTo(1);
    on.runtime.finishAll();

    assertThat(client.lease().resource().checks).hasValue(1);
  }

  @Test
  void whoWaitsHasCheckedWhatIsUnclear() {
    PoolUnderTest on = lookable(1);
    on.connector.look = () -> Liveness.UNCLEAR;

    PoolUnderTest.Client client = lateFor(on);
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(1).looks).hasValue(1);
  }

  @Test
  void whatCanNoLongerBeLookedAtAfterACheckHasTheBypassWindow() {
    PoolUnderTest on = lookable(1);
    on.runtime.advance(LONG_UNHEARD);
    on.connector.look = null;
    on.lease().release();
    on.runtime.advance(NOT_HOT);

    assertThat(on.arrive().isServed()).isTrue();
    assertThat(on.connector.thing(1).looks).hasValue(0);
  }

  @Test
  void withAlwaysTheServerIsAskedAndWithNeverNothingIs() {
    PoolUnderTest always = lookable(b -> b.validation(Validation.ALWAYS), 1);
    always.runtime.advance(NOT_HOT);
    assertThat(always.lease().resource().checks).hasValue(1);

    PoolUnderTest never = lookable(b -> b.validation(Validation.NEVER), 1);
    never.runtime.advance(LONG_UNHEARD);
    assertThat(never.arrive().isServed()).isTrue();
    assertThat(never.connector.thing(1).looks.get() + never.connector.thing(1).checks.get())
        .isZero();
  }
}
