package dev.cenote.config;

/**
 * What a setting's values are: how they are read from text and how they are shown.
 *
 * @param <T> the Java type
 */
public abstract class SettingType<T> {

  private final String label;

  SettingType(String label) {
    this.label = label;
  }

  /** How documentation names it. */
  public final String label() {
    return label;
  }

  /** Whether a value can come from one text. */
  public boolean isTextual() {
    return true;
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException whose message says what is allowed
   */
  public abstract T parse(String text);

  /** Writes a value without secrets. */
  public abstract String show(T value);
}
