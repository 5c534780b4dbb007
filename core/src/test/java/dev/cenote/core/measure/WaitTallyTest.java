package dev.cenote.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitTallyTest {

  private static final long MILLI = 1_000_000;

  @ParameterizedTest
  @ValueSource(longs = {131_072, 150_000, 1_000_000, 10_000_000, 333_333_333, 60_000_000_000L})
  void aWaitIsKnownToAQuarter(long nanos) {
    WaitTally tally = new WaitTally();
    tally.waited(nanos);
    tally.waited(2 * nanos);

    long known = tally.read().percentileNanos(50, 2);
    assertThat(known).isBetween(nanos, nanos + nanos / 4);
    assertThat(tally.read().percentileNanos(100, 2)).isEqualTo(2 * nanos);
  }

  @Test
  void whatIsShorterThanAnEighthOfAMillisecondIsNoWait() {
    WaitTally tally = new WaitTally();
    tally.waited(100_000);

    assertThat(tally.read().count()).isEqualTo(1);
    assertThat(tally.read().percentileNanos(100, 1)).isZero();
  }

  @Test
  void whoDidNotWaitCountsToo() {
    WaitTally tally = new WaitTally();
    tally.waited(8 * MILLI);

    assertThat(tally.read().percentileNanos(99, 100)).isZero();
    assertThat(tally.read().percentileNanos(99.5, 100)).isEqualTo(8 * MILLI);
  }

  @Test
  void theLongestWaitsHaveABucketToo() {
    WaitTally tally = new WaitTally();
    tally.waited(Long.MAX_VALUE);
    tally.waited(-1);

    assertThat(tally.read().count()).isEqualTo(2);
    assertThat(tally.read().percentileNanos(100, 2)).isEqualTo(Long.MAX_VALUE);
  }
}
