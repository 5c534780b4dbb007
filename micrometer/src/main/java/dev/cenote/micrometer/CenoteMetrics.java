package dev.cenote.micrometer;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.AcquireFailure;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.measure.Distribution;
import dev.cenote.core.measure.Measures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A pool's meters, with the tag {@code pool}. Their names and what they mean are listed in {@code
 * docs/monitoring/metrics.md}.
 *
 * <pre>{@code
 * CenoteMetrics.bind(pool, registry);
 * }</pre>
 *
 * <p>They are removed when the pool closes. They may be bound before the pool has started, but
 * after it was named. A pool of the same name that is bound later takes their place. All numbers of
 * a scrape come from one look at the pool, which is at most 100 ms old. Any thread; nothing blocks.
 */
public final class CenoteMetrics implements MeterBinder {

  /** Up to how many seconds durations are counted together. */
  private static final double[] LIMITS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, Double.POSITIVE_INFINITY
  };

  private static final double[] PERCENTILES = {0.5, 0.95, 0.99};

  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final CenoteDataSource pool;
  private final MetricNames names;

  /** For a pool, under our own names. */
  public CenoteMetrics(CenoteDataSource pool) {
    this(pool, MetricNames.CENOTE);
  }

  /** For a pool, under these names. */
  public CenoteMetrics(CenoteDataSource pool, MetricNames names) {
    this.pool = pool;
    this.names = names;
  }

  /** Binds a pool to a registry, under our own names. */
  public static void bind(CenoteDataSource pool, MeterRegistry registry) {
    new CenoteMetrics(pool).bindTo(registry);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    MeterSet meters = bind(Readings.of(pool), names, registry);
    pool.onClose(meters::remove);
  }

  static MeterSet bind(Readings readings, MetricNames names, MeterRegistry registry) {
    Scrape scrape = new Scrape(readings, registry.config().clock());
    MeterSet meters = new MeterSet(registry, scrape, readings.poolName());
    sizes(meters, names.prefix());
    durations(meters, names.prefix() + ".acquire", "How long callers waited", Measures::waits);
    durations(
        meters,
        names.prefix() + ".usage",
        "How long connections were borrowed, from one lease in 16",
        Measures::holds);
    durations(
        meters, names.prefix() + ".creation", "How long it took to open one", Measures::opens);
    counters(meters, names.prefix());
    own(meters);
    return meters;
  }

  /** What HikariCP has too. */
  private static void sizes(MeterSet meters, String prefix) {
    gauge(meters, prefix, "Connections open", PoolStats::open);
    gauge(meters, prefix + ".active", "Connections borrowed", PoolStats::leased);
    gauge(meters, prefix + ".idle", "Connections ready to be lent", PoolStats::idle);
    gauge(meters, prefix + ".pending", "Callers in the queue", PoolStats::waiting);
    gauge(
        meters,
        prefix + ".max",
        "Connections permitted",
        stats ->
            stats.maximum() == PoolConfig.UNLIMITED ? Double.POSITIVE_INFINITY : stats.maximum());
    gauge(meters, prefix + ".min", "Connections kept", PoolStats::poolSize);
  }

  private static void gauge(
      MeterSet meters, String name, String what, ToDoubleFunction<PoolStats> count) {
    meters.gauge(name, Tags.empty(), what, now -> count.applyAsDouble(now.stats()));
  }

  private static void counters(MeterSet meters, String prefix) {
    meters.counter(
        prefix + ".timeout",
        Tags.empty(),
        "Acquires that got nothing until their deadline",
        now -> now.stats().timedOut());
  }

  private static void durations(
      MeterSet meters, String name, String what, Function<Measures, Distribution> which) {
    meters.timer(
        name,
        what,
        now -> which.apply(now.measures()).count(),
        now -> which.apply(now.measures()).sumNanos());
    meters.gauge(
        name + ".seconds.max",
        Tags.empty(),
        what + ": the longest of late",
        now -> which.apply(now.recent()).maxNanos() / NANOS_PER_SECOND);
    for (double phi : PERCENTILES) {
      meters.gauge(
          name + ".seconds.percentile",
          Tags.of("phi", Double.toString(phi)),
          what + ": percentiles of late",
          now -> which.apply(now.recent()).percentileNanos(100 * phi) / NANOS_PER_SECOND);
    }
    for (double limit : LIMITS) {
      boolean all = Double.isInfinite(limit);
      long nanos = all ? Long.MAX_VALUE : (long) (limit * NANOS_PER_SECOND);
      meters.counter(
          name + ".seconds.histogram",
          Tags.of("le", all ? "+Inf" : Double.toString(limit)),
          what + ": how many up to that",
          now -> which.apply(now.measures()).countUpTo(nanos));
    }
  }

  /** What nobody else has. */
  private static void own(MeterSet meters) {
    String prefix = MetricNames.OWN;
    gauge(meters, prefix + ".opening", "Connections being opened", PoolStats::opening);
    gauge(
        meters,
        prefix + ".given.up",
        "Driver calls past their deadline that have not returned",
        PoolStats::givenUp);
    meters.seconds(
        prefix + ".acquire.limit", "How long an acquire may take", Scrape::acquireLimitSeconds);
    meters.seconds(
        prefix + ".time.since.last.connect",
        "Since a connection was last opened",
        source -> sinceLastConnect(source.now().stats()));
    refused(meters, prefix);
    meters.counter(
        prefix + ".leaks.suspected",
        Tags.empty(),
        "Leases that may never come back",
        now -> now.stats().leaksSuspected());
    for (OpenFailure kind : OpenFailure.values()) {
      meters.counter(
          prefix + ".creation.failures",
          Tags.of("reason", tag(kind)),
          "Attempts to open that failed",
          now -> count(now.stats().failedOpens(), kind));
    }
    for (RetireReason reason : RetireReason.values()) {
      meters.counter(
          prefix + ".evictions",
          Tags.of("reason", tag(reason)),
          "Connections that ended",
          now -> count(now.stats().retired(), reason));
    }
    meters.counter(
        prefix + ".validation.failures",
        Tags.empty(),
        "Connections that a check found dead",
        now ->
            count(now.stats().retired(), RetireReason.CHECK_FAILED)
                + count(now.stats().retired(), RetireReason.CHECK_TIMED_OUT)
                + count(now.stats().retired(), RetireReason.FOUND_CLOSED));
  }

  /** For all reasons but those of a pool that waits until the deadline, or has ended. */
  private static void refused(MeterSet meters, String prefix) {
    for (AcquireFailure reason : AcquireFailure.values()) {
      if (reason != AcquireFailure.CANNOT_OPEN && reason != AcquireFailure.CLOSED) {
        meters.counter(
            prefix + ".acquire.rejected",
            Tags.of("reason", tag(reason)),
            "Acquires that failed before their deadline",
            now -> now.stats().refused(reason));
      }
    }
  }

  private static double sinceLastConnect(PoolStats stats) {
    long nanos = stats.sinceLastOpenNanos();
    return nanos < 0 ? Double.NaN : nanos / NANOS_PER_SECOND;
  }

  private static <K> long count(Map<K, Long> counts, K key) {
    return counts.getOrDefault(key, 0L);
  }

  private static String tag(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
