package dev.cenote.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one pool in one registry. They refer to the scrape weakly, as is Micrometer's way:
 * the pool itself holds it, by what it is to do on close. For one thread, but for {@link #remove}.
 */
final class MeterSet {

  private final MeterRegistry registry;
  private final Scrape scrape;
  private final Tags pool;
  private final Set<Meter> meters = Collections.newSetFromMap(new IdentityHashMap<>());

  MeterSet(MeterRegistry registry, Scrape scrape, String poolName) {
    this.registry = registry;
    this.scrape = scrape;
    this.pool = Tags.of("pool", poolName);
  }

  void gauge(String name, Tags more, String what, ToDoubleFunction<Snapshot> value) {
    Tags tags = vacated(name, more);
    meters.add(
        Gauge.builder(name, scrape, source -> value.applyAsDouble(source.now()))
            .tags(tags)
            .description(what)
            .register(registry));
  }

  void seconds(String name, String what, ToDoubleFunction<Scrape> value) {
    Tags tags = vacated(name, Tags.empty());
    meters.add(
        TimeGauge.builder(name, scrape, TimeUnit.SECONDS, value)
            .tags(tags)
            .description(what)
            .register(registry));
  }

  void counter(String name, Tags more, String what, ToLongFunction<Snapshot> value) {
    Tags tags = vacated(name, more);
    meters.add(
        FunctionCounter.builder(name, scrape, source -> value.applyAsLong(source.now()))
            .tags(tags)
            .description(what)
            .register(registry));
  }

  void timer(
      String name, String what, ToLongFunction<Snapshot> count, ToLongFunction<Snapshot> nanos) {
    Tags tags = vacated(name, Tags.empty());
    meters.add(
        FunctionTimer.builder(
                name,
                scrape,
                source -> count.applyAsLong(source.now()),
                source -> nanos.applyAsLong(source.now()),
                TimeUnit.NANOSECONDS)
            .tags(tags)
            .description(what)
            .register(registry));
  }

  /**
   * The tags of a meter, after another of that name and these tags has been removed: it belongs to
   * a pool of the same name that came before, and the registry would keep that and not take ours.
   */
  private Tags vacated(String name, Tags more) {
    Tags tags = pool.and(more);
    registry.removeByPreFilterId(new Meter.Id(name, tags, null, null, Meter.Type.OTHER));
    return tags;
  }

  /** Removes what is still ours; a later pool of the same name may have taken some over. */
  void remove() {
    for (Meter meter : registry.getMeters()) {
      if (meters.contains(meter)) {
        registry.remove(meter);
      }
    }
  }
}
