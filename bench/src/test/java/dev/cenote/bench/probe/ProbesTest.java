package dev.cenote.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProbesTest {

  private static final Span ONCE = new Span(1, 1);

  static Stream<String> pools() {
    return Pools.ALL.stream().filter(pool -> !pool.isBound()).map(PoolAdapter::key);
  }

  @ParameterizedTest
  @MethodSource("pools")
  void everyPoolServesAColdBurst(String key) throws Exception {
    Reading reading = new Burst(0).run(Pools.of(key).orElseThrow(), ONCE);
    assertThat(reading.of(Metric.DONE)).isGreaterThanOrEqualTo(150);
    assertThat(reading.of(Metric.OPENED)).isBetween(1.0, 100.0);
    assertThat(reading.note()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pools")
  void everyPoolServesABurstWithFiveIdle(String key) throws Exception {
    Reading reading = new Burst(5).run(Pools.of(key).orElseThrow(), ONCE);
    assertThat(reading.of(Metric.DONE)).isBetween(2.0, 30_000.0);
  }
}
