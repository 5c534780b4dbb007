package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With ALWAYS every lease begins with a check or an open. */
class AlwaysCheckTest {

  private final PoolUnderTest on =
      PoolUnderTest.with(
          b -> b.poolSize(1).maxOverflow(0).bargesMax(0).validation(Validation.ALWAYS));

  @Test
  void whatIsHandedToAWaiterIsCheckedFirst() {
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();

    lease.release();
    assertThat(client.isServed()).as("before the check").isFalse();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.connector.thing(1).checks).hasValue(1);
  }

  @Test
  void whatIsHandedToAWaiterAfterAResetIsCheckedFirst() {
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    lease.resource().dirty = true;

    lease.release();
    assertThat(client.isServed()).as("before the check").isFalse();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void whatIsPardonedAfterAResetIsCheckedFirst() {
    PoolUnderTest two =
        PoolUnderTest.with(b -> b.poolSize(2).maxOverflow(0).validation(Validation.ALWAYS));
    two.runtime.holdResets();
    List<Lease<Thing>> leases = two.leases(2);
    PoolUnderTest.Client client = two.arrive();
    leases.get(0).resource().dirty = true;
    leases.get(0).release();
    two.resize(1, 0);
    leases.get(1).release(); // goes, so that the other one may stay

    two.runtime.finish(Kind.RESET);
    assertThat(client.isServed()).as("before the check").isFalse();
    two.runtime.finishAll();

    assertThat(client.lease().resource()).isSameAs(two.connector.thing(1));
    assertThat(two.connector.thing(1).checks).hasValue(1);
  }

  @Test
  void theWaiterKeepsItsPlaceDuringTheCheck() {
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();

    lease.release();
    PoolUnderTest.Client third = on.arrive();
    on.runtime.finish(Kind.CHECK);

    assertThat(first.isServed()).isTrue();
    assertThat(second.isPending()).isTrue();
    assertThat(third.isPending()).isTrue();
    assertThat(on.runtime.waiting(Kind.CHECK)).isZero();
  }

  @Test
  void ifTheCheckSaysItIsDeadTheWaiterGetsAnother() {
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    on.connector.thing(1).alive = false;

    lease.release();
    on.runtime.finishAll();

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
  }

  @Test
  void ifTheWaiterLeavesDuringTheCheckTheNextLeaseIsCheckedAgain() {
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    lease.release();
    client.leave();
    on.runtime.finishAll();
    on.isQuietWith(1);

    assertThat(on.arrive().isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);
    assertThat(on.connector.thing(1).checks).hasValue(2);
  }

  @Test
  void whatWasOpenedForAWaiterHasJustAnsweredAndIsNotCheckedToo() {
    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.OPEN);

    assertThat(client.isServed()).isTrue();
    assertThat(on.connector.thing(1).checks).hasValue(0);
  }
}
