package dev.cenote;

import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.Isolation;
import dev.cenote.config.LivenessCheck;
import dev.cenote.config.OnDisconnect;
import dev.cenote.config.OnStart;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.config.Setting;
import dev.cenote.config.SettingValues;
import dev.cenote.config.Settings;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.core.event.PoolListener;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.ErrorKind;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link CenoteDataSource} as bean properties, for frameworks that configure by
 * them. What each means, its default and its range stand in docs/configuration.md. Setters check
 * nothing; all problems are reported together at the start. Once the pool has started, or is
 * closed, they throw IllegalStateException. Any thread; never blocks.
 */
public abstract sealed class SettingsBean permits PoolControls {

  /** Guards the settings. A lock, because a setter must see whether the start has read them. */
  private final ReentrantLock lock = new ReentrantLock();

  private SettingValues values; // guarded by lock
  private boolean frozen; // guarded by lock

  SettingsBean(SettingValues values) {
    this.values = values;
  }

  /** The settings as they are; from now on nothing can be set. */
  final SettingValues freeze() {
    databaseUrl(); // so that an unnamed in-memory database keeps the name that getUrl tells
    lock.lock();
    try {
      frozen = true;
      return values.copy();
    } finally {
      lock.unlock();
    }
  }

  /** The settings as they are, to go on with apart. */
  final SettingValues copied() {
    databaseUrl(); // as above: of a pool that has not started, too
    lock.lock();
    try {
      return values.copy();
    } finally {
      lock.unlock();
    }
  }

  /** The settings were changed while the pool runs. */
  final void adopt(SettingValues changed) {
    lock.lock();
    try {
      values = changed;
    } finally {
      lock.unlock();
    }
  }

  /** The start failed: settings may be corrected. */
  final void thaw() {
    lock.lock();
    try {
      frozen = false;
    } finally {
      lock.unlock();
    }
  }

  final <T> @Nullable T get(Setting<T> setting) {
    lock.lock();
    try {
      return values.get(setting);
    } finally {
      lock.unlock();
    }
  }

  final <T> T getOrDefault(Setting<T> setting) {
    lock.lock();
    try {
      return values.getOrDefault(setting);
    } finally {
      lock.unlock();
    }
  }

  /** What the URL says; null if there is none or it cannot be understood. */
  final @Nullable DatabaseUrl databaseUrl() {
    lock.lock();
    try {
      return values.database();
    } catch (CenoteConfigException unknown) {
      return null; // the start will say so
    } finally {
      lock.unlock();
    }
  }

  private <T> void set(Setting<T> setting, @Nullable T value) {
    lock.lock();
    try {
      if (frozen) {
        String name = values.get(Settings.NAME);
        throw new IllegalStateException(
            ErrorCode.ALREADY_STARTED.line(
                name == null ? "pool" : name,
                setting.name() + " cannot be set: the pool has started or is closed"));
      }
      values.put(setting, value);
    } finally {
      lock.unlock();
    }
  }

  /** The same as {@link #setUrl}, by the name that other pools use. */
  public void setJdbcUrl(@Nullable String url) {
    set(Settings.URL, url);
  }

  /** The same as {@link #setUsername}, by the name that other pools use. */
  public void setUser(@Nullable String username) {
    set(Settings.USERNAME, username);
  }

