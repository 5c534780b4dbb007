package dev.cenote.core.measure;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts waits by their length. Small enough to be there always: 400 bytes. Any thread; counting
 * takes no lock and allocates nothing, so that it can fail for no reason.
 */
public final class WaitTally {

  private final AtomicIntegerArray counts = new AtomicIntegerArray(Waits.BUCKETS);
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean any;

  /** Nobody has waited. */
  public WaitTally() {}

  /** Counts one. */
  public void waited(long nanos) {
    if (!any) {
      any = true;
    }
    counts.incrementAndGet(Waits.indexOf(nanos));
    long most = longest.get();
    while (nanos > most && !longest.compareAndSet(most, nanos)) {
      most = longest.get();
    }
  }

  /** All so far. */
  Waits read() {
    if (!any) {
      return Waits.NONE;
    }
    int[] now = new int[Waits.BUCKETS];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts.get(i);
    }
    return new Waits(now, longest.get());
  }

  /** The longest since it was last taken. */
  long longest() {
    return longest.get();
  }

  /** The same, and begins anew. */
  long takeLongest() {
    return longest.getAndSet(0);
  }
}
