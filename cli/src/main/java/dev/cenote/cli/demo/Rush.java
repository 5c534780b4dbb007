package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** More clients than connections: all ask at once, again and again, for a while. */
final class Rush {

  /** How long each query keeps its connection: the work that a real program does with the rows. */
  static final Duration HOLD = Duration.ofMillis(20);

  private static final Duration LENGTH = Duration.ofSeconds(2);
  private static final Duration SAMPLE_EVERY = Duration.ofMillis(50);

  private final CenoteDataSource pool;
  private final UsersTable users;
  private final CountDownLatch start = new CountDownLatch(1);
  private final CountDownLatch finished;
  private final LongAdder doneCount = new LongAdder();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean stopped;

  /** Is told the state of the pool many times while the clients run. */
  @FunctionalInterface
  interface Watcher {
    void see(PoolStats stats, long elapsedNanos, long doneCount);
  }

  private Rush(CenoteDataSource pool, UsersTable users, int clients) {
    this.pool = pool;
    this.users = users;
    this.finished = new CountDownLatch(clients);
  }

  /** Runs the clients and returns when the last has finished. */
  static RushResult run(CenoteDataSource pool, UsersTable users, int clients, Watcher watcher)
      throws SQLException, InterruptedException {
    return new Rush(pool, users, clients).run(clients, watcher);
  }

  private RushResult run(int clients, Watcher watcher) throws SQLException, InterruptedException {
    List<Client> all = new ArrayList<>();
    for (int i = 1; i <= clients; i++) {
      Client client = new Client();
      all.add(client);
      Thread thread = new Thread(client, "client-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    PoolStats before = pool.stats();
    long begun = System.nanoTime();
    start.countDown();
    int waitingMax = 0;
    while (!finished.await(SAMPLE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      PoolStats stats = pool.stats();
      waitingMax = Math.max(waitingMax, stats.waiting());
      watcher.see(stats, System.nanoTime() - begun, doneCount.sum());
    }
    long elapsed = System.nanoTime() - begun;
    throwIfFailed();
    return result(all, elapsed, waitingMax, before);
  }

  private void throwIfFailed() throws SQLException {
    Throwable failed = failure.get();
    if (failed instanceof SQLException told) {
      throw told;
    }
    if (failed != null) {
      throw new IllegalStateException("a client failed: " + failed, failed);
    }
  }

  private RushResult result(List<Client> clients, long elapsed, int waitingMax, PoolStats before)
      throws SQLException {
    SQLException refusal = refusal(clients);
    if (refusal != null && doneCount.sum() == 0) {
      throw refusal;
    }
    return new RushResult(
        clients.size(),
        elapsed,
        doneCount.sum(),
        clients.stream().mapToLong(client -> client.gaveUpCount).sum(),
        refusal == null ? "" : String.valueOf(refusal.getMessage()),
        Percentiles.of(clients.stream().flatMapToLong(client -> client.waits.build()).toArray()),
        waitingMax,
        before,
        pool.stats());
  }

  private static @Nullable SQLException refusal(List<Client> clients) {
    for (Client client : clients) {
      if (client.refusal != null) {
        return client.refusal;
      }
    }
    return null;
  }

  /** One client; its fields are read when it has finished. */
  private final class Client implements Runnable {
    private final LongStream.Builder waits = LongStream.builder();
    private long gaveUpCount;
    private @Nullable SQLException refusal;

    @Override
    public void run() {
      try {
        start.await();
        long begun = System.nanoTime();
        while (!stopped && System.nanoTime() - begun < LENGTH.toNanos()) {
          work();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (SQLException | RuntimeException | Error e) {
        failure.compareAndSet(null, e);
        stopped = true;
      } finally {
        finished.countDown();
      }
    }

    private void work() throws SQLException, InterruptedException {
      try (Connection connection = borrow()) {
        if (connection != null) {
          Rows unused = users.ask(connection);
        }
        Thread.sleep(HOLD.toMillis());
        if (connection != null) {
          doneCount.increment();
        }
      }
    }

    /** Null if there was none in time. */
    private @Nullable Connection borrow() throws SQLException {
      long begun = System.nanoTime();
      try {
        Connection connection = pool.getConnection();
        waits.add(System.nanoTime() - begun);
        return connection;
      } catch (SQLTransientConnectionException busy) {
        gaveUpCount++;
        refusal = busy;
        return null;
      }
    }
  }
}
