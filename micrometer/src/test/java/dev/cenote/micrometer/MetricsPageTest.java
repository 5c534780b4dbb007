package dev.cenote.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.build.tidy.Repository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/monitoring/metrics.md} shows, literally, what registries say of a pool in a
 * known state. To write what they say now into the page, run this with {@code
 * -Dcenote.rewritePages=true}.
 */
class MetricsPageTest {

  private static final Path PAGE =
      Repository.current().root().resolve("docs/monitoring/metrics.md");

  private final MockClock clock = new MockClock();
  private final FixedReadings pool = new FixedReadings();

  @Test
  void whatPrometheusScrapesIsOnThePage() throws IOException {
    thePageShows("prometheus", scrape(MetricNames.CENOTE));
  }

  @Test
  void whatPrometheusScrapesUnderTheNamesOfHikariIsOnThePage() throws IOException {
    String theirs =
        scrape(MetricNames.HIKARICP)
            .lines()
            .filter(line -> line.startsWith("hikaricp") && !line.contains("{le="))
            .collect(Collectors.joining("\n", "", "\n"));
    thePageShows("hikaricp", theirs);
  }

  @Test
  void whatARegistryWithoutABackendHoldsIsOnThePage() throws IOException {
    SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    happens(MetricNames.CENOTE, registry);
    String text =
        Arrays.stream(registry.getMetersAsString().split("\n"))
            .sorted()
            .collect(Collectors.joining("\n", "", "\n"));
    thePageShows("simple", text);
  }

  private String scrape(MetricNames names) {
    PrometheusMeterRegistry registry =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
    happens(names, registry);
    return registry.scrape();
  }

  private void happens(MetricNames names, MeterRegistry registry) {
    CenoteMetrics.bind(pool, names, registry);
    pool.happens();
    clock.add(Duration.ofSeconds(15));
  }

  private static void thePageShows(String block, String text) throws IOException {
    String page = Files.readString(PAGE);
    String begin = "<!-- " + block + " -->\n```text\n";
    int from = page.indexOf(begin);
    assertThat(from).as("the page has a block %s", block).isNotNegative();
    int to = page.indexOf("```\n", from + begin.length());
    String now = page.substring(0, from + begin.length()) + text + page.substring(to);
    if (Boolean.getBoolean("cenote.rewritePages")) {
      Files.writeString(PAGE, now);
    } else {
      assertThat(page).isEqualTo(now);
    }
  }
}
