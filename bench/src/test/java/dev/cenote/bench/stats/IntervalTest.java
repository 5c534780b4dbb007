package dev.cenote.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {

  @Test
  void fewNumbersSayNoMoreThanTheirRange() {
    assertThat(Interval.of(3, 1, 2)).isEqualTo(new Interval(1, 2, 3, 3));
    assertThat(Interval.of(1, 2, 3, 4, 5)).isEqualTo(new Interval(1, 3, 5, 5));
    assertThat(upTo(5).isRange()).isTrue();
    assertThat(upTo(6).isRange()).isFalse();
  }

  @Test
  void ofTenNumbersTheOutermostDoNotCountAndOfTwentyTheFiveOutermost() {
    // as in any table of the sign test: the 2nd and the 9th of 10, the 6th and the 15th of 20
    assertThat(upTo(10)).isEqualTo(new Interval(2, 5.5, 9, 10));
    assertThat(upTo(20)).isEqualTo(new Interval(6, 10.5, 15, 20));
    assertThat(upTo(8)).isEqualTo(new Interval(1, 4.5, 8, 8));
    assertThat(upTo(9)).isEqualTo(new Interval(2, 5, 8, 9));
  }

  @Test
  void whatWasNotMeasuredDoesNotCount() {
    assertThat(Interval.of(Double.NaN, 7)).isEqualTo(new Interval(7, 7, 7, 1));
    assertThat(Interval.of().median()).isNaN();
  }

  private static Interval upTo(int n) {
    return Interval.of(IntStream.rangeClosed(1, n).asDoubleStream().toArray());
  }
}
