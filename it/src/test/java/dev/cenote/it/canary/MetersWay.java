package dev.cenote.it.canary;

import dev.cenote.CenoteDataSource;
import dev.cenote.micrometer.CenoteMetrics;
import dev.cenote.micrometer.MetricNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** The meters of pools, with their tags and descriptions, and what Prometheus reads. */
final class MetersWay {

  static final String NAME = "meters";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  void bind(CenoteDataSource pool) {
    for (MetricNames names : MetricNames.values()) {
      new CenoteMetrics(pool, names).bindTo(registry);
    }
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  void sweep(Outputs outputs) {
    for (Meter meter : registry.getMeters()) {
      outputs.add(NAME, meter.getId() + " " + meter.getId().getDescription());
    }
    outputs.add(NAME, registry.scrape());
  }
}
