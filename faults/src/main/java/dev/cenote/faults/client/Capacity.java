package dev.cenote.faults.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * How many working connections a pool lends at the same time.
 *
 * @param lent how many it was in the end
 * @param nanos how long it took until it was all that were wanted, or until patience ended
 */
public record Capacity(int lent, long nanos) {

  private static final Duration FILLING_MAX = Duration.ofSeconds(10);
  private static final Duration RETURNING_MAX = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Asks for so many at once and holds them until all have one or patience ends; blocks. */
  public static Capacity of(DataSource pool, int wanted, Duration patience)
      throws InterruptedException {
    long began = System.nanoTime();
    long end = began + patience.toNanos();
    CountDownLatch missing = new CountDownLatch(wanted);
    CountDownLatch seen = new CountDownLatch(1);
    CountDownLatch kept = new CountDownLatch(wanted);
    AtomicInteger lent = new AtomicInteger();
    AtomicLong last = new AtomicLong(began);
    for (int i = 0; i < wanted; i++) {
      Thread thread =
          new Thread(
              () -> {
                Connection connection = workingOne(pool, end);
                if (connection != null) {
                  lent.incrementAndGet();
                  last.accumulateAndGet(System.nanoTime(), Math::max);
                  missing.countDown();
                  hold(connection, seen);
                }
                kept.countDown();
              },
              "holder-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    boolean all = missing.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    Capacity capacity = new Capacity(lent.get(), (all ? last.get() : System.nanoTime()) - began);
    seen.countDown();
    if (all) { // and all are back before anything else happens to them
      boolean unused = kept.await(RETURNING_MAX.toNanos(), TimeUnit.NANOSECONDS);
    }
    return capacity;
  }

  /** Has a pool lend all its connections once, so that all are open; fails if it does not. */
  public static void requireAll(DataSource pool, int size) throws InterruptedException {
    Capacity capacity = of(pool, size, FILLING_MAX);
    if (!capacity.isAll(size)) {
      throw new IllegalStateException("only " + capacity.lent() + " of " + size + " were opened");
    }
  }

  /** Whether so many were lent. */
  public boolean isAll(int wanted) {
    return lent >= wanted;
  }

  private static @Nullable Connection workingOne(DataSource pool, long end) {
    while (System.nanoTime() - end < 0) {
      Connection connection = null;
      try {
        connection = pool.getConnection();
        Work.QUERY.on(connection);
        return connection;
      } catch (SQLException | RuntimeException | Error e) {
        if (connection != null) {
          close(connection);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
    return null;
  }

  private static void hold(Connection connection, CountDownLatch seen) {
    try {
      seen.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close(connection);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException | RuntimeException | Error e) {
      // it was no good
    }
  }
}
