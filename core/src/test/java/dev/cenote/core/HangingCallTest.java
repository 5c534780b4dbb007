package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Driver calls that do not return; {@link OpeningTest} has those that open. */
class HangingCallTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration PAST_BYPASS = Duration.ofMillis(511);

  private final PoolUnderTest on = PoolUnderTest.of(1);

  /** A check for a client, in the driver and not coming back. */
  private DriverCall hangingCheck() {
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.arrive().leave();
    DriverCall check = on.runtime.take(Kind.CHECK);
    check.invoke();
    return check;
  }

  private DriverCall hangingReset() {
    on.runtime.holdResets();
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.release();
    DriverCall reset = on.runtime.take(Kind.RESET);
    reset.invoke();
    return reset;
  }

  private DriverCall hangingClose() {
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();
    DriverCall close = on.runtime.take(Kind.CLOSE);
    close.invoke();
    return close;
  }

  private DriverCall hangingAbort() {
    Lease<Thing> lease = on.lease();
    lease.broken();
    lease.release();
    DriverCall abort = on.runtime.take(Kind.ABORT);
    abort.invoke();
    return abort;
  }

  private void oneIsGivenUpExactlyAtTheLimit() {
    on.runtime.advance(LIMIT.minusNanos(1));
    assertThat(on.stats().givenUp()).isZero();
    on.runtime.advance(Duration.ofNanos(1));
    assertThat(on.events(PoolEvent.GivenUp.class)).hasSize(1);
    assertThat(on.stats().givenUp()).isPositive();
  }

  private void theLateReturnIsOnlyCounted(DriverCall late) {
    PoolStats before = on.stats();
    on.runtime.complete(late);
    PoolStats after = on.stats();
    assertThat(after.givenUp()).isEqualTo(before.givenUp() - 1);
    assertThat(after.created()).isEqualTo(before.created());
    assertThat(after.retired()).isEqualTo(before.retired());
    assertThat(after.permitted()).isEqualTo(before.permitted());
    assertThat(on.events(PoolEvent.GivenUpReturned.class)).hasSize(1);
  }

  @Test
  void aHangingCheckIsGivenUpItsConnectionAbortedAndTheCapacityBack() {
    DriverCall check = hangingCheck();

    oneIsGivenUpExactlyAtTheLimit();

    assertThat(on.retired(RetireReason.CHECK_TIMED_OUT)).isEqualTo(1);
    on.runtime.finish(Kind.ABORT);
    assertThat(on.stats().permitted()).isZero();
    on.canLendAtOnce(1);
    theLateReturnIsOnlyCounted(check);
    on.isQuietWith(1);
  }

  @Test
  void aWaiterWhoseCheckHangsGetsAnotherConnection() {
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    PoolUnderTest.Client client = on.arrive();
    on.runtime.take(Kind.CHECK).invoke();

    on.runtime.advance(LIMIT);
    on.runtime.finish(Kind.ABORT);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
  }

  @Test
  void aHangingResetIsGivenUpItsConnectionAbortedAndTheCapacityBack() {
    DriverCall reset = hangingReset();

    oneIsGivenUpExactlyAtTheLimit();

    assertThat(on.retired(RetireReason.RESET_TIMED_OUT)).isEqualTo(1);
    on.runtime.finish(Kind.ABORT);
    assertThat(on.stats().permitted()).isZero();
    on.canLendAtOnce(1);
    theLateReturnIsOnlyCounted(reset);
    on.isQuietWith(1);
  }

  @Test
  void aResetThatBeginsAfterItsConnectionWasTakenOverCallsNoDriver() {
    on.runtime.holdResets();
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.release();
    DriverCall reset = on.runtime.take(Kind.RESET); // its thread stands still
    on.runtime.advance(LIMIT);
    on.runtime.finish(Kind.ABORT);

    on.runtime.finish(reset);

    assertThat(on.connector.thing(1).resets).hasValue(0);
    on.isQuietWith(0);
  }

  @Test
  void aHangingCloseIsGivenUpItsConnectionAbortedAndTheCapacityBack() {
    DriverCall close = hangingClose();
    assertThat(on.stats().permitted()).as("closing keeps the permit").isEqualTo(1);

    oneIsGivenUpExactlyAtTheLimit();

    assertThat(on.stats().permitted()).isZero();
    on.runtime.finish(Kind.ABORT);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
    assertThat(on.stats().givenUp()).as("the close alone").isEqualTo(1);
    on.canLendAtOnce(1);
    theLateReturnIsOnlyCounted(close);
    on.isQuietWith(1);
  }

  @Test
  void aHangingAbortIsGivenUpAndTheCapacityBack() {
    DriverCall abort = hangingAbort();
    assertThat(on.stats().permitted()).as("closing keeps the permit").isEqualTo(1);

    oneIsGivenUpExactlyAtTheLimit();

    assertThat(on.stats().permitted()).isZero();
    on.runtime.finishAll();
    on.canLendAtOnce(1);
    theLateReturnIsOnlyCounted(abort);
    on.isQuietWith(1);
  }

  @Test
  void aHangingAbortIsToldAsAnAbortAndNotMadeAgain() {
    DriverCall abort = hangingAbort();

    on.runtime.advance(LIMIT);
    on.runtime.finishAll();

    assertThat(on.events(PoolEvent.GivenUp.class))
        .extracting(PoolEvent.GivenUp::call)
        .containsExactly("ABORT");
    assertThat(on.connector.thing(1).aborts).hasValue(1);
    assertThat(on.connector.thing(1).cuts).as("cut off, to free who hangs").hasValue(1);
    assertThat(on.stats().givenUp()).as("one call hangs").isEqualTo(1);
    on.runtime.complete(abort);
    assertThat(on.events(PoolEvent.GivenUpReturned.class))
        .containsExactly(new PoolEvent.GivenUpReturned(1, "ABORT", 0));
  }

  @Test
  void anAbortThatHadNoThreadByItsDeadlineIsMadeAllTheSameAndOnce() {
    Lease<Thing> lease = on.lease();
    lease.broken();
    lease.release();
    DriverCall waiting = on.runtime.take(Kind.ABORT);

    on.runtime.advance(LIMIT);
    on.runtime.finish(waiting);
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).aborts).hasValue(1);
    on.isQuietWith(0);
  }

  @Test
  void theAbortAfterAFailedCloseIsToldAsAnAbortIfItHangs() {
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();
    on.connector.failNext(Kind.CLOSE, new IllegalStateException("close"));
    on.runtime.finish(Kind.CLOSE);
    on.runtime.take(Kind.ABORT).invoke();

    on.runtime.advance(LIMIT);
    on.runtime.finishAll();

    assertThat(on.events(PoolEvent.GivenUp.class))
        .extracting(PoolEvent.GivenUp::call)
        .containsExactly("ABORT");
    assertThat(on.connector.thing(1).aborts).hasValue(1);
  }

  @Test
  void theAbortAfterAHangingCloseHangsTooAndHoldsNothing() {
    hangingClose();
    on.runtime.advance(LIMIT);
    DriverCall stray = on.runtime.take(Kind.ABORT);
    stray.invoke();
    assertThat(on.events(PoolEvent.GivenUp.class)).hasSize(1);

    on.runtime.advance(LIMIT);

    assertThat(on.events(PoolEvent.GivenUp.class)).hasSize(2);
    assertThat(on.stats().givenUp()).isEqualTo(2);
    assertThat(on.connector.thing(1).cuts).hasValue(1);
    assertThat(on.stats().permitted()).isZero();
    on.canLendAtOnce(1);
    on.runtime.complete(stray);
    assertThat(on.stats().givenUp()).isEqualTo(1);
  }

  @Test
  void aCheckThatReturnsAfterItsSlotWasLentAnewHarmsNobody() {
    DriverCall check = hangingCheck();
    on.runtime.advance(LIMIT);
    on.runtime.finish(Kind.ABORT);
    Lease<Thing> next = on.lease();
    assertThat(next.slotNumber()).isEqualTo(1);

    on.runtime.complete(check);

    assertThat(next.isActive()).isTrue();
    assertThat(on.stats().leased()).isEqualTo(1);
    next.release();
    on.isQuietWith(1);
  }

  @Test
  void aResetThatReturnsAfterItsSlotIsBeingResetAnewHarmsNobody() {
    DriverCall first = hangingReset();
    on.runtime.advance(LIMIT);
    on.runtime.finish(Kind.ABORT);
    Lease<Thing> next = on.lease();
    next.resource().dirty = true;
    next.release();
    assertThat(on.stats().resetting()).isEqualTo(1);

    on.runtime.complete(first);

    assertThat(on.stats().resetting()).isEqualTo(1);
    on.runtime.finish(Kind.RESET);
    on.isQuietWith(1);
  }

  @Test
  void theThreadThatHangsInACheckIsInterruptedAndNoOther() {
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.arrive();
    DriverCall check = on.runtime.take(Kind.CHECK);
    boolean[] interrupted = new boolean[1];
    on.connector.duringCheck =
        () -> {
          on.runtime.advance(LIMIT);
          interrupted[0] = Thread.currentThread().isInterrupted();
        };

    check.invoke();

    assertThat(interrupted[0]).isTrue();
    assertThat(Thread.interrupted()).as("the flag, after the call").isFalse();
  }

  @Test
  void theThreadThatHangsInAResetIsTheBorrowersAndIsLeftAlone() {
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    boolean[] interrupted = new boolean[1];
    on.connector.duringReset =
        () -> {
          on.runtime.advance(LIMIT);
          interrupted[0] = Thread.currentThread().isInterrupted();
        };

    assertThat(lease.release()).isTrue();

    assertThat(interrupted[0]).isFalse();
    assertThat(on.retired(RetireReason.RESET_TIMED_OUT)).isEqualTo(1);
    on.runtime.finishAll();
    on.isQuietWith(0);
  }

  @Test
  void aLateConnectionWhoseAbortFoundNoThreadIsAbortedBeforeThePoolEnds() {
    PoolUnderTest one = PoolUnderTest.of(1);
    one.arrive();
    DriverCall late = one.runtime.take(Kind.OPEN);
    late.invoke();
    one.runtime.advance(Duration.ofSeconds(10));
    one.runtime.refuseNext(Kind.ABORT, new OutOfMemoryError("unable to create a native thread"));
    one.runtime.complete(late);
    assertThat(one.connector.thing(1).isGone()).as("it is tried again later").isFalse();

    one.pool.beginClose();
    one.runtime.live(Duration.ofSeconds(20));

    assertThat(one.connector.openCount()).isZero();
    assertThat(one.connector.thing(1).aborts).hasValue(1);
    assertThat(one.stats().givenUp()).isZero();
  }

  @Test
  void aPoolThatEndsWhileAnAbortFindsNoThreadDoesNotMissIt() {
    PoolUnderTest one = PoolUnderTest.of(1);
    PoolUnderTest.Client client = one.arrive();
    DriverCall late = one.runtime.take(Kind.OPEN);
    late.invoke();
    one.runtime.advance(Duration.ofSeconds(10));
    client.leave();
    one.runtime.take(Kind.OPEN);
    one.runtime.advance(Duration.ofSeconds(10));
    one.runtime.refuseNext(Kind.ABORT, new OutOfMemoryError("unable to create a native thread"));
    one.runtime.meanwhile(one.pool::beginClose);

    one.runtime.complete(late);
    one.runtime.finishAll();

    assertThat(one.connector.thing(1).aborts).hasValue(1);
    assertThat(one.runtime.isShutDown()).isTrue();
  }

  @Test
  void aBorrowerMayHoldOnForEver() {
    Lease<Thing> lease = on.lease();

    on.runtime.advance(Duration.ofDays(1));

    assertThat(lease.isActive()).isTrue();
    assertThat(on.stats().givenUp()).isZero();
  }

  @Test
  void hangingCallsOfSeveralKindsAreEachGivenUpAtTheirOwnTime() {
    PoolUnderTest three =
        PoolUnderTest.with(b ->
            b.poolSize(3)
                .maxOverflow(0)
                .checkTimeout(Duration.ofSeconds(3))
                .resetTimeout(Duration.ofSeconds(2))
                .closeTimeout(Duration.ofSeconds(1)));
    three.runtime.holdResets();
    var leases = three.leases(3);
    leases.get(0).release();
    three.runtime.advance(PAST_BYPASS);
    three.arrive().leave();
    leases.get(1).resource().dirty = true;
    leases.get(1).release();
    leases.get(2).retireOnRelease(RetireReason.EVICTED);
    leases.get(2).release();
    three.runtime.take(Kind.CHECK).invoke();
    three.runtime.take(Kind.RESET).invoke();
    three.runtime.take(Kind.CLOSE).invoke();

    three.runtime.live(Duration.ofSeconds(3));

    assertThat(three.events(PoolEvent.GivenUp.class))
        .extracting(PoolEvent.GivenUp::call)
        .containsExactly("CLOSE", "RESET", "CHECK");
    assertThat(three.stats().givenUp()).isEqualTo(3);
    assertThat(three.stats().permitted()).isZero();
    three.canLendAtOnce(3);
  }
}
