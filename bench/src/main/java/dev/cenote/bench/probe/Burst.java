package dev.cenote.bench.probe;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Pause;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stats.Median;
import dev.cenote.bench.stub.StubDriver;
import dev.cenote.bench.stub.StubPools;
import dev.cenote.bench.stub.Traffic;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Fifty threads ask at once a pool that keeps nothing open and may open fifty: until when all have
 * been served, and how many opens were begun by then. Each time with a new pool, in a JVM that has
 * seen a burst before, so that it is the pool that is cold and not the code.
 */
final class Burst implements Act {

  private static final int SIZE = 50;
  private static final long CONNECT_MILLIS = 150;
  private static final long WARMUP_CONNECT_MILLIS = 1;
  private static final long HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int idle;

  /** With so many idle connections when it begins. */
  Burst(int idle) {
    this.idle = idle;
  }

  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    for (int i = 0; i < span.warmupSeconds(); i++) {
      Object unused = once(adapter, WARMUP_CONNECT_MILLIS);
    }
    Meter meter = Meter.start();
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < span.seconds(); i++) {
      outcomes.add(once(adapter, CONNECT_MILLIS));
    }
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    numbers.put(
        Metric.DONE, Median.of(outcomes.stream().mapToDouble(Outcome::doneMillis).toArray()));
    numbers.put(Metric.OPENED, Median.of(outcomes.stream().mapToDouble(Outcome::opened).toArray()));
    numbers.put(Metric.OTHERS, meter.stop().othersPercent());
    int before = outcomes.stream().mapToInt(Outcome::before).max().orElse(0);
    return new Reading(numbers, before == idle ? "" : "began with " + before + " open");
  }

  private record Outcome(double doneMillis, int opened, int before) {}

  private Outcome once(PoolAdapter adapter, long connectMillis) throws Exception {
    int others = Traffic.open();
    Outcome outcome;
    try (OpenPool pool = adapter.open(StubDriver.target(connectMillis), PoolSettings.empty(SIZE))) {
      StubPools.lendAtOnce(pool.dataSource(), idle);
      awaitCalm();
      int before = Traffic.open() - others;
      int begun = Traffic.begun();
      double doneMillis = burst(pool.dataSource());
      outcome = new Outcome(doneMillis, Traffic.begun() - begun, before);
    }
    StubPools.await(() -> Traffic.open() <= others); // some pools close after their close
    return outcome;
  }

  /** Until nothing has been opened for a moment; who goes on opening is not waited for. */
  private static void awaitCalm() {
    long[] calm = {System.nanoTime() + CALM_NANOS};
    StubPools.await(() -> {
      if (Traffic.opening() > 0) {
        calm[0] = System.nanoTime() + CALM_NANOS;
      }
      return System.nanoTime() - calm[0] >= 0;
    });
  }

  private static double burst(DataSource pool) throws InterruptedException, SQLException {
    CountDownLatch ready = new CountDownLatch(SIZE);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(SIZE);
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    for (int i = 0; i < SIZE; i++) {
      Thread thread =
          new Thread(() -> {
            ready.countDown();
            try {
              go.await();
              use(pool);
            } catch (SQLException | InterruptedException | RuntimeException e) {
              failure.set(e);
            } finally {
              done.countDown();
            }
          });
      thread.setDaemon(true);
      thread.start();
    }
    ready.await();
    long began = System.nanoTime();
    go.countDown();
    done.await();
    long nanos = System.nanoTime() - began;
    Exception failed = failure.get();
    if (failed != null) {
      throw new SQLException("one of the burst was not served", failed);
    }
    return nanos / 1e6;
  }

  private static void use(DataSource pool) throws SQLException {
    Connection connection = pool.getConnection();
    Pause.nanos(HOLD_NANOS);
    connection.close();
  }
}
