package dev.cenote.bench.crowd;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
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
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Threads that each do the same number of cycles and end: the cost of all of it, the making of the
 * threads too. So a pool gains nothing by serving few of them only.
 */
final class FixedWork implements Act {

  private static final int CYCLES_A_SECOND = 200_000;

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

  /** Each second of the span stands for 200,000 cycles. */
  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    try (OpenPool pool = StubPools.filled(adapter, connections)) {
      work(pool.dataSource(), cyclesOfEach(span.warmupSeconds()));
      int each = cyclesOfEach(span.seconds());
      Meter meter = Meter.start();
      work(pool.dataSource(), each);
      Taken taken = meter.stop();
      double all = (double) each * size;
      Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
      numbers.put(Metric.CPU, taken.cpuNanos() / all);
      numbers.put(Metric.SERVED, all / taken.clockNanos() * 1e9);
      numbers.put(Metric.BYTES, taken.bytes() / all);
      numbers.put(Metric.PROCESSORS, taken.processors());
      numbers.put(Metric.OTHERS, taken.others() * 100);
      return Reading.of(numbers);
    }
  }

  private int cyclesOfEach(int seconds) {
    return Math.max(1, seconds * CYCLES_A_SECOND / size);
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
