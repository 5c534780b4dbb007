package dev.cenote.core.measure;

/**
 * How long something took, so many times: what a {@link Histogram} held at one moment. Immutable.
 * All times are nanoseconds. Count, sum and maximum are exact; what depends on the order of values
 * is known to a sixteenth of the value.
 */
public final class Distribution {

  /** Nothing was measured. */
  public static final Distribution NONE = new Distribution(new long[Buckets.COUNT], 0, 0);

  private final long[] counts;
  private final long count;
  private final long sumNanos;
  private final long maxNanos;

  Distribution(long[] counts, long sumNanos, long maxNanos) {
    this.counts = counts;
    this.sumNanos = sumNanos;
    this.maxNanos = maxNanos;
    long all = 0;
    for (long each : counts) {
      all += each;
    }
    this.count = all;
  }

  /** How many durations. */
  public long count() {
    return count;
  }

  /** All of them together. */
  public long sumNanos() {
    return sumNanos;
  }

  /** The longest; 0 if there is none. */
  public long maxNanos() {
    return maxNanos;
  }

  /**
   * A duration that so many percent did not exceed, at most a sixteenth too long; 0 if there is
   * none.
   *
   * @param percent 0 to 100
   * @throws IllegalArgumentException if it is not
   */
  public long percentileNanos(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent must be 0 to 100, is " + percent);
    }
    long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
    long passed = 0;
    for (int i = 0; i < counts.length && count > 0; i++) {
      passed += counts[i];
      if (passed >= rank) {
        return Math.min(Buckets.highest(i), maxNanos);
      }
    }
    return maxNanos;
  }

  /**
   * How many did not exceed this duration; those less than a sixteenth longer may be among them.
   */
  public long countUpTo(long nanos) {
    long upTo = 0;
    for (int i = 0; i < counts.length && Buckets.lowest(i) <= nanos; i++) {
      upTo += counts[i];
    }
    return upTo;
  }

  /**
   * What came after an earlier reading of the same histogram. The maximum of that span is known to
   * a sixteenth.
   */
  public Distribution since(Distribution earlier) {
    long[] difference = new long[counts.length];
    int last = -1;
    for (int i = 0; i < counts.length; i++) {
      difference[i] = Math.max(0, counts[i] - earlier.counts[i]);
      last = difference[i] > 0 ? i : last;
    }
    long most = last < 0 ? 0 : Math.min(Buckets.highest(last), maxNanos);
    return new Distribution(difference, Math.max(0, sumNanos - earlier.sumNanos), most);
  }

  @Override
  public String toString() {
    return count
        + " durations, p50 "
        + percentileNanos(50)
        + " ns, p99 "
        + percentileNanos(99)
        + " ns, max "
        + maxNanos
        + " ns";
  }
}
