package dev.cenote.core.measure;

import java.util.Arrays;

/**
 * How many of something were in use, weighted by time: over a span, for how long none, one, two and
 * so on. Immutable. Counts up to 31 are exact, larger ones known to a sixteenth; the mean and the
 * maximum are exact as far as one has looked.
 */
public final class Occupancy {

  private final long[] nanos;
  private final long spanNanos;
  private final long weighted;
  private final int max;

  /**
   * Over a span.
   *
   * @param nanos how long, by bucket; of none, which nobody needs to count, the rest of the span
   * @param weighted the sum of counts, each times how long
   */
  Occupancy(long[] nanos, long spanNanos, long weighted, int max) {
    this.nanos = nanos;
    this.spanNanos = spanNanos;
    this.weighted = weighted;
    this.max = max;
  }

  /** Over what time, in nanoseconds. */
  public long spanNanos() {
    return spanNanos;
  }

  /** How many on average; 0 if there was no time. */
  public double mean() {
    return spanNanos == 0 ? 0 : weighted / (double) spanNanos;
  }

  /** The most at once. */
  public int max() {
    return max;
  }

  /**
   * How many there were at most in so many percent of the time.
   *
   * @param percent 0 to 100
   * @throws IllegalArgumentException if it is not
   */
  public int percentile(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be 0 to 100, is " + percent);
    }
    long some = someNanos();
    double wanted = Math.max(spanNanos, some) * percent / 100;
    double passed = Math.max(0, spanNanos - some); // there was none
    if (passed >= wanted) {
      return 0;
    }
    for (int i = 0; i < nanos.length; i++) {
      passed += nanos[i];
      if (passed >= wanted) {
        return (int) Math.min(Buckets.highest(i), max);
      }
    }
    return max;
  }

  /** For how long there was any, in nanoseconds. */
  public long someNanos() {
    return Arrays.stream(nanos).sum();
  }

  /** All that there were, each times how long: nanoseconds. */
  public long weightedNanos() {
    return weighted;
  }

  /**
   * How many there were at most in so many percent of the time in which there was any.
   *
   * @param percent 0 to 100
   * @throws IllegalArgumentException if it is not
   */
  public int percentileOfSome(double percent) {
    return new Occupancy(nanos, someNanos(), weighted, max).percentile(percent);
  }

  @Override
  public String toString() {
    return "p50 " + percentile(50) + ", p99 " + percentile(99) + ", max " + max;
  }
}
