package dev.cenote.bench.stats;

import java.util.Arrays;

/** The middle of several numbers, which one or two disturbed ones among them do not move. */
public final class Median {

  private Median() {}

  /** NaN if there are none. */
  public static double of(double... numbers) {
    if (numbers.length == 0) {
      return Double.NaN;
    }
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
