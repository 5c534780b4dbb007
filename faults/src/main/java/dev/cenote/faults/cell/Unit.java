package dev.cenote.faults.cell;

import java.util.Locale;

/** What the number of a row counts. */
public enum Unit {
  /** How long it took. */
  MILLIS(" ms", 20),
  /** How many there were. */
  COUNT("", 0),
  /** How much memory. */
  MEBI(" MiB", 1);

  private final String suffix;
  private final double leastDifference;

  Unit(String suffix, double leastDifference) {
    this.suffix = suffix;
    this.leastDifference = leastDifference;
  }

  /** How far another value must be from this one to count as a difference. */
  public double margin(double value) {
    return Math.max(leastDifference, value / 10);
  }

  /** A value as people read it: whole but for MiB, and in seconds where milliseconds get long. */
  public String text(double value) {
    if (this == MILLIS && value >= 10_000) {
      return String.format(Locale.ROOT, "%.1f s", value / 1000);
    }
    if (this == MEBI) {
      return String.format(Locale.ROOT, "%.1f", value) + suffix;
    }
    return Math.round(value) + suffix;
  }
}
