package dev.cenote.core.measure;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Collects durations, for ever. Any thread; recording takes no lock and allocates nothing, so that
 * it can fail for no reason, not even for want of memory. It occupies 8 KB.
 *
 * <p>A duration is known to a sixteenth of itself.
 */
public final class Histogram {

  private final AtomicLongArray counts = new AtomicLongArray(Buckets.COUNT);
  private final AtomicLong sum = new AtomicLong();
  private final AtomicLong max = new AtomicLong();

  /** Nothing has been recorded. */
  public Histogram() {}

  /** Counts one duration; a negative one, from a clock that is not ours, counts as 0. */
  public void record(long nanos) {
    record(nanos, 1);
  }

  /** Counts one duration as if it had occurred so many times: it stands for others like it. */
  public void record(long nanos, int times) {
    long duration = Math.max(0, nanos);
    sum.addAndGet(duration * times);
    long most = max.get();
    while (duration > most && !max.compareAndSet(most, duration)) {
      most = max.get();
    }
    counts.addAndGet(Buckets.indexOf(duration), times);
  }

  /** What has been recorded so far. While others record, it may lack what they have just begun. */
  public Distribution read() {
    return read(0);
  }

  /** As above, and so many durations of 0, which nobody needed to record. */
  public Distribution read(long zeros) {
    long[] now = new long[Buckets.COUNT];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts.get(i);
    }
    now[0] += zeros;
    return new Distribution(now, sum.get(), max.get());
  }
}
