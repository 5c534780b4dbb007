package dev.cenote.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PercentilesTest {

  @Test
  void eachIsAValueThatWasMeasured() {
    Percentiles hundred =
        Percentiles.of(LongStream.rangeClosed(1, 100).map(i -> 101 - i).toArray());

    assertThat(hundred.at(50)).isEqualTo(50);
    assertThat(hundred.at(99)).isEqualTo(99);
    assertThat(hundred.at(99.5)).isEqualTo(100);
    assertThat(hundred.at(100)).isEqualTo(100);
    assertThat(hundred.at(0.001)).isEqualTo(1);
  }

  @Test
  void ofFewValuesTheHighOnesAreTheGreatest() {
    Percentiles two = Percentiles.of(new long[] {9, 3});

    assertThat(two.at(50)).isEqualTo(3);
    assertThat(two.at(51)).isEqualTo(9);
    assertThat(two.at(99)).isEqualTo(9);
  }

  @Test
  void ofNoValueTheyAreZero() {
    assertThat(Percentiles.of(new long[0]).at(99)).isZero();
  }

  @Test
  void theMeasuredValuesStayInTheirOrder() {
    long[] values = {9, 3};

    assertThat(Percentiles.of(values).at(50)).isEqualTo(3);
    assertThat(values).containsExactly(9, 3);
  }
}
