package dev.cenote.config;

import dev.cenote.core.PoolConfig;
import dev.cenote.error.ErrorKind;
import dev.cenote.error.Redactor;
import dev.cenote.error.SecretNames;
import dev.cenote.error.UrlRedactor;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The types there are. Classes, because each pair of lambdas would cost a new JVM three times as
 * much, and all of them are needed before the first connection.
 */
final class SettingTypes {

  /** Any text. */
  static final SettingType<String> TEXT = new Text("text");

  /** A URL. */
  static final SettingType<String> URL = new Url();

  /** Text that is never shown. */
  static final SettingType<String> SECRET = new Secret();

  /** A statement, shown without what stands in quotes. */
  static final SettingType<String> SQL = new Sql();

  /** A whole number. */
  static final SettingType<Integer> COUNT = new Count("number");

  /** A whole number or UNLIMITED. */
  static final SettingType<Integer> LIMIT = new Limit();

  /** A duration. */
  static final SettingType<Duration> DURATION = new Time("duration");

  /** A duration or NONE. */
  static final SettingType<Duration> DEADLINE = new Deadline();

  /** true or false. */
  static final SettingType<Boolean> FLAG = new Flag();

  /** The driver's own properties; as text they come one by one. */
  static final SettingType<Map<String, String>> PROPERTIES = new Properties();

  /** What errors mean. */
  static final SettingType<Map<String, ErrorKind>> ERROR_KINDS = new ErrorKinds();

  /** An object made by the application. */
  static final SettingType<DataSource> OBJECT = new Source();

  private SettingTypes() {}

  /** One of these constants of an enum, written in any case. */
  static <E extends Enum<E>> SettingType<E> choice(E[] constants) {
    return new Choice<>(constants);
  }

  /** With commas between them. */
  static String names(Enum<?>[] constants) {
    StringJoiner names = new StringJoiner(", ");
    for (Enum<?> each : constants) {
      names.add(each.name());
    }
    return names.toString();
  }

  private static class Text extends SettingType<String> {

    Text(String label) {
      super(label);
    }

    @Override
    public final String parse(String text) {
      return text;
    }

    @Override
    public String show(String value) {
      return Redactor.redact(value);
    }
  }

  private static final class Url extends Text {

    Url() {
      super("text");
    }

    @Override
    public String show(String url) {
      return UrlRedactor.redact(url);
    }
  }

  private static final class Secret extends Text {

    Secret() {
      super("secret");
    }

    @Override
    public String show(String secret) {
      return Redactor.MASK;
    }
  }

  private static final class Sql extends Text {

    Sql() {
      super("text");
    }

    @Override
    public String show(String sql) {
      return Redactor.redactSql(sql);
    }
  }

  private static class Count extends SettingType<Integer> {

    Count(String label) {
      super(label);
    }

    @Override
    public Integer parse(String text) {
      try {
        return Integer.valueOf(text.strip());
      } catch (NumberFormatException notNumber) {
        throw new IllegalArgumentException(needed() + " is needed", notNumber);
      }
    }

    String needed() {
      return "a whole number";
    }

    @Override
    public String show(Integer number) {
      return number.toString();
    }
  }

  private static final class Limit extends Count {

    private static final String NO_LIMIT = "UNLIMITED";

    Limit() {
      super("number or " + NO_LIMIT);
    }

    @Override
    public Integer parse(String text) {
      return text.strip().equalsIgnoreCase(NO_LIMIT) ? PoolConfig.UNLIMITED : super.parse(text);
    }

    @Override
    String needed() {
      return "a whole number or " + NO_LIMIT;
    }

    @Override
    public String show(Integer limit) {
      return limit == PoolConfig.UNLIMITED ? NO_LIMIT : super.show(limit);
    }
  }

  private static class Time extends SettingType<Duration> {

    Time(String label) {
      super(label);
    }

    @Override
    public Duration parse(String text) {
      return DurationText.parse(text);
    }

    @Override
    public String show(Duration duration) {
      return DurationText.show(duration);
    }
  }

  private static final class Deadline extends Time {

    private static final String FOR_EVER = "NONE";

    Deadline() {
      super("duration or " + FOR_EVER);
    }

    @Override
    public Duration parse(String text) {
      return text.strip().equalsIgnoreCase(FOR_EVER) ? PoolConfig.NONE : super.parse(text);
    }

    @Override
    public String show(Duration deadline) {
      return deadline.compareTo(PoolConfig.NONE) >= 0 ? FOR_EVER : super.show(deadline);
    }
  }

  private static final class Flag extends SettingType<Boolean> {

    Flag() {
      super("true or false");
    }

    @Override
    public Boolean parse(String text) {
      return switch (text.strip().toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("allowed are true and false");
      };
    }

    @Override
    public String show(Boolean flag) {
      return flag.toString();
    }
  }

  private static final class Choice<E extends Enum<E>> extends SettingType<E> {

    private final E[] constants;

    Choice(E[] constants) {
      super(names(constants));
      this.constants = constants;
    }

    @Override
    public E parse(String text) {
      for (E each : constants) {
        if (each.name().equalsIgnoreCase(text.strip())) {
          return each;
        }
      }
      throw new IllegalArgumentException("allowed are " + label());
    }

    @Override
    public String show(E constant) {
      return constant.name();
    }
  }

  /** What no single text can say. */
  private abstract static class NotTextual<T> extends SettingType<T> {

    NotTextual(String label) {
      super(label);
    }

    @Override
    public final boolean isTextual() {
      return false;
    }

    @Override
    public final T parse(String text) {
      throw new IllegalArgumentException(label() + " cannot come from one text");
    }
  }

  private static final class Properties extends NotTextual<Map<String, String>> {

    Properties() {
      super("name and value pairs");
    }

    @Override
    public String show(Map<String, String> properties) {
      Map<String, String> shown = new TreeMap<>(properties);
      shown.replaceAll(
          (key, value) -> SecretNames.isSecret(key) ? Redactor.MASK : Redactor.redact(value));
      return shown.isEmpty() ? "none" : shown.toString();
    }
  }

  private static final class Source extends NotTextual<DataSource> {

    Source() {
      super("javax.sql.DataSource");
    }

    @Override
    public String show(DataSource source) {
      return source.getClass().getName();
    }
  }

  private static final class ErrorKinds extends SettingType<Map<String, ErrorKind>> {

    ErrorKinds() {
      super(ErrorKindsText.ALLOWED);
    }

    @Override
    public Map<String, ErrorKind> parse(String text) {
      return ErrorKindsText.parse(text);
    }

    @Override
    public String show(Map<String, ErrorKind> kinds) {
      return ErrorKindsText.show(kinds);
    }
  }
}
