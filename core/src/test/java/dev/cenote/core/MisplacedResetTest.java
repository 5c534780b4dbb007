package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Resets that find out that the server is the wrong one. */
class MisplacedResetTest {

  private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);

  private final PoolUnderTest on = PoolUnderTest.of(4);

  private void failsToReset(Lease<Thing> lease) {
    lease.resource().dirty = true;
    on.connector.failNext(Kind.RESET, new IOException("a standby"));
    lease.release();
    on.runtime.finishAll();
  }

  /** Somebody borrows, fails and comes again, for as long. */
  private void borrowersComeAgainFor(Duration time) {
    Duration step = Duration.ofMillis(10);
    PoolUnderTest.Client waiting = on.arrive();
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
      on.runtime.live(step);
      if (waiting.isServed()) {
        failsToReset(waiting.lease());
        waiting = on.arrive();
      }
    }
  }

  @Test
  void whileTheyDoAttemptsToOpenStartFurtherAndFurtherApart() {
    on.connector.misplaces = true;

    borrowersComeAgainFor(HALF_A_MINUTE);

    // Whoever waits is served every half second at the latest.
    assertThat(on.stats().created()).isBetween(50L, 80L);
    assertThat(on.retired(RetireReason.RESET_FAILED)).isGreaterThan(40);
  }

  @Test
  void oneDoubtsAllOtherConnections() {
    on.fill(2);
    on.connector.misplaces = true;
    failsToReset(on.lease());

    on.canLendAtOnce(2);

    int checks = on.connector.opened.stream().mapToInt(thing -> thing.checks.get()).sum();
    assertThat(checks).as("checks of the other").isPositive();
  }

  @Test
  void anyOtherFailureOfAResetDoubtsNone() {
    on.fill(2);
    failsToReset(on.lease());

    on.canLendAtOnce(2);

    assertThat(on.connector.opened).allMatch(thing -> thing.checks.get() == 0);
  }

  @Test
  void aResetThatWasGivenUpSaysNothingMore() {
    on.fill(2);
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    on.connector.misplaces = true;
    on.connector.duringReset = () -> on.runtime.advance(HALF_A_MINUTE);
    failsToReset(lease);

    assertThat(on.retired(RetireReason.RESET_FAILED)).isZero();
  }
}
