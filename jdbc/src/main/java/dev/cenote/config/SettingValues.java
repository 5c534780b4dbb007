package dev.cenote.config;

import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorKind;
import dev.cenote.error.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings while they are being collected from a builder, a bean or text. Nothing is checked before
 * {@link #check()}, so that all problems come together. Not thread-safe.
 */
public final class SettingValues {

  private final Map<Setting<?>, Object> values = new LinkedHashMap<>();

  /** Names and texts that could not be understood, by name, so that a later value repairs them. */
  private final Map<String, Problem> problems = new LinkedHashMap<>();

  /** How the source of a value calls its setting, where that is text. */
  private final Map<Setting<?>, String> keys = new HashMap<>();

  /** What became of settings in other pools' names, for the log. */
  private final List<String> notes = new ArrayList<>();

  /** What the URL says, once asked for: an unnamed in-memory database gets its name only once. */
  private @Nullable DatabaseUrl database;

  /**
   * They were changed while the pool ran: the login of the settings holds whatever the URL says,
   * and what the start had to wait for is over.
   */
  private boolean live;

  /** No settings yet. */
  public SettingValues() {}

  /** The same values, to go on with apart. */
  public SettingValues copy() {
    SettingValues copy = new SettingValues();
    copy.values.putAll(values);
    copy.problems.putAll(problems);
    copy.keys.putAll(keys);
    copy.notes.addAll(notes);
    copy.database = database;
    copy.live = live;
    return copy;
  }

  /** Sets a value; null takes it back, so that the default holds. */
  public <T> void put(Setting<T> setting, @Nullable T value) {
    problems.remove(setting.name());
    keys.remove(setting);
    if (setting == Settings.URL) {
      database = null;
      live = false;
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

  /** Adds to what errors mean. */
  public void putErrorKind(String error, ErrorKind kind) {
    Map<String, ErrorKind> kinds = new TreeMap<>(getOrDefault(Settings.ERROR_KINDS));
    kinds.put(error, kind);
    put(Settings.ERROR_KINDS, Map.copyOf(kinds));
  }

  /** Adds one to a list. */
  public <T> void add(Setting<List<T>> setting, T one) {
    List<T> all = new ArrayList<>(getOrDefault(setting));
    all.add(one);
    put(setting, List.copyOf(all));
  }

  /** Sets a value from text, by the setting's name. */
  public void putText(String name, String text) {
    new TextSource(this, SettingNames.plain("")).put(name, text);
  }

  /**
   * Sets every value that a map has, from text, by the settings' names after a prefix. Keys without
   * the prefix are left alone.
   */
  public void putAll(Map<?, ?> map, String prefix) {
    new TextSource(this, SettingNames.plain(prefix)).putAll(map);
  }

  /**
   * Sets every value that environment variables with the prefix have. Reads the files that
   * variables ending in {@code _FILE} name.
   *
   * @throws IllegalArgumentException if the prefix does not end with an underscore
   */
  public void putEnvironment(Map<String, String> environment, String prefix) {
    new EnvironmentSource(this, prefix).putAll(environment);
  }

  /**
   * Sets every value that a map has in SQLAlchemy's names.
   *
   * @param prefix of the keys that are meant; null: {@code sqlalchemy.} if any has it, else none
   */
  public void putSqlalchemy(Map<?, ?> map, @Nullable String prefix) {
    new ForeignValues(this, SqlalchemyNames.VOCABULARY).putAll(map, prefix);
  }

  /** Sets every value that a map has under a prefix in HikariCP's names. */
  public void putHikari(Map<?, ?> map, String prefix) {
    new ForeignValues(this, HikariNames.VOCABULARY).putAll(map, prefix);
  }

  /** Says what the log shall tell at the start. */
  void putNote(String note) {
    notes.add(note);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /** Sets a value that a source of text calls by a key of its own. */
  <T> void putFrom(String key, Setting<T> setting, T value) {
    put(setting, value);
    keys.put(setting, key);
  }

  /** They are those of a running pool from now on, until another URL is set. */
  void live() {
    live = true;
  }

  boolean isLive() {
    return live;
  }

  /** Whether a source of text has said it. */
  boolean isFromText(Setting<?> setting) {
    return keys.containsKey(setting);
  }

  /** Goes back to the value that a setting has there; of the URL all that was made of it. */
  <T> void keep(Setting<T> setting, SettingValues there) {
    put(setting, there.get(setting));
    if (setting == Settings.URL) {
      database = there.database;
      live = there.live;
    }
  }

  /** Remembers what is wrong until a later value of that name repairs it. */
  void putProblem(String name, Problem problem) {
    problems.put(name, problem);
  }

  /** How the source of its value calls a setting. */
  String keyOf(Setting<?> setting) {
    return keys.getOrDefault(setting, setting.name());
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

  /** Connections kept: what was set, else what the kind has. */
  public int poolSize() {
    Integer set = get(Settings.POOL_SIZE);
    return set != null ? set : getOrDefault(Settings.KIND).poolSizeDefault();
  }

  /** More under load, as {@link #poolSize()}. */
  public int maxOverflow() {
    Integer set = get(Settings.MAX_OVERFLOW);
    return set != null ? set : getOrDefault(Settings.KIND).maxOverflowDefault();
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
    return setting.name() + "=" + (value == null ? "" : setting.type().show(value));
  }
}
