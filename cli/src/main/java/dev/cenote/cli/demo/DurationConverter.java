package dev.cenote.cli.demo;

import dev.cenote.config.Settings;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as the settings of a pool do: {@code 5s}, {@code 500ms}, {@code PT5S}. */
public final class DurationConverter implements ITypeConverter<Duration> {

  private static final Function<String, Duration> PARSE =
      Objects.requireNonNull(Settings.ACQUIRE_TIMEOUT.type().parse());

  @Override
  public Duration convert(String text) {
    Duration duration;
    try {
      duration = PARSE.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException("'" + text + "': " + e.getMessage());
    }
    if (duration.isNegative()) {
      throw new TypeConversionException("'" + text + "' is negative");
    }
    return duration;
  }
}
