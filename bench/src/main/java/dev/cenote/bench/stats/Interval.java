package dev.cenote.bench.stats;

import java.util.Arrays;

/**
 * The median of some numbers, and between which of them the median of all numbers like them lies in
 * 95 of 100 cases, whatever their distribution: the k-th smallest and the k-th largest, where k is
 * the most for which fewer than k of n fair coins show heads in at most 2.5 of 100 cases. Of fewer
 * than six numbers it is the whole range, which is as much as they can say.
 *
 * @param low its lower end
 * @param median NaN if there were no numbers
 * @param high its upper end
 * @param count how many numbers there were
 */
public record Interval(double low, double median, double high, int count) {

  private static final double TAIL_MAX = 0.025;

  /** NaN does not count. */
  public static Interval of(double... numbers) {
    double[] sorted = Arrays.stream(numbers).filter(x -> !Double.isNaN(x)).sorted().toArray();
    if (sorted.length == 0) {
      return new Interval(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    int k = Math.max(1, rank(sorted.length));
    return new Interval(sorted[k - 1], Median.of(sorted), sorted[sorted.length - k], sorted.length);
  }

  /** Whether it is no more than the range of too few numbers: more could lie anywhere. */
  public boolean isRange() {
    return rank(count) == 0;
  }

  private static int rank(int n) {
    double term = Math.pow(0.5, n); // of exactly k heads
    double below = 0; // of fewer than k heads
    int k = 0;
    while (below + term <= TAIL_MAX) {
      below += term;
      term *= (double) (n - k) / (k + 1);
      k++;
    }
    return k;
  }
}
