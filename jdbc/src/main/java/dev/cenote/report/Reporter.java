package dev.cenote.report;

import dev.cenote.core.AcquireException;
import dev.cenote.core.AcquireFailure;
import dev.cenote.core.Deadlock;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolStats;
import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Findings;
import dev.cenote.error.PoolErrors;
import dev.cenote.physical.PhysicalConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who holds the connections of a pool. That takes the stacks of their borrowers, so it is
 * done at most once a second when many acquires fail; whoever fails in between hears what was found
 * last. Any thread; never blocks for long.
 */
public final class Reporter {

  private static final long FRESH_NANOS = 1_000_000_000;
  private static final long PATIENCE_NANOS = 50_000_000;

  private final Pool<PhysicalConnection> pool;
  private final String name;
  private final Ticker ticker;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Look latest;

  /** Written so that a rehearsal has an outcome. */
  @SuppressWarnings({"unused", "UnusedVariable"})
  private volatile int rehearsed;

  /** What was seen, and what it comes to. */
  private record Look(List<Holding> holdings, Findings findings, long takenAt) {}

  /** For one pool. */
  public Reporter(Pool<PhysicalConnection> pool, String name, Ticker ticker) {
    this.pool = pool;
    this.name = name;
    this.ticker = ticker;
  }

  /** What is to be said with an acquire that got nothing. */
  public Findings findings(AcquireException failure) {
    if (failure.failure() == AcquireFailure.DEADLOCK) {
      Deadlock deadlock = failure.deadlock();
      String first = deadlock == null ? "" : Borrower.placeOf(deadlock.firstSite());
      List<StackTraceElement> here = List.of(new Throwable().getStackTrace());
      return new Findings("", 0, Borrower.placeOf(here), first);
    }
    Look look = isAboutHolders(failure) ? recent() : null;
    return look == null ? Findings.NONE : look.findings();
  }

  private static Findings findings(List<Holding> holdings) {
    int leaked = (int) holdings.stream().filter(Holding::isLeaked).count();
    List<HoldingGroup> groups = HoldingGroup.of(holdings);
    boolean known = holdings.stream().anyMatch(Holding::isKnown);
    String largest = known ? groups.get(0).counts() + ": " + groups.get(0).place() : "";
    return new Findings(largest, leaked, "", "");
  }

  /** Whether those who have connections are what the caller has waited for. */
  public static boolean isAboutHolders(AcquireException failure) {
    AcquireFailure why = failure.failure();
    PoolStats stats = failure.stats();
    boolean allAreHeld = stats.leased() > 0 && stats.leased() == stats.open();
    return why == AcquireFailure.BUSY
        || why == AcquireFailure.QUEUE_FULL
        || (why == AcquireFailure.CANNOT_OPEN && stats.isServerFull() && allAreHeld);
  }

  /**
   * The report on an acquire that got nothing.
   *
   * @param headline its message
   */
  public PoolReport on(AcquireException failure, ErrorCode cause, String headline) {
    List<Holding> holdings = List.of();
    if (failure.failure() == AcquireFailure.DEADLOCK) {
      holdings = look(); // what was seen before it came about says nothing
    } else {
      Look look = recent();
      holdings = look == null ? holdings : look.holdings();
    }
    return new PoolReport(headline, cause, failure.stats(), holdings);
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
    ErrorCode why = cause == ErrorCode.PAUSED || isFelt(stats) ? cause : null;
    if (why == null && full) {
      why =
          now.stream().anyMatch(Holding::isLeaked)
              ? ErrorCode.BORROWER_ENDED
              : ErrorCode.ALL_BORROWED;
    }
    IdleLimit limit = pool.usage().idleLimit();
    String learned = limit == null ? "" : IdleLimitText.of(limit) + ".";
    return new PoolReport(status, why, stats, now, learned);
  }

  /** What the numbers of a pool say of its size, and of its idle connections. */
  public static Advice advice(String name, Pool<PhysicalConnection> pool) {
    PoolStats stats = pool.stats();
    boolean full = stats.waiting() > 0 && stats.leased() >= stats.maximum();
    String reading = full ? Reading.of(look(pool)) : "";
    return Advice.of(name, pool.usage(), reading);
  }

  /** Why the last open failed matters only where connections are missing. */
  private static boolean isFelt(PoolStats stats) {
    return stats.waiting() > 0 || stats.open() < Math.max(1, stats.poolSize());
  }

  /** At most a second old; null if somebody has begun to look and is not quick enough. */
  private @Nullable Look recent() {
    Look last = fresh();
    if (last != null || !mayLook()) {
      return last;
    }
    try {
      last = fresh(); // by who has just looked
      return last != null ? last : lookAnew();
    } finally {
      looking.unlock();
    }
  }

  private @Nullable Look fresh() {
    Look last = latest;
    return last != null && ticker.nanos() - last.takenAt() < FRESH_NANOS ? last : null;
  }

  /** Those who come to their deadlines together wait for the one who looks, but not for long. */
  private boolean mayLook() {
    try {
      return looking.tryLock(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Look lookAnew() {
    List<Holding> holdings = look();
    Look now = new Look(holdings, findings(holdings), ticker.nanos());
    latest = now;
    return now;
  }

  /**
   * Writes a report and an error for nobody. The first ones of a JVM take a tenth of a second, most
   * of it for code that was never run: time that a caller at its deadline does not have.
   */
  public void rehearse(PoolErrors errors) {
    PoolStats stats = pool.stats();
    List<Holding> holdings = look();
    SQLException unsent = errors.allBorrowed(stats, FRESH_NANOS, findings(holdings));
    String line = String.valueOf(unsent.getMessage());
    String unread = new PoolReport(line, ErrorCode.ALL_BORROWED, stats, holdings).toString();
    rehearsed = unread.length();
  }

  private List<Holding> look() {
    return look(pool);
  }

  private static List<Holding> look(Pool<PhysicalConnection> pool) {
    return pool.holders().stream().map(Holding::of).toList();
  }

  @Override
  public String toString() {
    return "reporter of " + name;
  }
}
