package dev.cenote.bench.crowd;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stub.StubPools;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Threads that each do the same number of cycles and end: the cost of all of it, the making of the
 * threads too. So a pool gains nothing by serving few of them only. How many cycles is what the
 * pool does in the span, as far as its warm-up tells: so each is measured for about as long.
 */
final class FixedWork implements Act {

  /** How long a part of the warm-up takes at most, about. */
  private static final double PART_SECONDS = 1;

  /** A part of the warm-up has so many times the cycles of the one before, at most. */
  private static final double GROWTH = 8;

  private final Threads threads;
  private final int size;
  private final int connections;

  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

  FixedWork(Threads threads, int size, int connections) {
    this.threads = threads;
    this.size = size;
    this.connections = connections;
  }

  @Override
  public String obstacle() {
    return threads.obstacle();
  }

  /** Who is measured has not seen the code become hot: the threads of the warm-up have ended. */
  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    try (OpenPool pool = StubPools.filled(adapter, PoolSettings.filled(connections))) {
      double rate = warmUp(pool.dataSource(), span.warmupSeconds());
      int each = atLeastOne(rate * span.seconds());
      Meter meter = Meter.start();
      work(pool.dataSource(), each);
      Taken taken = meter.stop();
      double all = (double) each * size;
      Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
      numbers.put(Metric.SERVED, taken.perSecond(all));
      taken.putInto(numbers, all);
      return new Reading(numbers, pool.note());
    }
  }

  /**
   * Works in parts, of one cycle first, until the time is over.
   *
   * @return how many cycles each thread did in a second of the last part
   */
  private double warmUp(DataSource pool, int seconds) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    double rate;
    int each = 1;
    long now = System.nanoTime();
    do {
      long began = now;
      work(pool, each);
      now = System.nanoTime();
      rate = each * 1e9 / Math.max(1, now - began);
      each = atLeastOne(Math.min(each * GROWTH, rate * PART_SECONDS));
    } while (now - end < 0);
    return rate;
  }

  private static int atLeastOne(double cycles) {
    return (int) Math.max(1, cycles);
  }

  private void work(DataSource pool, int each) throws Exception {
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      running.add(threads.make(new Cycles(pool, each, failure)));
    }
    running.forEach(Thread::start);
    for (Thread thread : running) {
      thread.join();
    }
    Exception failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  /** What one thread does. */
  private static final class Cycles implements Runnable {

    private final DataSource pool;
    private final int count;
    private final AtomicReference<@Nullable Exception> failure;

    /** Where each handle is seen by others: so it must really be made, as in an application. */
    @SuppressWarnings("unused")
    private @Nullable Connection last;

    Cycles(DataSource pool, int count, AtomicReference<@Nullable Exception> failure) {
      this.pool = pool;
      this.count = count;
      this.failure = failure;
    }

    @Override
    public void run() {
      try {
        for (int i = 0; i < count; i++) {
          try (Connection connection = pool.getConnection()) {
            last = connection;
          }
        }
      } catch (SQLException | RuntimeException e) {
        failure.set(e);
      }
    }
  }
}
