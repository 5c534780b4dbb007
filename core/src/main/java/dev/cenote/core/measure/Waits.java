package dev.cenote.core.measure;

import java.util.Arrays;

/**
 * How long callers waited, those who had to. Immutable. The longest is exact, all others are known
 * to a quarter; what is shorter than an eighth of a millisecond counts as 0.
 */
public final class Waits {

  private static final int PARTS_LOG = 2;
  private static final int PARTS = 1 << PARTS_LOG;
  private static final int SHORTEST_LOG = 17; // 131 µs: shorter waits are none to people
  private static final int POWERS = 23; // up to 18 minutes

  /** How many buckets there are. */
  static final int BUCKETS = 1 + POWERS * PARTS;

  /** Nobody has waited. */
  static final Waits NONE = new Waits(new int[BUCKETS], 0);

  private final int[] counts;
  private final long longestNanos;

  Waits(int[] counts, long longestNanos) {
    this.counts = counts;
    this.longestNanos = longestNanos;
  }

  /** Where a wait belongs. */
  static int indexOf(long nanos) {
    if (nanos < 1L << SHORTEST_LOG) {
      return 0;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int part = (int) (nanos >>> (power - PARTS_LOG)) - PARTS;
    return Math.min(BUCKETS - 1, 1 + (power - SHORTEST_LOG) * PARTS + part);
  }

  private static long highest(int index) {
    if (index == 0) {
      return 0;
    }
    int power = SHORTEST_LOG + index / PARTS;
    return index == BUCKETS - 1
        ? Long.MAX_VALUE
        : ((long) (PARTS + index % PARTS) << (power - PARTS_LOG)) - 1;
  }

  /** How many had to wait. */
  public long count() {
    long all = 0;
    for (int count : counts) {
      all += Integer.toUnsignedLong(count);
    }
    return all;
  }

  /** The longest; 0 if nobody had to wait. */
  public long longestNanos() {
    return longestNanos;
  }

  /** All of them together, a little too much rather than too little. */
  double sumNanos() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += (double) Integer.toUnsignedLong(counts[i]) * Math.min(highest(i), longestNanos);
    }
    return sum;
  }

  /**
   * How long so many percent of all callers waited at most.
   *
   * @param percent 0 to 100
   * @param callers all of them, with those who did not wait
   */
  long percentileNanos(double percent, long callers) {
    long rank = (long) Math.ceil(callers * percent / 100);
    long passed = callers - count();
    if (passed >= rank) {
      return 0;
    }
    for (int i = 0; i < counts.length; i++) {
      passed += Integer.toUnsignedLong(counts[i]);
      if (passed >= rank) {
        return Math.min(highest(i), longestNanos);
      }
    }
    return longestNanos;
  }

  /** Those that came after an earlier reading, and the longest of them if there are any. */
  Waits since(Waits earlier, long longest) {
    int[] difference = new int[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      difference[i] = counts[i] - earlier.counts[i]; // right even if a count has overflowed
    }
    return new Waits(difference, equals(earlier) ? 0 : longest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Waits waits && Arrays.equals(counts, waits.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }
}
