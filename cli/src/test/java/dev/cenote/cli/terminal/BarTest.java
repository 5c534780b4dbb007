package dev.cenote.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BarTest {

  @ParameterizedTest
  @CsvSource({
    "10, 10, ████",
    "20, 10, ████",
    "5, 10, ██",
    "3.75, 10, █▌",
    "0.3125, 10, ▏",
    "0.000001, 10, ▏",
    "0, 10, ''",
    "0, 0, ''",
  })
  void itsLengthIsTheShareAndASliverAtLeast(double value, double most, String bar) {
    assertThat(Bar.of(value, most, 4)).isEqualTo(bar);
  }
}
