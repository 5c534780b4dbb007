package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a pool does by itself: fill, keep alive, replace, trim. */
class UpkeepTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static PoolUnderTest filled(UnaryOperator<PoolBuilder<Thing>> settings) {
    PoolUnderTest on = PoolUnderTest.with(b -> settings.apply(b.prefill(true)));
    on.runtime.live(Duration.ofSeconds(5));
    return on;
  }

  @Test
  void aPoolFillsItselfFromTheStart() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(6).maxOverflow(4).prefill(true));

    on.runtime.runDue();
    assertThat(on.runtime.waiting(Kind.OPEN)).as("the first goes alone").isEqualTo(1);
    on.runtime.finish(Kind.OPEN);
    on.runtime.runDue();
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(4);
    on.runtime.live(Duration.ofSeconds(1));

    on.isQuietWith(6);
  }

  @Test
  void aPoolThatIsNotToFillItselfOpensNothing() {
    PoolUnderTest on = PoolUnderTest.of(5);

    on.runtime.live(MINUTE);

    on.isQuietWith(0);
  }

  @Test
  void refillAfterRetire() {
    PoolUnderTest on = filled(b -> b.poolSize(3).maxOverflow(0));
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();

    on.runtime.live(Duration.ofMillis(1));

    on.isQuietWith(3);
    assertThat(on.stats().created()).isEqualTo(4);
  }

  @Test
  void refillGoesOnThroughAnOutageAndEndsIt() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(3).maxOverflow(0).prefill(true));
    on.connector.down = new IOException("down");
    on.runtime.live(MINUTE);
    assertThat(on.connector.attempts).hasSizeBetween(12, 40);

    on.connector.down = null;
    on.runtime.live(Duration.ofSeconds(6));

    on.isQuietWith(3);
  }

  @Test
  void keepaliveChecksIdleConnections() {
    PoolUnderTest on = filled(b -> b.poolSize(2).maxOverflow(0).keepalive(MINUTE));

    on.runtime.live(MINUTE.plusSeconds(2));
    assertThat(on.connector.opened).allMatch(thing -> thing.checks.get() == 1);
    on.runtime.live(MINUTE.plusSeconds(2));
    assertThat(on.connector.opened).allMatch(thing -> thing.checks.get() == 2);
    on.isQuietWith(2);
  }

  @Test
  void keepaliveDoesNotRefreshTheIdleAge() {
    PoolUnderTest on = filled(b -> b.poolSize(1).maxOverflow(0).keepalive(MINUTE));
    Thing thing = on.connector.thing(1);
    while (thing.checks.get() == 0) {
      on.runtime.live(Duration.ofMillis(100));
    }

    PoolUnderTest.Client client = on.arrive(); // within the bypass window of that check

    assertThat(client.isPending()).as("still as idle as before: checked first").isTrue();
    assertThat(on.stats().checking()).isEqualTo(1);
  }

  @Test
  void keepaliveLetsTrimmingGoOn() {
    PoolUnderTest on = filled(b -> b.poolSize(1).maxOverflow(3).keepalive(Duration.ofSeconds(2)));
    on.leases(4).forEach(Lease::release);

    on.runtime.live(MINUTE);

    on.isQuietWith(1);
  }

  @Test
  void keepaliveFindsTheDeadAndRefillReplacesThem() {
    PoolUnderTest on = filled(b -> b.poolSize(2).maxOverflow(0).keepalive(MINUTE));
    on.connector.thing(1).alive = false;

    on.runtime.live(MINUTE.plusSeconds(8));

    assertThat(on.connector.thing(1).aborts).hasValue(1);
    on.isQuietWith(2);
  }

  @Test
  void aBorrowedConnectionIsNotKeptAlive() {
    PoolUnderTest on = filled(b -> b.poolSize(1).maxOverflow(0).keepalive(MINUTE));
    on.lease();

    on.runtime.live(MINUTE.multipliedBy(3));

    assertThat(on.connector.thing(1).checks.get()).isLessThanOrEqualTo(1);
  }

  @Test
  void aWaiterTakesWhatAChoreIsChecking() {
    PoolUnderTest on = filled(b -> b.poolSize(1).maxOverflow(0).keepalive(MINUTE));
    on.runtime.advance(Duration.ofSeconds(56));
    assertThat(on.stats().checking()).isEqualTo(1);
    PoolUnderTest.Client client = on.arrive();

    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void trimClosesWhatWasNotNeeded() {
    PoolUnderTest on =
        filled(b -> b.poolSize(2).maxOverflow(4).overflowLinger(Duration.ofSeconds(30)));
    on.leases(6).forEach(Lease::release);
    on.runtime.live(Duration.ofSeconds(29));
    assertThat(on.stats().idle()).as("within the window").isEqualTo(6);

    on.runtime.live(Duration.ofSeconds(10));

    on.isQuietWith(2);
    assertThat(on.retired(RetireReason.SURPLUS)).isEqualTo(4);
  }

  @Test
  void withoutLingeringOverflowIsClosedWhenItComesBack() {
    PoolUnderTest on = filled(b -> b.poolSize(2).maxOverflow(4).overflowLinger(Duration.ZERO));
    List<Lease<Thing>> leases = on.leases(6);
    leases.get(0).resource().dirty = true; // the reset comes first

    leases.subList(0, 3).forEach(Lease::release);
    assertThat(on.retired(RetireReason.SURPLUS)).isEqualTo(3);
    assertThat(leases).isNotEmpty();
    leases.subList(3, 6).forEach(Lease::release);

    on.runtime.live(Duration.ofMillis(1));
    on.isQuietWith(2);
    assertThat(on.retired(RetireReason.SURPLUS)).isEqualTo(4);
    assertThat(on.connector.thing(1).resets).hasValue(1);
  }

  @Test
  void withoutLingeringWhoWaitsStillGetsWhatComesBack() {
    PoolUnderTest on =
        PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(1).overflowLinger(Duration.ZERO));
    List<Lease<Thing>> both = on.leases(2);
    PoolUnderTest.Client waiter = on.arrive();

    both.get(1).release();

    assertThat(waiter.lease().resource()).isSameAs(on.connector.thing(2));
    waiter.lease().release();
    both.get(0).release();
    on.runtime.live(Duration.ofMillis(1));
    on.isQuietWith(1);
  }

  @Test
  void trimKeepsWhatIsInUseTogether() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(5).overflowLinger(Duration.ofSeconds(30)));
    on.leases(6).forEach(Lease::release);

    for (int i = 0; i < 120; i++) {
      List<Lease<Thing>> together = on.leases(3);
      on.runtime.live(Duration.ofMillis(500));
      together.forEach(Lease::release);
    }

    assertThat(on.stats().open()).isBetween(3, 4);
  }

  @Test
  void trimTellsWhy() {
    PoolUnderTest on =
        filled(b -> b.poolSize(1).maxOverflow(1).overflowLinger(Duration.ofSeconds(4)));
    on.leases(2).forEach(Lease::release);
    on.runtime.live(Duration.ofSeconds(10));

    assertThat(on.events(PoolEvent.Retired.class))
        .singleElement()
        .satisfies(retired -> {
          assertThat(retired.reason()).isEqualTo(RetireReason.SURPLUS);
          assertThat(retired.cause()).isNull();
        });
  }

  @Test
  void aPoolThatKeepsNothingTrimsEverything() {
    PoolUnderTest on =
        PoolUnderTest.with(b -> b.poolSize(0).maxOverflow(3).overflowLinger(Duration.ofSeconds(4)));
    on.fill(3);

    on.runtime.live(Duration.ofSeconds(10));

    on.isQuietWith(0);
  }

  @Test
  void aPoolThatIsUsedByOneAtATimeIsTrimmedThoughEachUseNeedsACheck() {
    PoolUnderTest on =
        PoolUnderTest.with(
            b -> b.poolSize(1).maxOverflow(4).overflowLinger(Duration.ofSeconds(30)));
    on.fill(5);

    for (int second = 0; second < 300; second++) {
      on.runtime.live(Duration.ofSeconds(1));
      on.lease().release();
    }

    assertThat(on.stats().open()).isLessThanOrEqualTo(2);
  }
}
