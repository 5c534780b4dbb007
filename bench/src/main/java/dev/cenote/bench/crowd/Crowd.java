package dev.cenote.bench.crowd;

import dev.cenote.bench.crowd.Client.Phase;
import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stats.Fairness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Clients that use a pool of fewer connections for some seconds: how often each was served, how
 * long each waited, and what it cost. A wait counts when it ends; one that has not ended yet only
 * as the longest.
 */
public final class Crowd {

  private static final Duration ENDING_MAX = Duration.ofSeconds(10);

  private final Threads threads;
  private final int size;
  private final Use.Maker uses;
  private final boolean isTimed;

  /** What the clients do now; they read it in each cycle. */
  private volatile Phase phase = Phase.WARMUP;

  private volatile @Nullable Exception failure;

  Crowd(Threads threads, int size, Use.Maker uses, boolean isTimed) {
    this.threads = threads;
    this.size = size;
    this.uses = uses;
    this.isTimed = isTimed;
  }

  /** So many threads of the operating system, with clocks. */
  public static Crowd ofThreads(int size, Use.Maker uses) {
    return new Crowd(Threads.PLATFORM, size, uses, true);
  }

  /** Blocks for as long as the span is. Once. */
  public Reading measure(DataSource pool, Span span) throws InterruptedException {
    Waits waits = new Waits();
    List<Client> clients = new ArrayList<>();
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Client client = new Client(i, pool, uses, isTimed ? waits : null, this);
      clients.add(client);
      running.add(threads.make(client));
    }
    running.forEach(Thread::start);
    Hold.park(TimeUnit.SECONDS.toNanos(span.warmupSeconds()));
    Meter meter = Meter.start();
    phase = Phase.MEASURED;
    Hold.park(TimeUnit.SECONDS.toNanos(span.seconds()));
    long now = System.nanoTime();
    Taken taken = meter.stop();
    long[] served = clients.stream().mapToLong(Client::served).toArray();
    long failed = clients.stream().mapToLong(Client::failed).sum();
    long longest = clients.stream().mapToLong(client -> client.waitingAt(now)).max().orElse(0);
    phase = Phase.ENDED;
    Reading reading = reading(taken, served, failed, waits, longest);
    end(running);
    return reading;
  }

  private Reading reading(Taken taken, long[] served, long failed, Waits waits, long longest) {
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    double sum = 0;
    for (long count : served) {
      sum += count;
    }
    Fairness fairness = Fairness.of(served);
    numbers.put(Metric.SERVED, sum / taken.clockNanos() * 1e9);
    numbers.put(Metric.CPU, taken.cpuNanos() / sum);
    numbers.put(Metric.BYTES, taken.bytes() / sum);
    numbers.put(Metric.PROCESSORS, taken.processors());
    numbers.put(Metric.OTHERS, taken.others() * 100);
    numbers.put(Metric.JAIN, fairness.jain());
    numbers.put(Metric.SPREAD, fairness.spread());
    numbers.put(Metric.FAILED, (double) failed);
    waits.putInto(numbers);
    numbers.computeIfPresent(Metric.MAX, (max, millis) -> Math.max(millis, longest / 1e6));
    Exception first = failure;
    return new Reading(numbers, first == null ? "" : "the first failure: " + first.getMessage());
  }

  private static void end(List<Thread> running) throws InterruptedException {
    long end = System.nanoTime() + ENDING_MAX.toNanos();
    for (Thread thread : running) {
      long millis = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (millis > 0) {
        thread.join(millis);
      }
    }
  }

  Phase phase() {
    return phase;
  }

  boolean isMeasured() {
    return phase == Phase.MEASURED;
  }

  void failed(Exception e) {
    if (failure == null) {
      failure = e;
    }
  }
}
