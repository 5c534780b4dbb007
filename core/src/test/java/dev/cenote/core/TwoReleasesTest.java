package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two threads end one lease at the same time: the slower one must not mark what is not its own. */
class TwoReleasesTest {

  /** The bypass window and a tick of the coarse clock. */
  private static final Duration PAST_BYPASS = Duration.ofMillis(511);

  private final PoolUnderTest on = PoolUnderTest.of(1);

  @Test
  void theSlowerOneDoesNotMakeAnIdleConnectionLookJustUsed() {
    Lease<Thing> lease = on.lease();
    on.connector.duringNeedsReset =
        () -> {
          lease.release();
          on.runtime.advance(PAST_BYPASS);
        };

    assertThat(lease.release()).as("the other one ended it").isFalse();

    assertThat(on.arrive().isPending()).as("it is checked first").isTrue();
    assertThat(on.runtime.waiting(Kind.CHECK)).isEqualTo(1);
  }

  @Test
  void theSlowerOneDoesNotMakeAnIdleConnectionLookReturnedLast() {
    PoolUnderTest lifo =
        PoolUnderTest.with(b -> b.poolSize(2).maxOverflow(0).idleOrder(IdleOrder.LIFO));
    List<Lease<Thing>> leases = lifo.leases(2);
    Lease<Thing> first = leases.get(0);
    lifo.connector.duringNeedsReset =
        () -> {
          first.release();
          leases.get(1).release();
        };

    assertThat(first.release()).isFalse();

    assertThat(lifo.arrive().lease().resource()).isSameAs(lifo.connector.thing(2));
  }

  @Test
  void theSlowerOneDoesNotProlongTheDeadlineOfAnotherCall() {
    PoolUnderTest slow =
        PoolUnderTest.with(b ->
            b.poolSize(1)
                .maxOverflow(0)
                .resetTimeout(Duration.ofMinutes(1))
                .checkTimeout(Duration.ofSeconds(2)));
    Lease<Thing> lease = slow.lease();
    lease.resource().dirty = true;
    DriverCall[] check = new DriverCall[1];
    slow.connector.duringNeedsReset =
        () -> {
          lease.release();
          slow.runtime.advance(PAST_BYPASS);
          slow.arrive();
          check[0] = slow.runtime.take(Kind.CHECK);
          check[0].invoke(); // hangs
        };

    assertThat(lease.release()).isFalse();
    slow.runtime.advance(Duration.ofSeconds(2));

    assertThat(slow.stats().givenUp()).isEqualTo(1);
  }
}
