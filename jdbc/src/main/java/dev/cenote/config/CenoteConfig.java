package dev.cenote.config;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorKind;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Every setting of a pool, checked and immutable. Where nothing was set the default of the {@link
 * Setting} holds; accessors that may return null mean "the driver's".
 *
 * @param values what was set
 * @param database what the URL says; null if the connections come from a DataSource
 * @param notes what was understood in another way than it was written, for the log
 */
public record CenoteConfig(
    Map<Setting<?>, Object> values, @Nullable DatabaseUrl database, List<String> notes) {

  /**
   * Copies what it is given; {@link SettingValues#check()} is the way to a checked configuration.
   */
  public CenoteConfig {
    values = Map.copyOf(values);
    notes = List.copyOf(notes);
  }

  /**
   * Reads and checks settings from text, by the names that docs/configuration.md lists.
   *
   * @throws CenoteConfigException with everything that is wrong
   */
  public static CenoteConfig fromProperties(Properties properties) {
    return fromMap(properties, "");
  }

  /**
   * As {@link #fromProperties}, from the keys of a map that begin with a prefix, such as {@code
   * cenote.}; the others are left alone.
   *
   * @throws CenoteConfigException with everything that is wrong
   */
  public static CenoteConfig fromMap(Map<?, ?> map, String prefix) {
    SettingValues collected = new SettingValues();
    collected.putAll(map, prefix);
    return collected.check();
  }

  /**
   * Reads and checks settings from the environment variables that begin with a prefix, such as
   * {@code CENOTE_}. Reads the files that variables ending in {@code _FILE} name.
   *
   * @throws CenoteConfigException with everything that is wrong
   * @throws IllegalArgumentException if the prefix does not end with an underscore
   */
  public static CenoteConfig fromEnvironment(String prefix) {
    SettingValues collected = new SettingValues();
    collected.putEnvironment(System.getenv(), prefix);
    return collected.check();
  }

  /** Who logs in: the setting, else the URL; null if neither says. */
  public @Nullable String username() {
    String set = get(Settings.USERNAME);
    return set != null || database == null ? set : database.username();
  }

  /** The password: the setting, else the URL; null if neither says. */
  public @Nullable String password() {
    String set = get(Settings.PASSWORD);
    return set != null || database == null ? set : database.password();
  }

  /** What the driver gets besides the login. */
  public Map<String, String> driverProperties() {
    return value(Settings.DRIVER_PROPERTIES);
  }

  /** The driver's class; null if the URL finds it. */
  public @Nullable String driverClassName() {
    return get(Settings.DRIVER_CLASS_NAME);
  }

  /** What opens connections instead of a URL; null if a URL does. */
  public @Nullable DataSource dataSource() {
    return get(Settings.DATA_SOURCE);
  }

  /** The pool's name: the setting, else from host and database. */
  public String name() {
    String set = get(Settings.NAME);
    if (set != null) {
      return set;
    }
    return database == null ? "pool" : database.defaultName();
  }

  /** How messages name the database. */
  public String place() {
    DataSource source = dataSource();
    if (database != null) {
      return database.place();
    }
    return source == null ? "the database" : "the database of " + source.getClass().getSimpleName();
  }

  /** Whom the pool lends what. */
  public PoolKind kind() {
    return value(Settings.KIND);
  }

  /** Connections kept; where none was set, as many as the kind has. */
  public int poolSize() {
    Integer set = get(Settings.POOL_SIZE);
    return set != null ? set : kind().poolSizeDefault();
  }

  /** More under load; where none was set, as many as the kind has. */
  public int maxOverflow() {
    Integer set = get(Settings.MAX_OVERFLOW);
    return set != null ? set : kind().maxOverflowDefault();
  }

  /** The window over which surplus is measured. */
  public Duration overflowLinger() {
    return value(Settings.OVERFLOW_LINGER);
  }

  /** Callers that may wait. */
  public int maxWaiters() {
    return value(Settings.MAX_WAITERS);
  }

  /** The deadline of getConnection(). */
  public Duration acquireTimeout() {
    return value(Settings.ACQUIRE_TIMEOUT);
  }

  /** The deadline of one open. */
  public Duration connectTimeout() {
    return value(Settings.CONNECT_TIMEOUT);
  }

  /** The deadline of one check. */
  public Duration checkTimeout() {
    return value(Settings.CHECK_TIMEOUT);
  }

  /** The deadline of one reset. */
  public Duration resetTimeout() {
    return value(Settings.RESET_TIMEOUT);
  }

  /** The deadline of one close. */
  public Duration closeTimeout() {
    return value(Settings.CLOSE_TIMEOUT);
  }

  /** The deadline of closing the pool. */
  public Duration shutdownTimeout() {
    return value(Settings.SHUTDOWN_TIMEOUT);
  }

  /** Opens under way at once. */
  public int maxOpening() {
    return value(Settings.MAX_OPENING);
  }

  /** Hanging calls above which the pool opens more slowly. */
  public int givenUpMax() {
    return value(Settings.GIVEN_UP_MAX);
  }

  /** Whether poolSize connections are kept open from the start. */
  public boolean prefill() {
    return value(Settings.PREFILL);
  }

  /** What the start waits for. */
  public OnStart onStart() {
    return value(Settings.ON_START);
  }

  /** The age before which a connection is replaced; 0 = no limit. */
  public Duration maxLifetime() {
    return value(Settings.MAX_LIFETIME);
  }

  /** How often idle connections are checked; 0 = never. */
  public Duration keepalive() {
    return value(Settings.KEEPALIVE);
  }

  /** When an idle connection is checked before it is lent. */
  public Validation validation() {
    return value(Settings.VALIDATION);
  }

  /** Whether drivers get sockets that can be looked at. */
  public LivenessCheck livenessCheck() {
    return value(Settings.LIVENESS_CHECK);
  }

  /** What a proof of death does to older connections. */
  public OnDisconnect onDisconnect() {
    return value(Settings.ON_DISCONNECT);
  }

  /** What becomes of callers while nothing is open and nothing can be opened. */
  public OnOutage onOutage() {
    return value(Settings.ON_OUTAGE);
  }

  /** What errors of the driver mean, before the tables of the products. */
  public Map<String, ErrorKind> errorKinds() {
    return value(Settings.ERROR_KINDS);
  }

  /** What is noted of each borrower. */
  public LeakWatch leakWatch() {
    return value(Settings.LEAK_WATCH);
  }

  /** For how long a connection may be borrowed before that is told; 0: for ever. */
  public Duration leakThreshold() {
    return value(Settings.LEAK_THRESHOLD);
  }

  /** After how long without use a connection is taken back that nobody can use; 0: never. */
  public Duration reclaimAfter() {
    return value(Settings.RECLAIM_AFTER);
  }

  /** Which idle connection is lent first. */
  public IdleOrder idleOrder() {
    return value(Settings.IDLE_ORDER);
  }

  /** What becomes of an open transaction. */
  public ResetOnReturn resetOnReturn() {
    return value(Settings.RESET_ON_RETURN);
  }

  /** The auto-commit mode of a fresh lease. */
  public @Nullable Boolean autoCommit() {
    return get(Settings.AUTO_COMMIT);
  }

  /** The read-only mode of a fresh lease. */
  public @Nullable Boolean readOnly() {
    return get(Settings.READ_ONLY);
  }

  /** The isolation of a fresh lease. */
  public @Nullable Isolation isolation() {
    return get(Settings.ISOLATION);
  }

  /** The catalog of a fresh lease. */
  public @Nullable String catalog() {
    return get(Settings.CATALOG);
  }

  /** The schema of a fresh lease. */
  public @Nullable String schema() {
    return get(Settings.SCHEMA);
  }

  /** The statement run once on each new connection. */
  public @Nullable String initSql() {
    return get(Settings.INIT_SQL);
  }

  /** Whether the driver is told where a lease begins and ends. */
  public boolean requestBoundaries() {
    return value(Settings.REQUEST_BOUNDARIES);
  }

  /** Whether the pool is shown in JMX. */
  public boolean jmx() {
    return value(Settings.JMX);
  }

  /** Who takes part in the life of connections. */
  public List<ConnectionCustomizer> customizers() {
    return value(Settings.CUSTOMIZERS);
  }

  /** Who hears of single connections. */
  public List<ConnectionListener> connectionListeners() {
    return value(Settings.CONNECTION_LISTENERS);
  }

  /** Who hears of the pool. */
  public List<PoolListener> listeners() {
    return value(Settings.LISTENERS);
  }

  /** The value that was set, or null. */
  @SuppressWarnings("unchecked") // SettingValues pairs a setting with a value of its type
  private <T> @Nullable T get(Setting<T> setting) {
    return (T) values.get(setting);
  }

  private <T> T value(Setting<T> setting) {
    T set = get(setting);
    return set != null ? set : Objects.requireNonNull(setting.defaultValue());
  }

  /** Every setting by its name, whether it was set or not, as people write it; no secret. */
  public Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      shown.put(setting.name(), setting.show(effective(setting)));
    }
    return shown;
  }

  /** What holds: what was set or is the default; null if the driver decides. */
  @Nullable Object effective(Setting<?> setting) {
    if (setting == Settings.POOL_SIZE) {
      return poolSize();
    } else if (setting == Settings.MAX_OVERFLOW) {
      return maxOverflow();
    } else if (setting == Settings.USERNAME) {
      return username();
    } else if (setting == Settings.PASSWORD) {
      return password();
    } else if (setting == Settings.NAME) {
      return name();
    }
    Object set = values.get(setting);
    return set != null ? set : setting.defaultValue();
  }

  /** What was set, without secrets. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("CenoteConfig[");
    String separator = "";
    for (Setting<?> setting : Settings.all()) {
      if (values.containsKey(setting)) {
        text.append(separator).append(setting.name()).append('=').append(shown(setting));
        separator = ", ";
      }
    }
    return text.append(']').toString();
  }

  private <T> String shown(Setting<T> setting) {
    return setting.type().show(value(setting));
  }
}
