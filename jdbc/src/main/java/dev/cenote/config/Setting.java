package dev.cenote.config;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One setting: the single truth from which builder, bean, properties, checks and documentation take
 * its name, type, default and meaning.
 *
 * @param <T> the type of its values
 * @see Settings
 */
public final class Setting<T> {

  private final String name;
  private final SettingType<T> type;
  private final @Nullable T defaultValue;
  private final @Nullable String defaultText; // null: that of the value
  private final String allowed;
  private final @Nullable Predicate<T> holds; // null: of every value
  private final String meaning;

  private Setting(
      String name,
      SettingType<T> type,
      @Nullable T defaultValue,
      @Nullable String defaultText,
      String allowed,
      @Nullable Predicate<T> holds,
      String meaning) {
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.defaultText = defaultText;
    this.allowed = allowed;
    this.holds = holds;
    this.meaning = meaning;
  }

  static <T> Setting<T> of(String name, SettingType<T> type, T defaultValue, String meaning) {
    return new Setting<>(name, type, defaultValue, null, type.label(), null, meaning);
  }

  static <T> Setting<T> optional(
      String name, SettingType<T> type, String defaultText, String meaning) {
    return new Setting<>(name, type, null, defaultText, type.label(), null, meaning);
  }

  Setting<T> only(String range, Predicate<T> holdsInRange) {
    return new Setting<>(name, type, defaultValue, defaultText, range, holdsInRange, meaning);
  }

  /** Its one name: of the builder's method, the bean's property and the key in text. */
  public String name() {
    return name;
  }

  /** The same name as environment variables have it, after their prefix: {@code POOL_SIZE}. */
  public String environmentName() {
    return name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
  }

  /** What its values are. */
  public SettingType<T> type() {
    return type;
  }

  /** The value that holds if none is set; null if there is none or it depends on others. */
  public @Nullable T defaultValue() {
    return defaultValue;
  }

  /** The default as documentation shows it. */
  public String defaultText() {
    if (defaultText != null) {
      return defaultText;
    }
    return type.show(Objects.requireNonNull(defaultValue));
  }

  /** Which values are allowed, in words. */
  public String allowed() {
    return allowed;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** A value as people write it, without secrets; null is what holds if none is set. */
  @SuppressWarnings("unchecked") // the caller has a value of this setting
  String show(@Nullable Object value) {
    return value == null ? defaultText() : type.show((T) value);
  }

  /** Whether the value is in the allowed range. */
  boolean allows(T value) {
    return holds == null || holds.test(value);
  }

  @Override
  public String toString() {
    return name;
  }
}
