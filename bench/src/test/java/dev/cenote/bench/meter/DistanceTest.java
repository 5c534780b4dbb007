package dev.cenote.bench.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class DistanceTest {

  @Test
  void toPassAWordTakesSomeNanoseconds() throws Exception {
    double nanos = Distance.nanos();
    assumeThat(nanos).isNotNaN();
    assertThat(nanos).isGreaterThan(1);
  }

  @Test
  void oneWayIsASixtyFourthOfTheShortestAsk() {
    assertThat(Distance.oneWay(64L * 40, 5_000)).isEqualTo(40);
  }

  @Test
  void whereBothHadToShareAProcessorItIsUnknown() {
    assertThat(Distance.oneWay(55_789_488, 1)).isNaN();
    assertThat(Distance.oneWay(64L * 40, 3)).isNaN();
    assertThat(Distance.oneWay(64L * 1_001, 5_000)).isNaN();
  }
}
