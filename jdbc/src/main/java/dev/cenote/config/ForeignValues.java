package dev.cenote.config;

import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import dev.cenote.error.Redactor;
import dev.cenote.error.SecretNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a map in another pool's names into {@link SettingValues}, and keeps account of what was
 * taken, what has no meaning here and what differs.
 */
final class ForeignValues {

  private final SettingValues into;
  private final Vocabulary vocabulary;
  private final Map<ForeignName, String> keys = new LinkedHashMap<>();
  private final Map<String, Object> given = new HashMap<>();
  private final Map<String, String> group = new TreeMap<>();
  private final List<String> taken = new ArrayList<>();
  private final List<String> differing = new ArrayList<>();
  private final List<String> needless = new ArrayList<>();
  private String prefix = "";
  private @Nullable String key;

  ForeignValues(SettingValues into, Vocabulary vocabulary) {
    this.into = into;
    this.vocabulary = vocabulary;
  }

  /**
   * Sets everything that a map has under a prefix; the other keys are somebody else's.
   *
   * @param asked the prefix; null stands for that of the vocabulary if any key has it, else none
   */
  void putAll(Map<?, ?> map, @Nullable String asked) {
    Map<String, @Nullable Object> all = TextSource.entries(map);
    String own = vocabulary.prefix();
    boolean prefixed = !own.isEmpty() && all.keySet().stream().anyMatch(k -> k.startsWith(own));
    prefix = asked != null ? asked : prefixed ? own : "";
    all.forEach((name, value) -> {
      if (name.startsWith(prefix)) {
        put(name, value);
      } else if (asked == null && all.containsKey(prefix + name)) {
        problem(
            prefix + name + ", " + name, "both are set, with and without the prefix: remove one");
      }
    });
    key = null;
    vocabulary.together().accept(this);
    String note = note();
    if (!note.isEmpty()) {
      into.putNote(note);
    }
  }

  private void put(String name, @Nullable Object value) {
    Object said = value == null ? vocabulary.absent() : value;
    if (said == null) {
      return;
    }
    String plain = name.substring(prefix.length());
    ForeignName row = vocabulary.find(plain).orElse(null);
    if (row == null) {
      ForeignName many = vocabulary.findGroup(plain).orElse(null);
      if (many == null) {
        String what = "there is no such setting. " + vocabulary.hint(plain);
        into.putProblem(name, new Problem(ErrorCode.UNKNOWN_SETTING, name, what));
        return;
      }
      group.put(plain.substring(plain.indexOf('.') + 1), String.valueOf(said));
      read(many, name, group);
      return;
    }
    String earlier = keys.putIfAbsent(row, name);
    if (earlier != null) {
      problem(earlier + ", " + name, "both say the same: remove one");
    } else {
      given.put(row.name(), said);
      read(row, name, said);
    }
  }

  private void read(ForeignName row, String name, Object value) {
    key = name;
    try {
      row.conversion().read(value, this);
      account(row, name, value);
    } catch (IllegalArgumentException wrong) {
      String shown = holdsMore(row, value) ? "" : "'" + shown(row, value) + "': ";
      problem(name, shown + wrong.getMessage());
    }
  }

  /** What is in it may be secrets in any form. */
  private static boolean holdsMore(ForeignName row, Object value) {
    return value instanceof Map
        || row.ours().equals(Settings.DRIVER_PROPERTIES.name())
        || row.ours().equals(Settings.DATA_SOURCE.name());
  }

  private static String shown(ForeignName row, Object value) {
    return SecretNames.isSecret(row.name())
        ? Redactor.MASK
        : Redactor.redact(String.valueOf(value));
  }

  private void account(ForeignName row, String name, Object value) {
    if (row.kinship() == Kinship.NOT_NEEDED || row.kinship() == Kinship.NOT_YET) {
      needless.add(name + " (" + row.note() + ")");
      return;
    }
    if (!(value instanceof Map) || group.size() <= 1) {
      boolean same = row.ours().equals(name.substring(prefix.length())) || row.ours().isEmpty();
      taken.add(same ? name : name + " as " + row.ours());
    }
    if (!row.note().isEmpty() && !(value instanceof Map && group.size() > 1)) {
      differing.add(name + " (" + row.note() + ")");
    }
  }

  private String note() {
    StringBuilder note = new StringBuilder();
    append(note, "taken: ", taken);
    append(note, "differs: ", differing);
    append(note, "no meaning here: ", needless);
    return note.isEmpty() ? "" : "settings in " + vocabulary.owner() + "'s names; " + note;
  }

  private static void append(StringBuilder note, String title, List<String> items) {
    if (!items.isEmpty()) {
      note.append(note.isEmpty() ? "" : "; ").append(title).append(String.join(", ", items));
    }
  }

  // What conversions call.

  /** Sets ours; if it is out of range, that is told by their name. */
  <T> void set(Setting<T> setting, T value) {
    into.putFrom(key == null ? setting.name() : key, setting, value);
  }

  /** As {@link #set}, told by that name of theirs. */
  <T> void set(String name, Setting<T> setting, T value) {
    into.putFrom(prefix + name, setting, value);
  }

  void driverProperty(String name, String value) {
    into.putDriverProperty(name, value);
  }

  /** What was said of it before, by another source; null if nothing. */
  <T> @Nullable T earlier(Setting<T> setting) {
    return into.get(setting);
  }

  /** Whether theirs was given, of a row by its first name. */
  boolean has(String name) {
    return given.containsKey(name);
  }

  /** The text that was given, of a row by its first name. */
  String text(String name) {
    return String.valueOf(given.get(name));
  }

  /** What was given under a dotted name, by what follows the dot. */
  Map<String, String> group() {
    return group;
  }

  /** Something is wrong with one or more of their settings. */
  void problem(String names, String what) {
    into.putProblem(names, new Problem(ErrorCode.WRONG_SETTINGS, names, what));
  }

  /** Their name as the source has it. */
  String keyOf(String name) {
    return prefix + name;
  }
}
