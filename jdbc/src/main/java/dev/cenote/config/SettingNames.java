package dev.cenote.config;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a source of text calls the settings.
 *
 * @param prefix of every key that is meant for the pool
 * @param nameOf the key of a setting, after the prefix
 * @param separator between the setting {@code properties} and the driver's name of one
 */
record SettingNames(String prefix, Function<Setting<?>, String> nameOf, String separator) {

  /** {@code poolSize} and {@code properties.NAME} after a prefix, which may be empty. */
  static SettingNames plain(String prefix) {
    return new SettingNames(prefix, Setting::name, ".");
  }

  /** {@code POOL_SIZE} and {@code PROPERTIES_NAME} after a prefix. */
  static SettingNames environment(String prefix) {
    return new SettingNames(prefix, Setting::environmentName, "_");
  }

  /** The key of a setting. */
  String of(Setting<?> setting) {
    return prefix + nameOf.apply(setting);
  }

  /** The setting that a key with the prefix means. */
  Optional<Setting<?>> find(String key) {
    for (Setting<?> setting : Settings.all()) {
      if (of(setting).equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  /** The setting that a key may have meant, as it is called here. */
  Optional<String> suggestion(String key) {
    return Suggestion.settingFor(key.substring(prefix.length())).map(this::of);
  }

  /** The driver's name of the property that a key sets; null if it sets none. */
  @Nullable String driverProperty(String key) {
    String start = driverProperties();
    return key.startsWith(start) && key.length() > start.length()
        ? key.substring(start.length())
        : null;
  }

  /** How the keys of the driver's properties begin. */
  String driverProperties() {
    return of(Settings.DRIVER_PROPERTIES) + separator;
  }
}
