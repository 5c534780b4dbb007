package dev.cenote.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads durations as people write them: {@code 250ms}, {@code 30 s}, {@code 2min}, {@code 1h}, or
 * ISO 8601's {@code PT30S}. A number without a unit is refused, for some mean seconds by it and
 * others milliseconds; 0 alone needs none.
 */
final class DurationText {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("(-?\\d+)\\s*(ms|s|sec|m|min|h|d)", Pattern.CASE_INSENSITIVE);

  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "sec", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private DurationText() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static Duration parse(String given) {
    String text = given.strip();
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    try {
      Matcher matcher = NUMBER_AND_UNIT.matcher(text);
      if (matcher.matches()) {
        Duration unit =
            UNITS.getOrDefault(matcher.group(2).toLowerCase(Locale.ROOT), Duration.ZERO);
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
      }
      if (text.startsWith("P") || text.startsWith("p")) {
        return Duration.parse(text);
      }
    } catch (ArithmeticException | NumberFormatException | DateTimeParseException unreadable) {
      throw new IllegalArgumentException(allowed(), unreadable);
    }
    if (text.matches("-?\\d+")) {
      throw new IllegalArgumentException(
          "say the unit, for example " + text + "s or " + text + "ms");
    }
    throw new IllegalArgumentException(allowed());
  }

  private static String allowed() {
    return "a number and ms, s, min, h or d is needed, for example 30s, or PT30S";
  }
}
