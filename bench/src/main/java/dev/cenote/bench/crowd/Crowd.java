package dev.cenote.bench.crowd;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.meter.Pause;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stats.Fairness;
import java.time.Duration;
import java.util.EnumMap;
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

  private static final Duration SETTLING = Duration.ofSeconds(1);

  private final Threads threads;
  private final int size;
  private final Use.Maker uses;
  private final boolean isTimed;

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

  /** Blocks for as long as the span is, and until all clients have begun and ended. */
  public Reading measure(DataSource pool, Span span) throws InterruptedException {
    return measure(pool, span, new Door(pool, 0));
  }

  /**
   * The same. Whoever is measured has not seen the code become hot: a thread would go on with the
   * slow code that it began with, as no thread does that begins with a request.
   */
  Reading measure(DataSource pool, Span span, Door door) throws InterruptedException {
    Exception before = span.warmupSeconds() > 0 ? warmUp(pool, span, door) : null;
    Waits waits = new Waits();
    Generation clients = new Generation(size);
    clients.begin(threads, pool, uses, isTimed ? waits : null, door);
    Pause.nanos(SETTLING.toNanos());
    Meter meter = Meter.start();
    clients.count();
    Pause.nanos(TimeUnit.SECONDS.toNanos(span.seconds()));
    long now = System.nanoTime();
    Taken taken = meter.stop();
    long[] served = clients.served();
    long refused = clients.refused();
    long longest = clients.waitingAt(now);
    Exception failure = before == null ? clients.failure() : before;
    clients.end();
    return reading(taken, served, refused, waits, longest, failure);
  }

  private @Nullable Exception warmUp(DataSource pool, Span span, Door door)
      throws InterruptedException {
    Generation clients = new Generation(size);
    clients.begin(threads, pool, uses, isTimed ? new Waits() : null, door);
    Pause.nanos(TimeUnit.SECONDS.toNanos(span.warmupSeconds()));
    clients.end();
    return clients.failure();
  }

  private static Reading reading(
      Taken taken,
      long[] served,
      long failed,
      Waits waits,
      long longest,
      @Nullable Exception failure) {
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    double sum = 0;
    for (long count : served) {
      sum += count;
    }
    Fairness fairness = Fairness.of(served);
    numbers.put(Metric.SERVED, taken.perSecond(sum));
    taken.putInto(numbers, sum);
    numbers.put(Metric.JAIN, fairness.jain());
    numbers.put(Metric.SPREAD, fairness.spread());
    numbers.put(Metric.FAILED, (double) failed);
    waits.putInto(numbers);
    numbers.computeIfPresent(Metric.MAX, (max, millis) -> Math.max(millis, longest / 1e6));
    return new Reading(
        numbers, failure == null ? "" : "the first failure: " + failure.getMessage());
  }
}
