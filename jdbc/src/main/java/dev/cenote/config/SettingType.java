package dev.cenote.config;

import dev.cenote.core.PoolConfig;
import dev.cenote.error.ErrorKind;
import dev.cenote.error.Redactor;
import dev.cenote.error.UrlRedactor;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a setting's values are: how they are read from text and how they are shown.
 *
 * @param <T> the Java type
 * @param label how documentation names it
 * @param parse reads text, null if it cannot come from text; throws IllegalArgumentException whose
 *     message says what is allowed
 * @param show writes a value without secrets
 */
public record SettingType<T>(
    String label, @Nullable Function<String, T> parse, Function<T, String> show) {

  private static final Function<String, String> AS_IT_IS = text -> text;

  /** Any text. */
  static final SettingType<String> TEXT = new SettingType<>("text", AS_IT_IS, Redactor::redact);

  /** A URL. */
  static final SettingType<String> URL = new SettingType<>("text", AS_IT_IS, UrlRedactor::redact);

  /** Text that is never shown. */
  static final SettingType<String> SECRET =
      new SettingType<>("secret", AS_IT_IS, secret -> Redactor.MASK);

  /** A statement, shown without what stands in quotes. */
  static final SettingType<String> SQL = new SettingType<>("text", AS_IT_IS, Redactor::redactSql);

  /** A whole number. */
  static final SettingType<Integer> COUNT =
      new SettingType<>("number", SettingType::parseCount, String::valueOf);

  /** A whole number or UNLIMITED. */
  static final SettingType<Integer> LIMIT =
      new SettingType<>("number or UNLIMITED", SettingType::parseLimit, SettingType::showLimit);

  /** A duration. */
  static final SettingType<Duration> DURATION =
      new SettingType<>("duration", DurationText::parse, DurationText::show);

  /** A duration or NONE. */
  static final SettingType<Duration> DEADLINE =
      new SettingType<>("duration or NONE", SettingType::parseDeadline, SettingType::showDeadline);

  /** true or false. */
  static final SettingType<Boolean> FLAG =
      new SettingType<>("true or false", SettingType::parseFlag, String::valueOf);

  /** The driver's own properties; as text they come one by one. */
  static final SettingType<Map<String, String>> PROPERTIES =
      new SettingType<>("name and value pairs", null, SettingType::showProperties);

  /** What errors mean. */
  static final SettingType<Map<String, ErrorKind>> ERROR_KINDS =
      new SettingType<>(ErrorKindsText.ALLOWED, ErrorKindsText::parse, ErrorKindsText::show);

  /** An object made by the application. */
  static final SettingType<DataSource> OBJECT =
      new SettingType<>("javax.sql.DataSource", null, source -> source.getClass().getName());

  /** One of the constants of an enum, written in any case. */
  static <E extends Enum<E>> SettingType<E> choice(Class<E> type) {
    StringJoiner all = new StringJoiner(", ");
    for (E each : type.getEnumConstants()) {
      all.add(each.name());
    }
    String names = all.toString();
    Function<String, E> parse =
        text -> {
          for (E each : type.getEnumConstants()) {
            if (each.name().equalsIgnoreCase(text.strip())) {
              return each;
            }
          }
          throw new IllegalArgumentException("allowed are " + names);
        };
    return new SettingType<>(names, parse, Enum::name);
  }

  private static Integer parseCount(String text) {
    try {
      return Integer.valueOf(text.strip());
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException("a whole number is needed", notNumber);
    }
  }

  private static Integer parseLimit(String text) {
    if (text.strip().equalsIgnoreCase("UNLIMITED")) {
      return PoolConfig.UNLIMITED;
    }
    try {
      return Integer.valueOf(text.strip());
    } catch (NumberFormatException notNumber) {
      throw new IllegalArgumentException("a whole number or UNLIMITED is needed", notNumber);
    }
  }

  private static String showLimit(Integer limit) {
    return limit == PoolConfig.UNLIMITED ? "UNLIMITED" : String.valueOf(limit);
  }

  private static Duration parseDeadline(String text) {
    return text.strip().equalsIgnoreCase("NONE") ? PoolConfig.NONE : DurationText.parse(text);
  }

  private static String showDeadline(Duration deadline) {
    return deadline.compareTo(PoolConfig.NONE) >= 0 ? "NONE" : DurationText.show(deadline);
  }

  private static Boolean parseFlag(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("allowed are true and false");
    };
  }

  private static String showProperties(Map<String, String> properties) {
    Map<String, String> shown = new TreeMap<>(properties);
    shown.replaceAll(
        (key, value) -> Redactor.isSecret(key) ? Redactor.MASK : Redactor.redact(value));
    return shown.isEmpty() ? "none" : shown.toString();
  }
}
