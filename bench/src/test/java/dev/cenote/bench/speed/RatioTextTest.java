package dev.cenote.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.bench.stats.Interval;
import org.junit.jupiter.api.Test;

class RatioTextTest {

  @Test
  void ofARatioThreeDigitsAreShownAtMost() {
    assertThat(RatioText.of(0.204)).isEqualTo("0.20");
    assertThat(RatioText.of(12.34)).isEqualTo("12.3");
    assertThat(RatioText.of(123.4)).isEqualTo("123");
    assertThat(RatioText.of(188_172.66)).isEqualTo("> 1,000");
    assertThat(RatioText.of(0.004)).isEqualTo("< 0.01");
    assertThat(RatioText.of(Double.NaN)).isEqualTo("–");
  }

  @Test
  void oneThatWouldLookLikeItsLimitIsShownWithAThirdDecimal() {
    assertThat(RatioText.of(1.004, 1)).isEqualTo("1.004");
    assertThat(RatioText.of(0.668, 0.667)).isEqualTo("0.668");
    assertThat(RatioText.of(1, 1)).isEqualTo("1.00");
    assertThat(RatioText.of(1.2, 1)).isEqualTo("1.20");
  }

  @Test
  void anIntervalIsShownWhereItIsWiderThanItsMedian() {
    assertThat(RatioText.of(Interval.of(0.1, 0.2, 0.3))).isEqualTo("**0.20** (0.10–0.30)");
    assertThat(RatioText.of(Interval.of(1.004), 1)).isEqualTo("**1.004**");
    assertThat(RatioText.of(Interval.of())).isEqualTo("–");
  }
}
