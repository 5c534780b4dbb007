package dev.cenote.cli.demo;

import java.util.Arrays;

/** Percentiles of measured values, by nearest rank: each is a value that was measured. */
final class Percentiles {

  private final long[] sorted;

  private Percentiles(long[] sorted) {
    this.sorted = sorted;
  }

  /** Of these values, in any order; they are copied. */
  static Percentiles of(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Percentiles(sorted);
  }

  /** The value that this percentage of all values, more than 0 and at most 100, do not exceed. */
  long at(double percentage) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percentage / 100 * sorted.length);
    return sorted[Math.max(1, rank) - 1];
  }
}
