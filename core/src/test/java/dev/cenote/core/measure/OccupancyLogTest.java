package dev.cenote.core.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OccupancyLogTest {

  private final WaitTally waits = new WaitTally();
  private final long tick = Duration.ofMillis(100).toNanos();
  private final OccupancyLog log = new OccupancyLog(0, tick);

  private static Totals acquired(long count) {
    return new Totals(count, 0, 0, 0, 0, 0);
  }

  @Test
  void leasesThatEndedBeforeAnybodyLookedAreNotForgotten() {
    Usage usage = log.read(tick / 2, acquired(20), waits);

    assertThat(usage.totals().acquired()).isEqualTo(20);
    assertThat(usage.busy().max()).as("somebody had one").isEqualTo(1);
  }

  @Test
  void neitherAreThoseOfADayInWhichNobodyLooked() {
    log.sample(tick, 1, 0, 0, waits, () -> acquired(20));
    log.sample(2 * tick, 0, 0, 0, waits, () -> acquired(20));

    Usage usage = log.read(Duration.ofHours(30).toNanos(), acquired(23), waits);

    assertThat(usage.totals().acquired()).isEqualTo(3);
  }
}
