package dev.cenote.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One look at the pool serves all who ask at about the same time. */
class ScrapeTest {

  private final MockClock clock = new MockClock();
  private final FixedReadings pool = new FixedReadings();
  private final Scrape scrape = new Scrape(pool, clock);

  @Test
  void allMetersOfARegistryAreServedByOneLook() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    MeterSet held = CenoteMetrics.bind(pool, MetricNames.CENOTE, registry);

    assertThat(registry.getMetersAsString()).contains("cenote.connections.idle");
    assertThat(pool.looks).isEqualTo(1);
    held.remove();
  }

  @Test
  void aLookIsGoodForATenthOfASecond() {
    scrape.now();
    clock.add(Duration.ofMillis(99));
    scrape.now();
    assertThat(pool.looks).isEqualTo(1);

    clock.add(Duration.ofMillis(1));
    scrape.now();
    assertThat(pool.looks).isEqualTo(2);
  }

  @Test
  void whatIsRecentIsForgottenAfterTwoMinutesAtMostAndNotWithinOne() {
    pool.opens.record(Duration.ofSeconds(3).toNanos());
    for (int second = 0; second <= 60; second += 15) {
      assertThat(recentOpens()).isEqualTo(1);
      clock.add(Duration.ofSeconds(15));
    }
    for (int second = 75; second < 120; second += 15) {
      clock.add(Duration.ofSeconds(15));
    }
    assertThat(recentOpens()).isZero();
    assertThat(scrape.now().recent().opens().maxNanos()).isZero();
    assertThat(scrape.now().measures().opens().count()).isEqualTo(1);
  }

  private long recentOpens() {
    return scrape.now().recent().opens().count();
  }
}