  /** Sets the properties that the driver gets besides the login, what is no text by its text. */
  public void setProperties(Properties properties) {
    Map<String, String> copy = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      copy.put(name, Objects.requireNonNull(properties.getProperty(name)));
    }
    properties.forEach((name, value) -> copy.put(String.valueOf(name), String.valueOf(value)));
    set(Settings.DRIVER_PROPERTIES, Map.copyOf(copy));
  }

  /** Sets where the database is: a jdbc: URL or a short form. */
  public void setUrl(@Nullable String url) {
    set(Settings.URL, url);
  }

  /** Sets who logs in. */
  public void setUsername(@Nullable String username) {
    set(Settings.USERNAME, username);
  }

  /** Sets the password; it is never shown. */
  public void setPassword(@Nullable String password) {
    set(Settings.PASSWORD, password);
  }

  /** Sets the driver's class; seldom needed, the URL finds it. */
  public void setDriverClassName(@Nullable String driverClassName) {
    set(Settings.DRIVER_CLASS_NAME, driverClassName);
  }

  /** Sets what opens connections instead of a URL and a driver. */
  public void setDataSource(@Nullable DataSource dataSource) {
    set(Settings.DATA_SOURCE, dataSource);
  }

  /** Sets the name in messages and threads. */
  public void setName(@Nullable String name) {
    set(Settings.NAME, name);
  }

  /** Sets whom the pool lends what. */
  public void setKind(PoolKind kind) {
    set(Settings.KIND, kind);
  }

  /** Sets how many connections are kept open. */
  public void setPoolSize(int poolSize) {
    set(Settings.POOL_SIZE, poolSize);
  }

  /** Sets how many more may be open under load. */
  public void setMaxOverflow(int maxOverflow) {
    set(Settings.MAX_OVERFLOW, maxOverflow);
  }

  /** Sets after how long unneeded overflow is closed. */
  public void setOverflowLinger(Duration overflowLinger) {
    set(Settings.OVERFLOW_LINGER, overflowLinger);
  }

  /** Sets how many callers may wait for others at once; 0: who would have to is refused. */
  public void setMaxWaiters(int maxWaiters) {
    set(Settings.MAX_WAITERS, maxWaiters);
  }

  /** Sets the deadline of getConnection(); 0 never queues at the limit. */
  public void setAcquireTimeout(Duration acquireTimeout) {
    set(Settings.ACQUIRE_TIMEOUT, acquireTimeout);
  }

  /** Sets the deadline of one attempt to connect. */
  public void setConnectTimeout(Duration connectTimeout) {
    set(Settings.CONNECT_TIMEOUT, connectTimeout);
  }

  /** Sets the deadline of one check. */
  public void setCheckTimeout(Duration checkTimeout) {
    set(Settings.CHECK_TIMEOUT, checkTimeout);
  }

  /** Sets the deadline of one reset. */
  public void setResetTimeout(Duration resetTimeout) {
    set(Settings.RESET_TIMEOUT, resetTimeout);
  }

  /** Sets the deadline of closing one connection. */
  public void setCloseTimeout(Duration closeTimeout) {
    set(Settings.CLOSE_TIMEOUT, closeTimeout);
  }

  /** Sets the deadline of all of close(). */
  public void setShutdownTimeout(Duration shutdownTimeout) {
    set(Settings.SHUTDOWN_TIMEOUT, shutdownTimeout);
  }

  /** Sets how many connections may be opening at once. */
  public void setMaxOpening(int maxOpening) {
    set(Settings.MAX_OPENING, maxOpening);
  }

  /** Sets above how many hanging calls the pool opens more slowly. */
  public void setGivenUpMax(int givenUpMax) {
    set(Settings.GIVEN_UP_MAX, givenUpMax);
  }

  /** Sets whether poolSize connections are opened at the start. */
  public void setPrefill(boolean prefill) {
    set(Settings.PREFILL, prefill);
  }

  /** Sets what the start waits for. */
  public void setOnStart(OnStart onStart) {
    set(Settings.ON_START, onStart);
  }

  /** Sets the age before which a connection is replaced; 0 is no limit. */
  public void setMaxLifetime(Duration maxLifetime) {
    set(Settings.MAX_LIFETIME, maxLifetime);
  }

  /** Sets how often idle connections are checked; 0 is never. */
  public void setKeepalive(Duration keepalive) {
    set(Settings.KEEPALIVE, keepalive);
  }

  /** Sets whether idle connections are checked before they are lent. */
  public void setValidation(Validation validation) {
    set(Settings.VALIDATION, validation);
  }

  /** Sets whether drivers get sockets that tell without a round trip if they were closed. */
  public void setLivenessCheck(LivenessCheck livenessCheck) {
    set(Settings.LIVENESS_CHECK, livenessCheck);
  }

  /** Sets what one dead connection does to the older ones. */
  public void setOnDisconnect(OnDisconnect onDisconnect) {
    set(Settings.ON_DISCONNECT, onDisconnect);
  }

  /** Sets whether callers wait or fail at once while the database is known to be down. */
  public void setOnOutage(OnOutage onOutage) {
    set(Settings.ON_OUTAGE, onOutage);
  }

  /** Sets what errors of the driver mean, before the tables of docs/dead-connections.md. */
  public void setErrorKinds(Map<String, ErrorKind> errorKinds) {
    set(Settings.ERROR_KINDS, Map.copyOf(errorKinds));
  }

  /** Sets what is noted of each borrower. */
  public void setLeakWatch(LeakWatch leakWatch) {
    set(Settings.LEAK_WATCH, leakWatch);
  }

  /** Sets for how long a connection may be borrowed before that is told; 0: for ever. */
  public void setLeakThreshold(Duration leakThreshold) {
    set(Settings.LEAK_THRESHOLD, leakThreshold);
  }

  /** Sets when an unused connection is taken back that nobody can be using; 0: never. */
  public void setReclaimAfter(Duration reclaimAfter) {
    set(Settings.RECLAIM_AFTER, reclaimAfter);
  }

  /** Sets which idle connection is lent first. */
  public void setIdleOrder(IdleOrder idleOrder) {
    set(Settings.IDLE_ORDER, idleOrder);
  }

  /** Sets what becomes of a transaction left open. */
  public void setResetOnReturn(ResetOnReturn resetOnReturn) {
    set(Settings.RESET_ON_RETURN, resetOnReturn);
  }

  /** Sets the auto-commit mode of a fresh lease. */
  public void setAutoCommit(boolean autoCommit) {
    set(Settings.AUTO_COMMIT, autoCommit);
  }

  /** Sets the read-only mode of a fresh lease. */
  public void setReadOnly(boolean readOnly) {
    set(Settings.READ_ONLY, readOnly);
  }

  /** Sets the isolation of a fresh lease. */
  public void setIsolation(@Nullable Isolation isolation) {
    set(Settings.ISOLATION, isolation);
  }

  /** Sets the catalog of a fresh lease. */
  public void setCatalog(@Nullable String catalog) {
    set(Settings.CATALOG, catalog);
  }

  /** Sets the schema of a fresh lease. */
  public void setSchema(@Nullable String schema) {
    set(Settings.SCHEMA, schema);
  }

  /** Sets a statement that runs once on each new connection. */
  public void setInitSql(@Nullable String initSql) {
    set(Settings.INIT_SQL, initSql);
  }

  /** Sets whether the driver is told where a lease begins and ends. */
  public void setRequestBoundaries(boolean requestBoundaries) {
    set(Settings.REQUEST_BOUNDARIES, requestBoundaries);
  }

  /** Sets whether the pool is shown in JMX. */
  public void setJmx(boolean jmx) {
    set(Settings.JMX, jmx);
  }

  /** Sets who takes part in the life of connections. */
  public void setCustomizers(List<ConnectionCustomizer> customizers) {
    set(Settings.CUSTOMIZERS, List.copyOf(customizers));
  }

  /** Sets who hears of single connections. */
  public void setConnectionListeners(List<ConnectionListener> listeners) {
    set(Settings.CONNECTION_LISTENERS, List.copyOf(listeners));
  }

  /** Sets who hears of the pool. */
  public void setListeners(List<PoolListener> listeners) {
    set(Settings.LISTENERS, List.copyOf(listeners));
  }
}
