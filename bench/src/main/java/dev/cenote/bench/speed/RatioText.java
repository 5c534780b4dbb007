package dev.cenote.bench.speed;

import dev.cenote.bench.stats.Interval;
import java.util.Locale;

/** A ratio as people read it, with no more digits than it is worth. */
final class RatioText {

  private static final double MOST = 1_000;
  private static final double LEAST = 0.01;

  private RatioText() {}

  /** Three significant digits at most. */
  static String of(double ratio) {
    if (Double.isNaN(ratio)) {
      return "–";
    }
    if (ratio > MOST) {
      return "> 1,000";
    }
    if (ratio < LEAST) {
      return "< 0.01";
    }
    return text(ratio, ratio < 10 ? 2 : ratio < 100 ? 1 : 0);
  }

  /** One that is held against a limit, so that it does not look like it where it is not. */
  static String of(double ratio, double limit) {
    String text = of(ratio);
    boolean looksAlike = text.equals(of(limit)) && !text(ratio, 3).equals(text(limit, 3));
    return looksAlike ? text(ratio, 3) : text;
  }

  /** The median, with the interval where that is wider. */
  static String of(Interval interval) {
    return around(of(interval.median()), interval);
  }

  /** The same, held against a limit. */
  static String of(Interval interval, double limit) {
    return around(of(interval.median(), limit), interval);
  }

  private static String around(String median, Interval interval) {
    if (interval.count() == 0) {
      return median;
    }
    return interval.low() == interval.high()
        ? "**" + median + "**"
        : "**" + median + "** (" + of(interval.low()) + "–" + of(interval.high()) + ")";
  }

  private static String text(double ratio, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", ratio);
  }
}
