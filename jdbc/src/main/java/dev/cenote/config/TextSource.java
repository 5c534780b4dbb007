package dev.cenote.config;

import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import dev.cenote.error.Redactor;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads settings from text into {@link SettingValues}, by the names that one source has. */
final class TextSource {

  private final SettingValues into;
  private final SettingNames names;

  TextSource(SettingValues into, SettingNames names) {
    this.into = into;
    this.names = names;
  }

  /** Sets everything that a map has under the prefix; what has no value is left out. */
  void putAll(Map<?, ?> map) {
    entries(map)
        .forEach((key, value) -> {
          if (key.startsWith(names.prefix()) && value != null) {
            put(key, String.valueOf(value));
          }
        });
  }

  /** In order of names, so that problems always come in the same order. */
  static Map<String, @Nullable Object> entries(Map<?, ?> map) {
    Map<String, @Nullable Object> found = new TreeMap<>();
    if (map instanceof Properties properties) { // whose defaults its entries leave out
      for (String key : properties.stringPropertyNames()) {
        found.put(key, properties.getProperty(key));
      }
    }
    map.forEach((key, value) -> found.put(String.valueOf(key), value));
    return found;
  }

  /** Sets the value that a key means; what cannot be understood becomes a problem. */
  void put(String key, String text) {
    String driverProperty = names.driverProperty(key);
    if (driverProperty != null) {
      into.putDriverProperty(driverProperty, text);
      return;
    }
    Setting<?> setting = names.find(key).orElse(null);
    if (setting == null) {
      into.putProblem(key, unknown(key));
    } else {
      parse(setting, key, text);
    }
  }

  private <T> void parse(Setting<T> setting, String key, String text) {
    if (!setting.type().isTextual()) {
      String why =
          setting == Settings.DRIVER_PROPERTIES
              ? "in text each property is a setting of its own: "
                  + names.driverProperties()
                  + "NAME"
              : "an object cannot come from text: use the builder";
      into.putProblem(setting.name(), new Problem(ErrorCode.WRONG_SETTINGS, key, why));
      return;
    }
    try {
      into.putFrom(key, setting, setting.type().parse(text));
    } catch (IllegalArgumentException wrong) {
      String shown = "'" + Redactor.redact(text) + "': " + wrong.getMessage();
      into.putProblem(setting.name(), new Problem(ErrorCode.WRONG_SETTINGS, key, shown));
    }
  }

  private Problem unknown(String key) {
    String hint =
        names
            .suggestion(key)
            .map(near -> "Did you mean " + near + "?")
            .orElse(ErrorCode.UNKNOWN_SETTING.remedy());
    return new Problem(ErrorCode.UNKNOWN_SETTING, key, "there is no such setting. " + hint);
  }
}
