package dev.cenote.config;

import dev.cenote.core.PoolConfig;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads values as other pools write them. Throws IllegalArgumentException saying what is allowed.
 */
final class ForeignText {

  private static final BigDecimal NANOS_PER_SECOND = BigDecimal.valueOf(1_000_000_000);

  private ForeignText() {}

  static String text(Object value) {
    return String.valueOf(value);
  }

  /** A name that is not blank. */
  static String name(Object value) {
    if (text(value).isBlank()) {
      throw new IllegalArgumentException("a text is needed");
    }
    return text(value);
  }

  static boolean isNone(Object value) {
    return text(value).strip().equalsIgnoreCase("none");
  }

  static int count(Object value) {
    try {
      return new BigDecimal(text(value).strip()).intValueExact();
    } catch (NumberFormatException | ArithmeticException notNumber) {
      throw new IllegalArgumentException("a whole number is needed", notNumber);
    }
  }

  static boolean flag(Object value) {
    return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y", "t", "1" -> true;
      case "false", "no", "off", "n", "f", "0" -> false;
      default -> throw new IllegalArgumentException("allowed are true and false");
    };
  }

  /** Seconds, also parts of them. */
  static Duration seconds(Object value) {
    try {
      BigDecimal nanos = new BigDecimal(text(value).strip()).multiply(NANOS_PER_SECOND);
      return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) >= 0
          ? PoolConfig.NONE
          : Duration.ofNanos(nanos.longValue());
    } catch (NumberFormatException | ArithmeticException notNumber) {
      throw new IllegalArgumentException("a number of seconds is needed", notNumber);
    }
  }

  /** Milliseconds; with a unit, as in {@code 30s}, as it says. */
  static Duration millis(Object value) {
    if (value instanceof Duration duration) {
      return duration;
    }
    String text = text(value).strip();
    try {
      return text.matches("-?\\d+")
          ? Duration.ofMillis(Long.parseLong(text))
          : DurationText.parse(text);
    } catch (NumberFormatException tooLong) {
      throw new IllegalArgumentException("a number of milliseconds is needed", tooLong);
    }
  }

  /** Where 0 means without end. */
  static Duration zeroIsEndless(Duration given) {
    return given.isZero() ? PoolConfig.NONE : given;
  }

  static Duration notNegative(Duration given) {
    if (given.isNegative()) {
      throw new IllegalArgumentException("allowed are 0 and more");
    }
    return given;
  }

  static Duration positive(Duration given) {
    if (given.isNegative() || given.isZero()) {
      throw new IllegalArgumentException("allowed is more than 0");
    }
    return given;
  }

  static int atLeast(int least, int given) {
    if (given < least) {
      throw new IllegalArgumentException("allowed are " + least + " and more");
    }
    return given;
  }
}
