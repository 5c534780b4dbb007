package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Deliveries to waiters who have just left. */
class RefusedDeliveryTest {

  /** How long a head may be overtaken. */
  private static final Duration WINDOW = Duration.ofNanos(Handoff.BARGE_WINDOW_NANOS);

  @Test
  void aHandOffRefusedByOneWhoJustGaveUpGoesToTheNext() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.advance(WINDOW); // from now on a release goes straight to the head
    first.abandon(); // and has not come to take itself out of the queue

    lease.release();

    assertThat(first.isServed()).isFalse();
    assertThat(second.isServed()).isTrue();
  }

  @Test
  void aHandOffRefusedByAllLeavesTheConnectionIdle() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.advance(WINDOW);
    first.abandon();
    second.abandon();

    lease.release();

    on.isQuietWith(1);
    assertThat(first.leave()).isNull();
    assertThat(second.leave()).isNull();
    assertThat(on.arrive().isServed()).isTrue();
  }

  @Test
  void aHandOffWhoseWaiterLeftInTheInstantOfItsDeliveryIsNoLease() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).bargesMax(0));
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    on.runtime
        .time()
        .onRead(() -> {
          if (!lease.isActive()) { // it is on its way to the client
            client.abandon();
          }
        });

    lease.release();

    assertThat(client.isServed()).isFalse();
    assertThat(on.stats().idle()).isEqualTo(1);
    assertThat(on.stats().acquired()).isEqualTo(1);
  }

  @Test
  void anIdleConnectionWhoseWaiterLeftInTheInstantOfItsDeliveryIsNoLease() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arriveAsleep();
    lease.release(); // nudges the client
    on.runtime
        .time()
        .onRead(() -> {
          if (on.stats().leased() == 1) { // claimed for the client
            client.abandon();
          }
        });
    long before = on.stats().acquired();

    on.pool.heed();

    assertThat(client.isServed()).isFalse();
    assertThat(on.stats().idle()).isEqualTo(1);
    assertThat(on.stats().acquired()).isEqualTo(before);
  }
}
