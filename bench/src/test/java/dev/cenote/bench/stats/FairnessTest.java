package dev.cenote.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FairnessTest {

  @Test
  void allServedAlikeIsOne() {
    assertThat(Fairness.of(5, 5, 5)).isEqualTo(new Fairness(1, 5, 5));
  }

  @Test
  void oneServedOnlyIsOneByTheirNumber() {
    Fairness fairness = Fairness.of(0, 12, 0, 0);
    assertThat(fairness.jain()).isEqualTo(0.25);
    assertThat(fairness.spread()).isInfinite();
  }

  @Test
  void inBetweenItIsTheSquareOfTheSumByTheSumOfSquares() {
    Fairness fairness = Fairness.of(1, 2, 3);
    assertThat(fairness.jain()).isCloseTo(36.0 / (3 * 14), within(1e-12));
    assertThat(fairness.spread()).isEqualTo(3);
  }

  @Test
  void nobodyServedHasNoIndex() {
    assertThat(Fairness.of(0, 0).jain()).isNaN();
  }
}
