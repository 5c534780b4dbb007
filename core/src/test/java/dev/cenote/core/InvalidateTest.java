package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invalidating what a pool that is at work has opened. */
class InvalidateTest {

  @Test
  void invalidateAllRetiresIdleOnesNowAndBorrowedOnesOnReturn() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    leases.get(0).release();

    on.pool.invalidateAll();
    on.runtime.finishAll();
    assertThat(on.connector.thing(1).closes).hasValue(1);
    assertThat(on.stats().leased()).isEqualTo(2);
    assertThat(leases.get(1).isActive()).isTrue();
    leases.get(1).release();
    leases.get(2).release();
    on.runtime.finishAll();

    on.isQuietWith(0);
    assertThat(on.retired(RetireReason.INVALIDATED)).isEqualTo(3);
    assertThat(on.events(PoolEvent.Invalidated.class)).hasSize(1);
  }

  @Test
  void whatIsOpenedAfterAnInvalidationStays() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.fill(1);
    on.pool.invalidateAll();
    on.runtime.finishAll();
    on.fill(1);

    on.runtime.live(Duration.ofSeconds(1));

    on.isQuietWith(1);
    assertThat(on.connector.thing(2).isGone()).isFalse();
  }

  @Test
  void anOpenThatBeganBeforeAnInvalidationIsClosedOnArrivalAndTheWaiterGetsAnother() {
    PoolUnderTest on = PoolUnderTest.of(2);
    PoolUnderTest.Client client = on.arrive();

    on.pool.invalidateAll();
    on.runtime.finish(Kind.OPEN);
    assertThat(client.isPending()).isTrue();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).isGone()).isTrue();
    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
  }

  @Test
  void aCheckThatBeganBeforeAnInvalidationEndsItsConnection() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client client = on.arrive();

    on.pool.invalidateAll();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).isGone()).isTrue();
    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
  }

  @Test
  void invalidatingTwiceClosesEachOnce() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);

    on.pool.invalidateAll();
    on.pool.invalidateAll();
    leases.forEach(Lease::release);
    on.runtime.finishAll();

    on.isQuietWith(0);
    assertThat(on.connector.opened).allMatch(thing -> thing.closes.get() == 1);
  }
}
