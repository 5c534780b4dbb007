package dev.cenote.micrometer;

import dev.cenote.core.AcquireFailure;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.measure.Histogram;
import dev.cenote.core.measure.Measures;
import java.time.Duration;
import java.util.Map;

/** A pool in a known state, the same on every machine: a bad quarter of an hour of "orders". */
final class FixedReadings implements Readings {

  private static final long SECOND = 1_000_000_000;

  final Histogram waits = new Histogram();
  final Histogram holds = new Histogram();
  final Histogram opens = new Histogram();

  /** Who was served without a wait. */
  long servedAtOnce;

  /** How often it was asked. */
  int looks;

  PoolStats stats =
      new PoolStats(
          10,
          15,
          15,
          1,
          9,
          2,
          0,
          0,
          0,
          1,
          0,
          0,
          false,
          37,
          4 * SECOND,
          SECOND,
          1_204,
          3,
          Map.of(AcquireFailure.QUEUE_FULL, 2L, AcquireFailure.DEADLOCK, 1L),
          21,
          12 * SECOND,
          18_000_000,
          Map.of(
              RetireReason.EXPIRED,
              4L,
              RetireReason.CHECK_FAILED,
              3L,
              RetireReason.FOUND_CLOSED,
              2L),
          Map.of(OpenFailure.UNREACHABLE, 5L, OpenFailure.TIMED_OUT, 1L),
          1,
          0);

  /** What has been measured since the meters were bound. */
  void happens() {
    servedAtOnce = 1_184;
    for (int i = 1; i <= 20; i++) {
      waits.record(Duration.ofMillis(8L * i).toNanos());
    }
    waits.record(Duration.ofSeconds(30).toNanos());
    for (int i = 1; i <= 75; i++) {
      holds.record(Duration.ofMillis(2L * i).toNanos(), 16);
    }
    for (int i = 0; i < 21; i++) {
      opens.record(Duration.ofMillis(18).toNanos());
    }
  }

  @Override
  public String poolName() {
    return "orders";
  }

  @Override
  public PoolStats stats() {
    looks++;
    return stats;
  }

  @Override
  public Measures measures() {
    return new Measures(waits.read(servedAtOnce), holds.read(), opens.read());
  }

  @Override
  public double acquireLimitSeconds() {
    return 30;
  }
}
