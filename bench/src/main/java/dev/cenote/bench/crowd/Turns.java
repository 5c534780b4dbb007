package dev.cenote.bench.crowd;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.meter.Pause;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stub.StubPools;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Threads of which many exist and few run: each does a hundred cycles when it is its turn and then
 * gives the next one a turn. At no time do more of them run than there are processors, so nobody
 * waits for a connection; what grows with their number is what the pool keeps for each thread, and
 * how cold it is. The CPU time is that of the turns alone: to change them costs more than the
 * cycles, and is the same for every pool.
 */
final class Turns implements Act {

  private static final int CYCLES = 100;
  private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
  private static final long ENDING_MILLIS = 10_000;

  private final int size;
  private final int connections;

  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean isOver;

  Turns(int size, int connections) {
    this.size = size;
    this.connections = connections;
  }

  @Override
  public String obstacle() {
    return Batons.obstacle();
  }

  /**
   * Small stacks: 20,000 of the usual size are too much for some machines. And small pieces of the
   * heap for each thread: those that the JVM would give to threads which are seldom heard are so
   * large that it would do little but clear and collect them.
   */
  @Override
  public List<String> jvmArguments() {
    return List.of("-Xss256k", "-XX:TLABSize=8k", "-XX:-ResizeTLAB");
  }

  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    try (OpenPool pool = StubPools.filled(adapter, PoolSettings.filled(connections));
        Batons batons = new Batons(size)) {
      List<Sitter> sitters = start(pool.dataSource(), batons);
      Pause.nanos(TimeUnit.SECONDS.toNanos(span.warmupSeconds()));
      double cycles = -sum(sitters, sitter -> sitter.done);
      double nanos = -sum(sitters, sitter -> sitter.nanos);
      Meter meter = Meter.start();
      Pause.nanos(TimeUnit.SECONDS.toNanos(span.seconds()));
      Taken taken = meter.stop();
      cycles += sum(sitters, sitter -> sitter.done);
      nanos += sum(sitters, sitter -> sitter.nanos);
      end(sitters, batons);
      Exception failed = failure.get();
      if (failed != null) {
        throw failed;
      }
      return reading(taken, cycles, nanos).noted(pool.note());
    }
  }

  /** When all are there, as many have their turn as can run. */
  private List<Sitter> start(DataSource pool, Batons batons)
      throws IOException, InterruptedException {
    CountDownLatch there = new CountDownLatch(size);
    List<Sitter> sitters = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      sitters.add(new Sitter(new Cycle(pool, Hold.NOTHING), batons, there));
    }
    sitters.forEach(sitter -> sitter.thread.start());
    there.await();
    int processors = Runtime.getRuntime().availableProcessors();
    int running = Math.min(size, Math.min(connections, processors));
    for (int i = 0; i < running; i++) {
      batons.give();
    }
    return sitters;
  }

  private static double sum(List<Sitter> sitters, Function<Sitter, AtomicLong> what) {
    return sitters.stream().mapToDouble(sitter -> what.apply(sitter).getOpaque()).sum();
  }

  private void end(List<Sitter> sitters, Batons batons) throws IOException, InterruptedException {
    isOver = true;
    batons.release();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ENDING_MILLIS);
    for (Sitter sitter : sitters) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis > 0) {
        sitter.thread.join(millis);
      }
    }
  }

  private static Reading reading(Taken taken, double cycles, double nanos) {
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    taken.putInto(numbers, cycles);
    numbers.put(Metric.CPU, nanos / cycles); // not the process's: see above
    return Reading.of(numbers);
  }

  /** One of the threads. */
  private final class Sitter implements Runnable {

    private final Use use;
    private final Batons batons;
    private final CountDownLatch there;
    private final Thread thread = Threads.PLATFORM.make(this);

    /** Written by this thread, read by the one who measures. */
    private final AtomicLong done = new AtomicLong();

    private final AtomicLong nanos = new AtomicLong();

    Sitter(Use use, Batons batons, CountDownLatch there) {
      this.use = use;
      this.batons = batons;
      this.there = there;
    }

    @Override
    public void run() {
      there.countDown();
      try {
        long lap = 0;
        batons.take(lap);
        while (!isOver) {
          turn();
          batons.give();
          lap++;
          batons.take(lap);
        }
      } catch (IOException e) {
        failure.set(e);
      }
    }

    private void turn() {
      long began = CPU.getCurrentThreadCpuTime();
      try {
        for (int i = 0; i < CYCLES; i++) {
          use.run();
        }
        nanos.setOpaque(nanos.getPlain() + CPU.getCurrentThreadCpuTime() - began);
        done.setOpaque(done.getPlain() + CYCLES);
      } catch (SQLException | RuntimeException e) {
        failure.set(e);
      }
    }
  }
}
