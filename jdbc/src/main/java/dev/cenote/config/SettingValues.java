package dev.cenote.config;

import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import dev.cenote.error.Redactor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Settings while they are being collected from a builder, a bean or text. Nothing is checked before
 * {@link #check()}, so that all problems come together. Not thread-safe.
 */
public final class SettingValues {

  private static final String DRIVER_PREFIX = Settings.DRIVER_PROPERTIES.name() + ".";

  private final Map<Setting<?>, Object> values = new LinkedHashMap<>();

  /** Names and texts that could not be understood, by name, so that a later value repairs them. */
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /** What the URL says, once asked for: an unnamed in-memory database gets its name only once. */
  private @Nullable DatabaseUrl database;

  /** No settings yet. */
  public SettingValues() {}

  /** The same values, to go on with apart. */
  public SettingValues copy() {
    SettingValues copy = new SettingValues();
    copy.values.putAll(values);
    copy.problems.putAll(problems);
    copy.database = database;
    return copy;
  }

  /** Sets a value; null takes it back, so that the default holds. */
  public <T> void put(Setting<T> setting, @Nullable T value) {
    problems.remove(setting.name());
    if (setting == Settings.URL) {
      database = null;
    }
    if (value == null) {
      values.remove(setting);
    } else {
      values.put(setting, value);
    }
  }

  /** Adds one property of the driver. */
  public void putDriverProperty(String name, String value) {
    Map<String, String> properties = new TreeMap<>(getOrDefault(Settings.DRIVER_PROPERTIES));
    properties.put(name, value);
    put(Settings.DRIVER_PROPERTIES, Map.copyOf(properties));
  }

  /** Sets a value from text, as a file or the environment has it. */
  public void putText(String name, String text) {
    if (name.startsWith(DRIVER_PREFIX) && name.length() > DRIVER_PREFIX.length()) {
      putDriverProperty(name.substring(DRIVER_PREFIX.length()), text);
      return;
    }
    Setting<?> setting = Settings.named(name).orElse(null);
    if (setting == null) {
      problems.put(name, unknown(name));
    } else {
      parse(setting, text);
    }
  }

  /** Sets every value that the properties have, from text. */
  public void putAll(Properties properties) {
    for (String name : properties.stringPropertyNames()) {
      putText(name, Objects.requireNonNull(properties.getProperty(name)));
    }
  }

  /** The value that was set, or null. */
  @SuppressWarnings("unchecked") // put pairs a setting with a value of its type
  public <T> @Nullable T get(Setting<T> setting) {
    return (T) values.get(setting);
  }

  /** The value that was set, or the default of a setting that has one. */
  public <T> T getOrDefault(Setting<T> setting) {
    T value = get(setting);
    return value != null ? value : Objects.requireNonNull(setting.defaultValue());
  }

  /**
   * Checks every value alone and together.
   *
   * @throws CenoteConfigException with everything that is wrong
   */
  public CenoteConfig check() {
    return new ConfigCheck(this, problems.values()).check();
  }

  /**
   * What the URL says, or null if none is set. The answer stays the same while the URL does.
   *
   * @throws CenoteConfigException if it cannot be understood
   */
  public @Nullable DatabaseUrl database() {
    String url = get(Settings.URL);
    if (database == null && url != null) {
      database = DatabaseUrl.parse(url);
    }
    return database;
  }

  Map<Setting<?>, Object> asMap() {
    return Map.copyOf(values);
  }

  private <T> void parse(Setting<T> setting, String text) {
    Function<String, T> parse = setting.type().parse();
    if (parse == null) {
      String why =
          setting == Settings.DRIVER_PROPERTIES
              ? "in text each property is a setting of its own: " + DRIVER_PREFIX + "NAME"
              : "an object cannot come from text: use the builder";
      problems.put(setting.name(), new Problem(ErrorCode.WRONG_SETTINGS, setting.name(), why));
      return;
    }
    try {
      put(setting, parse.apply(text));
    } catch (IllegalArgumentException wrong) {
      String shown = "'" + Redactor.redact(text) + "': " + wrong.getMessage();
      problems.put(setting.name(), new Problem(ErrorCode.WRONG_SETTINGS, setting.name(), shown));
    }
  }

  private static Problem unknown(String name) {
    String hint =
        Suggestion.settingFor(name)
            .map(near -> "Did you mean " + near.name() + "?")
            .orElse(ErrorCode.UNKNOWN_SETTING.remedy());
    return new Problem(ErrorCode.UNKNOWN_SETTING, name, "there is no such setting. " + hint);
  }

  /** What is set, without secrets. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Setting<?> setting : Settings.all()) {
      if (values.containsKey(setting)) {
        text.append(text.isEmpty() ? "" : ", ").append(shown(setting));
      }
    }
    return text.toString();
  }

  private <T> String shown(Setting<T> setting) {
    T value = get(setting);
    return setting.name() + "=" + (value == null ? "" : setting.type().show().apply(value));
  }
}
