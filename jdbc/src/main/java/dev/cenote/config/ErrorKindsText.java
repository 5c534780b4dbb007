package dev.cenote.config;

import dev.cenote.error.ErrorKind;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The setting errorKinds as text: {@code 57P99=DEAD, -4499=DEAD, 08S03=HARMLESS}. */
final class ErrorKindsText {

  /** A SQLState, a class of them, or a vendor's code. */
  private static final Pattern KEY = Pattern.compile("[0-9A-Z]{5}|[0-9A-Z]{2}\\*|-?\\d{1,9}");

  private static final String KINDS = SettingTypes.names(ErrorKind.values());

  /** What is allowed, in words. */
  static final String ALLOWED = "SQLState, class* or code = " + KINDS;

  private ErrorKindsText() {}

  /**
   * Reads pairs.
   *
   * @throws IllegalArgumentException saying what is allowed
   */
  static Map<String, ErrorKind> parse(String text) {
    Map<String, ErrorKind> kinds = new TreeMap<>();
    for (String pair : text.strip().split("\\s*,\\s*", -1)) {
      String[] sides = pair.split("\\s*=\\s*", -1);
      if (sides.length != 2) {
        throw new IllegalArgumentException(
            "pairs are needed, for example 57P99=DEAD, -4499=DEAD, 08S03=HARMLESS");
      }
      kinds.put(sides[0], kind(sides[1]));
    }
    return kinds;
  }

  private static ErrorKind kind(String text) {
    for (ErrorKind kind : ErrorKind.values()) {
      if (kind.name().equals(text.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new IllegalArgumentException("the kinds are " + KINDS);
  }

  static boolean areKeys(Map<String, ErrorKind> kinds) {
    return kinds.keySet().stream().allMatch(key -> KEY.matcher(key).matches());
  }

  static String show(Map<String, ErrorKind> kinds) {
    return kinds.isEmpty()
        ? "none"
        : new TreeMap<>(kinds)
            .entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
