package dev.cenote.cli.terminal;

import java.util.Locale;

/** Writes measured numbers with three digits, in the unit that fits. */
public final class Times {

  private static final String[] UNITS = {"ns", "µs", "ms", "s"};

  private Times() {}

  /** Writes nanoseconds: {@code 9.81 ms}, {@code 82.1 µs}, {@code 104 s}. */
  public static String of(long nanos) {
    return of((double) nanos);
  }

  /** Writes an average of nanoseconds. */
  public static String of(double nanos) {
    double value = nanos;
    int unit = 0;
    while (unit < UNITS.length - 1 && rounded(value) >= 1000) {
      value /= 1000;
      unit++;
    }
    return digits(value, unit == 0) + " " + UNITS[unit];
  }

  /** Writes a factor: {@code 119}, {@code 7.4}, {@code 1.04}. */
  public static String factor(double factor) {
    return digits(factor, false);
  }

  /** Writes a whole number, its thousands apart. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String digits(double value, boolean whole) {
    double rounded = rounded(value);
    int decimals = whole || rounded >= 100 ? 0 : rounded >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** To the three digits that are shown, so that 999.6 already counts as 1000. */
  private static double rounded(double value) {
    double step = value >= 100 ? 1 : value >= 10 ? 0.1 : 0.01;
    return Math.round(value / step) * step;
  }
}
