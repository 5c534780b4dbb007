package dev.cenote.bench.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class DistanceTest {

  @Test
  void toPassAWordTakesSomeNanoseconds() throws Exception {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    assertThat(Distance.nanos())
        .isGreaterThan(1)
        .isLessThan(1e9); // where both must take turns on one
  }
}
