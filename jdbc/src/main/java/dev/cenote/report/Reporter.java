package dev.cenote.report;

import dev.cenote.core.AcquireException;
import dev.cenote.core.AcquireFailure;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolStats;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Findings;
import dev.cenote.physical.PhysicalConnection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who holds the connections of a pool. That takes the stacks of their borrowers, so it is
 * done at most once a second when many acquires fail; whoever fails in between hears what was found
 * last. Any thread; never blocks for long.
 */
public final class Reporter {

  private static final long FRESH_NANOS = 1_000_000_000;

  private final Pool<PhysicalConnection> pool;
  private final String name;
  private final Ticker ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private List<Holding> holdings = List.of(); // guarded by lock
  private long takenAt; // guarded by lock
  private boolean taken; // guarded by lock

  /** For one pool. */
  public Reporter(Pool<PhysicalConnection> pool, String name, Ticker ticker) {
    this.pool = pool;
    this.name = name;
    this.ticker = ticker;
  }

  /** What is to be said with an acquire that got nothing. */
  public Findings findings(AcquireException failure) {
    if (failure.failure() == AcquireFailure.DEADLOCK) {
      List<StackTraceElement> here = List.of(new Throwable().getStackTrace());
      return new Findings("", 0, Frames.path(Frames.ofApplication(here)));
    }
    if (!isAboutHolders(failure.failure())) {
      return Findings.NONE;
    }
    List<Holding> now = recent();
    int leaked = (int) now.stream().filter(Holding::isLeaked).count();
    List<HoldingGroup> groups = HoldingGroup.of(now);
    String largest = "";
    if (!groups.isEmpty() && !groups.get(0).place().isEmpty()) {
      HoldingGroup group = groups.get(0);
      largest = group.counts() + ": " + group.place();
    }
    return new Findings(largest, leaked, "");
  }

  private static boolean isAboutHolders(AcquireFailure failure) {
    return failure == AcquireFailure.BUSY || failure == AcquireFailure.QUEUE_FULL;
  }

  /**
   * The report on an acquire that got nothing.
   *
   * @param headline its message
   */
  public PoolReport on(AcquireException failure, ErrorCode cause, String headline) {
    return new PoolReport(headline, cause, failure.stats(), recent());
  }

  /**
   * The report on how things are now.
   *
   * @param status how things are, in a line
   * @param cause what is wrong; null if nothing is known to be
   */
  public PoolReport now(String status, PoolStats stats, @Nullable ErrorCode cause) {
    List<Holding> now = look();
    boolean full = stats.waiting() > 0 && stats.leased() >= stats.maximum();
    ErrorCode why = cause;
    if (why == null && full) {
      why =
          now.stream().anyMatch(Holding::isLeaked)
              ? ErrorCode.BORROWER_ENDED
              : ErrorCode.ALL_BORROWED;
    }
    return new PoolReport(status, why, stats, now);
  }

  private List<Holding> recent() {
    lock.lock();
    try {
      long now = ticker.nanos();
      if (!taken || now - takenAt >= FRESH_NANOS) {
        holdings = look();
        takenAt = ticker.nanos();
        taken = true;
      }
      return holdings;
    } finally {
      lock.unlock();
    }
  }

  private List<Holding> look() {
    return pool.holders().stream().map(Holding::of).toList();
  }

  @Override
  public String toString() {
    return "reporter of " + name;
  }
}
