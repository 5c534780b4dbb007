package dev.cenote.core.upkeep;

/**
 * The highest of the values seen within a sliding window, to within a quarter of it. Guarded by the
 * pool's control lock.
 */
public final class HighWater {

  private static final int BUCKETS = 5; // four quarters, and the one that is filling

  private final long bucketNanos;
  private final int[] highest = new int[BUCKETS];
  private long current;

  /** A window that has seen nothing. */
  public HighWater(long windowNanos, long now) {
    bucketNanos = Math.max(1, windowNanos / (BUCKETS - 1));
    current = Math.floorDiv(now, bucketNanos);
  }

  /** Another window, which begins with the peak of this one: what was needed is not forgotten. */
  public HighWater over(long windowNanos, long now) {
    HighWater other = new HighWater(windowNanos, now);
    other.observe(peak(now), now);
    return other;
  }

  /** Sees a value. */
  public void observe(int value, long now) {
    advance(now);
    int index = index(current);
    highest[index] = Math.max(highest[index], value);
  }

  /** The highest value seen within the window. */
  public int peak(long now) {
    advance(now);
    int peak = 0;
    for (int value : highest) {
      peak = Math.max(peak, value);
    }
    return peak;
  }

  private void advance(long now) {
    long bucket = Math.floorDiv(now, bucketNanos);
    long skipped = Math.min(bucket - current, BUCKETS);
    for (long step = 1; step <= skipped; step++) {
      highest[index(bucket - skipped + step)] = 0;
    }
    current = Math.max(current, bucket);
  }

  private static int index(long bucket) {
    return (int) Math.floorMod(bucket, (long) BUCKETS);
  }
}
