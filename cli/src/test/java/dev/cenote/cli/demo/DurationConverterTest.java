package dev.cenote.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

final class DurationConverterTest {

  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({"5s, PT5S", "500ms, PT0.5S", "PT5S, PT5S", "2min, PT2M", "0, PT0S", "1 h, PT1H"})
  void everyUsualFormIsRead(String text, Duration duration) {
    assertThat(converter.convert(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"5, unit", "-5s, negative", "soon, is needed", "PT, is needed"})
  void anythingElseIsExplained(String text, String why) {
    assertThatThrownBy(() -> converter.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining(why);
  }
}
