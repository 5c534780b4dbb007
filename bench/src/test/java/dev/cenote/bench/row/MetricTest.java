package dev.cenote.bench.row;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricTest {

  @Test
  void ofAThousandAndMoreNoDecimalsAreShown() {
    assertThat(Metric.CPU.text(26.04)).isEqualTo("26.0");
    assertThat(Metric.CPU.text(1_234.56)).isEqualTo("1,235");
    assertThat(Metric.BYTES.text(48)).isEqualTo("48");
  }

  @Test
  void whatIsSmallerThanTheLastDecimalIsNotShownAsNothing() {
    assertThat(Metric.P99.text(0.0007)).isEqualTo("< 0.001");
    assertThat(Metric.P99.text(0.0012)).isEqualTo("0.001");
    assertThat(Metric.P99.text(0)).isEqualTo("0.000");
  }

  @Test
  void whatWasNotMeasuredOrHasNoEndIsShownSo() {
    assertThat(Metric.CPU.text(Double.NaN)).isEqualTo("–");
    assertThat(Metric.SPREAD.text(Double.POSITIVE_INFINITY)).isEqualTo("∞");
  }
}
