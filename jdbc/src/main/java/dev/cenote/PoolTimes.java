package dev.cenote;

import java.time.Duration;

/** Durations of settings as the JDK's waiting methods take them. */
final class PoolTimes {

  private PoolTimes() {}

  /** In nanoseconds; {@link Long#MAX_VALUE}, 292 years, for NONE and anything longer. */
  static long nanos(Duration duration) {
    boolean endless = duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0;
    return endless ? Long.MAX_VALUE : duration.toNanos();
  }
}
