package dev.cenote.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "7, 7 ns",
    "999, 999 ns",
    "1000, 1.00 µs",
    "82149, 82.1 µs",
    "999600, 1.00 ms",
    "9996000, 10.0 ms",
    "99960000, 100 ms",
    "9810000, 9.81 ms",
    "1000000000, 1.00 s",
    "104400000000, 104 s",
    "5000000000000, 5000 s",
  })
  void aTimeHasThreeDigitsAndTheUnitThatFits(long nanos, String shown) {
    assertThat(Times.of(nanos)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"1, 1.00", "1.049, 1.05", "9.996, 10.0", "59.96, 60.0", "119.6, 120", "2345.6, 2346"})
  void aFactorHasThreeDigits(double factor, String shown) {
    assertThat(Times.factor(factor)).isEqualTo(shown);
  }
}
