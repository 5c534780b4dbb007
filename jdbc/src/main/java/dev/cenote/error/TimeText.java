package dev.cenote.error;

import java.time.Duration;

/** Writes times as people read them: {@code 18 ms}, {@code 30.0 s}, {@code 6 min 10 s}. */
public final class TimeText {

  private static final long MICRO = 1_000L;
  private static final long MILLI = 1_000_000L;
  private static final long TENTH = 100_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private TimeText() {}

  /** Writes nanoseconds; {@link Long#MAX_VALUE} is "for ever". */
  public static String ofNanos(long nanos) {
    if (nanos == Long.MAX_VALUE) {
      return "for ever";
    }
    if (nanos < MILLI) {
      return nanos == 0 ? "0 s" : Math.max(1, nanos / MICRO) + " µs";
    }
    if (nanos < SECOND) {
      return nanos / MILLI + " ms";
    }
    if (nanos < MINUTE) {
      long tenths = (nanos + TENTH / 2) / TENTH; // a formatter takes long to load
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    if (nanos < HOUR) {
      return twoUnits(nanos / MINUTE, "min", nanos % MINUTE / SECOND, "s");
    }
    return twoUnits(nanos / HOUR, "h", nanos % HOUR / MINUTE, "min");
  }

  /** Writes a duration. */
  public static String of(Duration duration) {
    boolean endless = duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0;
    return ofNanos(endless ? Long.MAX_VALUE : duration.toNanos());
  }

  private static String twoUnits(long big, String bigUnit, long small, String smallUnit) {
    String text = big + " " + bigUnit;
    return small == 0 ? text : text + " " + small + " " + smallUnit;
  }
}
