package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** How a lease ends, and that it ends once. */
class LeaseTest {

  @Test
  void twoReleasesOfOneLeaseEndItOnce() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();

    assertThat(lease.release()).isTrue();
    assertThat(lease.release()).isFalse();

    on.isQuietWith(1);
    assertThat(on.stats().acquired()).isEqualTo(1);
  }

  @Test
  void aReleaseThatComesAgainEndsNothingOfTheNextBorrower() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> first = on.lease();
    Thing lent = first.resource();
    first.release();
    Lease<Thing> second = on.lease();
    assertThat(second.resource()).isSameAs(lent);

    assertThat(first.release()).isFalse();
    assertThat(first.retireOnRelease(RetireReason.EVICTED)).isFalse();
    first.broken();

    assertThat(first.isActive()).isFalse();
    assertThat(second.isActive()).isTrue();
    assertThat(on.stats().leased()).isEqualTo(1);
    second.release();
    on.isQuietWith(1);
  }

  @Test
  void aLeaseThatHasEndedNoLongerTellsItsResource() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> first = on.lease();
    first.release();
    assertThatIllegalStateException().isThrownBy(first::resource).withMessageContaining("ended");

    on.lease();

    assertThatIllegalStateException().as("now another's").isThrownBy(first::resource);
  }

  @Test
  void aStaleLeaseThatCallsItselfBrokenCastsNoSuspicion() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> first = on.lease();
    first.release();

    first.broken();

    assertThat(on.arrive().isServed()).as("lent unchecked").isTrue();
  }

  @Test
  void aHandOffEndsTheLeaseOfTheOneBefore() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).bargesMax(0));
    Lease<Thing> first = on.lease();
    PoolUnderTest.Client client = on.arrive();

    first.release();

    assertThat(first.isActive()).isFalse();
    assertThat(first.release()).isFalse();
    assertThat(client.lease().isActive()).isTrue();
    assertThat(on.stats().leased()).isEqualTo(1);
  }

  @Test
  void whatWasLeftUncleanIsResetBeforeItIsLentAgain() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;

    assertThat(lease.release()).isTrue();

    assertThat(on.connector.thing(1).resets).hasValue(1);
    assertThat(on.connector.thing(1).dirty).isFalse();
    on.isQuietWith(1);
  }

  @Test
  void whatWasLeftCleanIsNotReset() {
    PoolUnderTest on = PoolUnderTest.of(1);

    on.lease().release();

    assertThat(on.connector.thing(1).resets).hasValue(0);
  }

  @Test
  void whileItIsBeingResetNobodyHasIt() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.runtime.holdResets();
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.release();

    assertThat(on.stats().resetting()).isEqualTo(1);
    assertThat(lease.isActive()).isFalse();
    assertThat(lease.release()).isFalse();
    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    assertThat(on.runtime.waiting(Kind.OPEN)).as("the permit is taken").isZero();

    on.runtime.finish(Kind.RESET);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
  }

  @Test
  void aFailedResetDestroysTheConnection() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    IOException failure = new IOException("rollback");
    on.connector.failNext(Kind.RESET, failure);

    assertThat(lease.release()).as("the lease is over all the same").isTrue();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).aborts).hasValue(1);
    assertThat(on.connector.thing(1).closes).hasValue(0);
    assertThat(on.events(PoolEvent.Retired.class))
        .containsExactly(new PoolEvent.Retired(1, RetireReason.RESET_FAILED, failure, 0, 0, 0));
    on.isQuietWith(0);
    on.canLendAtOnce(1);
  }

  @Test
  void aConnectorThatCannotTellWhetherToResetLosesTheConnection() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.connector.needsResetThrows = new IllegalStateException("needsReset");

    assertThat(lease.release()).isTrue();
    on.connector.needsResetThrows = null;
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.RESET_FAILED)).isEqualTo(1);
    on.isQuietWith(0);
    on.canLendAtOnce(1);
  }

  @Test
  void oneToBeRetiredIsClosedWhenItsLeaseEnds() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();

    assertThat(lease.retireOnRelease(RetireReason.EVICTED)).isTrue();
    assertThat(lease.retireOnRelease(RetireReason.EXPIRED)).as("still this lease").isTrue();
    assertThat(lease.isActive()).isTrue();
    assertThat(on.stats().leased()).isEqualTo(1);
    assertThat(lease.release()).isTrue();
    assertThat(lease.release()).isFalse();
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.EVICTED)).isEqualTo(1);
    assertThat(on.connector.thing(1).closes).hasValue(1);
    assertThat(on.connector.thing(1).aborts).hasValue(0);
    on.isQuietWith(0);
  }

  @Test
  void oneToBeRetiredIsNotResetFirst() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.retireOnRelease(RetireReason.EVICTED);

    lease.release();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).resets).hasValue(0);
    on.isQuietWith(0);
  }

  @Test
  void whenARetiredOneHasGoneWhoeverWaitsGetsANewOne() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();

    assertThat(client.isPending()).isTrue();
    assertThat(on.runtime.waiting(Kind.OPEN)).as("the permit is not free yet").isZero();
    on.runtime.finish(Kind.CLOSE);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
  }

  @Test
  void aDoomThatComesDuringTheResetIsObeyed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.runtime.holdResets();
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.release();
    DriverCall reset = on.runtime.take(Kind.RESET);
    reset.invoke();

    on.pool.invalidateAll();
    on.runtime.complete(reset);
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.INVALIDATED)).isEqualTo(1);
    on.isQuietWith(0);
  }

  @Test
  void theSlotKeepsItsNumberAndTheConnectionStaysInIt() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);

    assertThat(leases.stream().map(Lease::slotNumber)).containsExactlyInAnyOrder(1, 2, 3);
    for (Lease<Thing> lease : leases) {
      assertThat(lease.resource().number).isEqualTo(lease.slotNumber());
    }
  }

  @Test
  void aDoomedConnectionProvedDeadIsAborted() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.pool.invalidateAll();
    lease.broken();
    lease.release();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).closes).hasValue(0);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
  }

  private static List<Throwable> causesOfEnds(PoolUnderTest on) {
    on.runtime.finishAll();
    return on.events(PoolEvent.Retired.class).stream().map(PoolEvent.Retired::cause).toList();
  }

  @Test
  void whatProvedAConnectionBrokenIsToldWithItsEnd() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Throwable seen = new IOException("reset by peer");
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.broken(false, seen);
    lease.release();

    assertThat(causesOfEnds(on)).containsExactly(seen);
  }

  @Test
  void whatALeaseThatHasEndedSawIsNotToldOfTheNextOne() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> first = on.lease();
    first.release();
    Lease<Thing> second = on.lease();

    assertThat(first.broken(true, new IOException("late"))).isFalse();
    assertThat(second.broken(true, null)).isTrue();
    second.release();

    assertThat(causesOfEnds(on)).hasSize(1).containsOnlyNulls();
  }

  @Test
  void ofSeveralProofsTheFirstOneOfTheReasonThatStaysIsTold() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Throwable death = new IOException("dead");
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EXPIRED, new IOException("old"));
    lease.broken(false, death);
    lease.broken(false, new IOException("dead again"));
    lease.retireOnRelease(RetireReason.EVICTED, new IOException("not wanted"));
    lease.evict(new IOException("not wanted at all"));

    assertThat(causesOfEnds(on)).containsExactly(death);
  }

  @Test
  void whatMarkedAConnectionForItsEndIsToldWithIt() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Throwable doubt = new IOException("odd answers");
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EVICTED, doubt);
    lease.release();

    assertThat(causesOfEnds(on)).containsExactly(doubt);
  }

  @Test
  void aCommonLeaseWhoseLastReturnFailsEndsAllTheSame() {
    PoolUnderTest on = PoolUnderTest.of(1);
    JointLease<Thing> common =
        new JointLease<>(
            new ReentrantLock(),
            on.lease(),
            last -> {
              throw new OutOfMemoryError("asked for");
            });
    Lease<Thing> only = common.join();

    assertThatThrownBy(only::release).isInstanceOf(OutOfMemoryError.class);
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(on.stats().leased()).isZero();
  }
}
