package dev.cenote.config;

import dev.cenote.error.TimeText;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes durations as people write them: {@code 250ms}, {@code 30 s}, {@code 1.5s},
 * {@code 2min}, {@code 1h}, in two units {@code 6 min 10 s}, or ISO 8601's {@code PT30S}: all that
 * the pool itself shows. A number without a unit is refused, for some mean seconds by it and others
 * milliseconds; 0 alone needs none.
 */
final class DurationText {

  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("(-?\\d+(?:\\.\\d+)?)\\s*(µs|ms|s|sec|m|min|h|d)", Pattern.CASE_INSENSITIVE);

  private static final Pattern TWO_UNITS =
      Pattern.compile(
          "(\\d+\\s*h)\\s+(\\d+\\s*m(?:in)?)|(\\d+\\s*m(?:in)?)\\s+(\\d+\\s*s(?:ec)?)",
          Pattern.CASE_INSENSITIVE);

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private static final Map<String, Duration> UNITS =
      Map.of(
          "µs", Duration.ofNanos(1_000),
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
      Matcher one = NUMBER_AND_UNIT.matcher(text);
      if (one.matches()) {
        return times(one.group(1), one.group(2));
      }
      Matcher two = TWO_UNITS.matcher(text);
      if (two.matches()) {
        int first = two.group(1) == null ? 3 : 1;
        return parse(two.group(first)).plus(parse(two.group(first + 1)));
      }
      if (text.startsWith("P") || text.startsWith("p")) {
        return Duration.parse(text);
      }
    } catch (ArithmeticException | DateTimeParseException unreadable) {
      throw new IllegalArgumentException(allowed(), unreadable);
    }
    if (text.matches("-?\\d+")) {
      throw new IllegalArgumentException(
          "say the unit, for example " + text + "s or " + text + "ms");
    }
    throw new IllegalArgumentException(allowed());
  }

  /**
   * Writes a duration so that what is read of it is the same one: as messages do, but where that
   * would round it, in as many decimals as it takes.
   */
  static String show(Duration duration) {
    if (duration.isNegative()) { // allowed nowhere, and yet shown to say so
      return exact(duration);
    }
    String text = TimeText.of(duration);
    return says(text, duration) ? text : exact(duration);
  }

  private static boolean says(String text, Duration duration) {
    try {
      return parse(text).equals(duration);
    } catch (IllegalArgumentException noNumber) { // "for ever"
      return false;
    }
  }

  private static String exact(Duration duration) {
    BigDecimal seconds =
        BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
    return seconds.abs().compareTo(BigDecimal.ONE) < 0
        ? plain(seconds.movePointRight(3)) + " ms"
        : plain(seconds) + " s";
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }

  private static Duration times(String number, String unitName) {
    Duration unit = UNITS.getOrDefault(unitName.toLowerCase(Locale.ROOT), Duration.ZERO);
    BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(unit.toNanos()));
    BigDecimal[] parts = nanos.divideAndRemainder(NANOS_PER_SECOND);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }

  private static String allowed() {
    return "a number and ms, s, min, h or d is needed, for example 30s, or PT30S";
  }
}
