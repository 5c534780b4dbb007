package dev.cenote.core.measure;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts waits by their length. Any thread; counting takes no lock and, for whoever has {@linkplain
 * #expect announced} a wait, allocates nothing, so that it can fail for no reason.
 */
public final class WaitTally {

  /** In most pools nobody ever waits: made for the first who does. */
  private final AtomicReference<@Nullable AtomicIntegerArray> counts = new AtomicReference<>();

  private final AtomicLong longest = new AtomicLong();

  /** Nobody has waited. */
  public WaitTally() {}

  /** Somebody is about to wait. */
  public void expect() {
    counts();
  }

  private AtomicIntegerArray counts() {
    AtomicIntegerArray made = counts.get();
    if (made == null) {
      AtomicIntegerArray first = new AtomicIntegerArray(Waits.BUCKETS);
      made = counts.compareAndSet(null, first) ? first : Objects.requireNonNull(counts.get());
    }
    return made;
  }

  /** Counts one. */
  public void waited(long nanos) {
    counts().incrementAndGet(Waits.indexOf(nanos));
    long most = longest.get();
    while (nanos > most && !longest.compareAndSet(most, nanos)) {
      most = longest.get();
    }
  }

  /** All so far. */
  Waits read() {
    AtomicIntegerArray made = counts.get();
    if (made == null) {
      return Waits.NONE;
    }
    int[] now = new int[Waits.BUCKETS];
    for (int i = 0; i < now.length; i++) {
      now[i] = made.get(i);
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
