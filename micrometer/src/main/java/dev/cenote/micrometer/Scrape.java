package dev.cenote.micrometer;

import dev.cenote.core.measure.Measures;
import io.micrometer.core.instrument.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pool once for all the meters that are asked at about the same time, by one registry: to
 * count a pool takes its control lock. Any thread.
 *
 * <p>Maxima and percentiles are to be of late, not of ever. So two marks are kept, each a minute or
 * more after the one before; what is recent came after the older one.
 */
final class Scrape {

  /** Shorter than any interval between scrapes, longer than one scrape. */
  static final long FRESH_NANOS = 100_000_000;

  static final long MARK_NANOS = 60_000_000_000L;

  private final Readings pool;
  private final Clock clock;

  /** Guards all below. A lock, because several registries' threads may come at once. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Snapshot latest;
  private Measures older;
  private Measures newer;
  private long newerAt;

  /** Starts the pool's recording. */
  Scrape(Readings pool, Clock clock) {
    this.pool = pool;
    this.clock = clock;
    newer = pool.measures();
    older = newer;
    newerAt = clock.monotonicTime();
  }

  double acquireLimitSeconds() {
    return pool.acquireLimitSeconds();
  }

  /** The pool now, or less than {@link #FRESH_NANOS} ago. */
  Snapshot now() {
    lock.lock();
    try {
      long now = clock.monotonicTime();
      Snapshot known = latest;
      if (known == null || now - known.takenAt() >= FRESH_NANOS) {
        known = read(now);
        latest = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private Snapshot read(long now) {
    Measures measures = pool.measures();
    if (now - newerAt >= MARK_NANOS) {
      older = newer;
      newer = measures;
      newerAt = now;
    }
    return new Snapshot(now, pool.stats(), measures, measures.since(older));
  }
}
