package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nobody may wait for others, but who is being served may wait for that. */
class MaxWaitersTest {

  private static PoolUnderTest of(int size, Validation validation) {
    return PoolUnderTest.with(
        b -> b.poolSize(size).maxOverflow(0).maxWaiters(0).validation(validation));
  }

  @Test
  void whatIsIdleAndMustBeCheckedIsLentAfterTheCheck() {
    PoolUnderTest on = of(1, Validation.ALWAYS);
    on.fill(1);

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
    assertThat(on.stats().rejected()).isZero();
  }

  @Test
  void whatWasIdleForLongIsLentAfterTheCheck() {
    PoolUnderTest on = of(1, Validation.AUTO);
    on.fill(1);
    on.runtime.advance(Duration.ofMinutes(1));

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void eachWhoComesIsServedByACheckOfItsOwnAndTheNextIsRefused() {
    PoolUnderTest on = of(2, Validation.ALWAYS);
    on.leases(2).forEach(Lease::release);

    List<PoolUnderTest.Client> served = List.of(on.arrive(), on.arrive());
    PoolUnderTest.Client third = on.arrive();

    assertThat(third.failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
    assertThat(on.stats().rejected()).isEqualTo(1);
    on.runtime.finishAll();
    assertThat(served).allMatch(PoolUnderTest.Client::isServed);
  }

  @Test
  void whoeverACheckFailsGetsTheOneThatIsOpenedInstead() {
    PoolUnderTest on = of(1, Validation.ALWAYS);
    on.fill(1);
    on.connector.thing(1).alive = false;

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finishAll();

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
  }

  @Test
  void forWhomOneIsOpenedIsServedByItAndTheNextIsRefused() {
    PoolUnderTest on = of(2, Validation.AUTO);
    Lease<Thing> other = on.lease();

    PoolUnderTest.Client client = on.arrive();
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.isServed()).isTrue();
    other.release();
  }

  @Test
  void whoeverIsRefusedLeavesNothingBehind() {
    PoolUnderTest on = of(1, Validation.ALWAYS);
    Lease<Thing> lease = on.lease();
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);

    lease.release();

    on.isQuietWith(1);
  }

  @Test
  void thoseWhoAreBeingServedLeaveRoomForThoseWhoMayWait() {
    PoolUnderTest on =
        PoolUnderTest.with(
            b -> b.poolSize(2).maxOverflow(0).maxWaiters(1).validation(Validation.ALWAYS));
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(0).release();
    PoolUnderTest.Client served = on.arrive();

    PoolUnderTest.Client waits = on.arrive();
    assertThat(waits.isPending()).isTrue();
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
    on.runtime.finish(Kind.CHECK);
    assertThat(served.isServed()).isTrue();
    leases.get(1).release();
    on.runtime.finish(Kind.CHECK);

    assertThat(waits.isServed()).isTrue();
  }

  @Test
  void whileAnIdleConnectionIsCheckedToKeepItAliveOneMayWaitForIt() {
    PoolUnderTest on =
        PoolUnderTest.with(
            b -> b.poolSize(1).maxOverflow(0).maxWaiters(0).keepalive(Duration.ofMinutes(2)));
    on.fill(1);
    for (int i = 0; i < 3_000 && on.runtime.waiting(Kind.CHECK) == 0; i++) {
      on.runtime.advance(Duration.ofMillis(100));
    }
    assertThat(on.runtime.waiting(Kind.CHECK)).isEqualTo(1);

    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void whileConnectionsMayBeOpenedNobodyWaitsForOthers() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(5).maxWaiters(0));
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive(); // one is opened at a time until it is known how long

    assertThat(second.isPending()).isTrue();
    on.runtime.finishAll();
    first.lease().release();
    on.runtime.finishAll();
    assertThat(second.isServed()).isTrue();
  }

  @Test
  void inAnOutageTheQueueIsBoundedAllTheSame() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(5).maxWaiters(1));
    on.connector.down = new IOException("down");
    on.arrive();
    on.runtime.finish(Kind.OPEN);

    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
  }
}
