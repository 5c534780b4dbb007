package dev.cenote;

import dev.cenote.config.CenoteConfig;
import dev.cenote.config.ConnectionFactory;
import dev.cenote.config.FactoryDataSource;
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
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorKind;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.event.ConnectionListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Builds and starts a {@link CenoteDataSource}. What each setting means, its default and its range
 * stand in docs/configuration.md. Not thread-safe; nothing blocks but {@link #build()}.
 */
public final class CenoteDataSourceBuilder extends SettingSources {

  private final SettingValues values;
  private final boolean builds;

  CenoteDataSourceBuilder() {
    this(new SettingValues(), true);
  }

  /** With what is set already, for a pool that runs: it is not to be built. */
  CenoteDataSourceBuilder(SettingValues values) {
    this(values, false);
  }

  private CenoteDataSourceBuilder(SettingValues values, boolean builds) {
    super(values);
    this.values = values;
    this.builds = builds;
  }

  @Override
  CenoteDataSourceBuilder self() {
    return this;
  }

  /**
   * Checks the settings, starts the pool and waits for what {@code onStart} asks: by default until
   * one connection is open, at most {@code connectTimeout}. What is set here later is for the next
   * pool that this builds.
   *
   * @throws CenoteConfigException with everything that is wrong with the settings
   * @throws CenoteStartException if the pool could not start as {@code onStart} asks
   * @throws IllegalStateException if this is a change of a pool that runs
   */
  public CenoteDataSource build() {
    if (!builds) {
      throw new IllegalStateException("this changes a running pool, which is not built again");
    }
    CenoteDataSource built = new CenoteDataSource(values.copy()); // this may build another
    try {
      built.start();
    } catch (RuntimeException | Error failure) { // nobody else could close it
      Endings.after(failure, built::close);
      throw failure;
    }
    return built;
  }

  /** Adds one property that the driver gets besides the login. */
  public CenoteDataSourceBuilder property(String name, String value) {
    values.putDriverProperty(name, value);
    return this;
  }

  /** Sets the properties that the driver gets besides the login. */
  public CenoteDataSourceBuilder properties(Map<String, String> properties) {
    return set(Settings.DRIVER_PROPERTIES, Map.copyOf(properties));
  }

  /** Sets where the database is: a jdbc: URL or a short form. */
  public CenoteDataSourceBuilder url(String url) {
    return set(Settings.URL, url);
  }

  /** Sets who logs in. */
  public CenoteDataSourceBuilder username(String username) {
    return set(Settings.USERNAME, username);
  }

  /** Sets the password; it is never shown. */
  public CenoteDataSourceBuilder password(String password) {
    return set(Settings.PASSWORD, password);
  }

  /** Sets the driver's class; seldom needed, the URL finds it. */
  public CenoteDataSourceBuilder driverClassName(String driverClassName) {
    return set(Settings.DRIVER_CLASS_NAME, driverClassName);
  }

  /** Sets what opens connections instead of a URL and a driver. */
  public CenoteDataSourceBuilder dataSource(DataSource dataSource) {
    return set(Settings.DATA_SOURCE, dataSource);
  }

  /** Sets what opens connections, as {@link #dataSource}; it is told for which slot. */
  public CenoteDataSourceBuilder connectionFactory(ConnectionFactory factory) {
    return dataSource(new FactoryDataSource(factory));
  }

  /** Sets the name in messages and threads. */
  public CenoteDataSourceBuilder name(String name) {
    return set(Settings.NAME, name);
  }

  /** Sets whom the pool lends what; the default is QUEUE. */
  public CenoteDataSourceBuilder kind(PoolKind kind) {
    return set(Settings.KIND, kind);
  }

  /** Sets how many connections are kept open. */
  public CenoteDataSourceBuilder poolSize(int poolSize) {
    return set(Settings.POOL_SIZE, poolSize);
  }

  /** Sets how many more may be open under load. */
  public CenoteDataSourceBuilder maxOverflow(int maxOverflow) {
    return set(Settings.MAX_OVERFLOW, maxOverflow);
  }

  /** Sets after how long unneeded overflow is closed. */
  public CenoteDataSourceBuilder overflowLinger(Duration overflowLinger) {
    return set(Settings.OVERFLOW_LINGER, overflowLinger);
  }

  /** Sets how many callers may wait for others at once; 0: who would have to is refused. */
  public CenoteDataSourceBuilder maxWaiters(int maxWaiters) {
    return set(Settings.MAX_WAITERS, maxWaiters);
  }

  /** Sets the deadline of getConnection(); 0 never queues at the limit. */
  public CenoteDataSourceBuilder acquireTimeout(Duration acquireTimeout) {
    return set(Settings.ACQUIRE_TIMEOUT, acquireTimeout);
  }

  /** Sets the deadline of one attempt to connect. */
  public CenoteDataSourceBuilder connectTimeout(Duration connectTimeout) {
    return set(Settings.CONNECT_TIMEOUT, connectTimeout);
  }

  /** Sets the deadline of one check. */
  public CenoteDataSourceBuilder checkTimeout(Duration checkTimeout) {
    return set(Settings.CHECK_TIMEOUT, checkTimeout);
  }

  /** Sets the deadline of one reset. */
  public CenoteDataSourceBuilder resetTimeout(Duration resetTimeout) {
    return set(Settings.RESET_TIMEOUT, resetTimeout);
  }

  /** Sets the deadline of closing one connection. */
  public CenoteDataSourceBuilder closeTimeout(Duration closeTimeout) {
    return set(Settings.CLOSE_TIMEOUT, closeTimeout);
  }

  /** Sets the deadline of all of close(). */
  public CenoteDataSourceBuilder shutdownTimeout(Duration shutdownTimeout) {
    return set(Settings.SHUTDOWN_TIMEOUT, shutdownTimeout);
  }

  /** Sets how many connections may be opening at once. */
  public CenoteDataSourceBuilder maxOpening(int maxOpening) {
    return set(Settings.MAX_OPENING, maxOpening);
  }

  /** Sets above how many hanging calls the pool opens more slowly. */
  public CenoteDataSourceBuilder givenUpMax(int givenUpMax) {
    return set(Settings.GIVEN_UP_MAX, givenUpMax);
  }

  /** Sets whether poolSize connections are opened at the start. */
  public CenoteDataSourceBuilder prefill(boolean prefill) {
    return set(Settings.PREFILL, prefill);
  }

  /** Sets what the start waits for. */
  public CenoteDataSourceBuilder onStart(OnStart onStart) {
    return set(Settings.ON_START, onStart);
  }

  /** Sets the age before which a connection is replaced; 0 is no limit. */
  public CenoteDataSourceBuilder maxLifetime(Duration maxLifetime) {
    return set(Settings.MAX_LIFETIME, maxLifetime);
  }

  /** Sets how often idle connections are checked; 0 is never. */
  public CenoteDataSourceBuilder keepalive(Duration keepalive) {
    return set(Settings.KEEPALIVE, keepalive);
  }

  /** Sets whether idle connections are checked before they are lent. */
  public CenoteDataSourceBuilder validation(Validation validation) {
    return set(Settings.VALIDATION, validation);
  }

  /** Sets whether drivers get sockets that tell without a round trip if they were closed. */
  public CenoteDataSourceBuilder livenessCheck(LivenessCheck livenessCheck) {
    return set(Settings.LIVENESS_CHECK, livenessCheck);
  }

  /** Sets what one dead connection does to the older ones. */
  public CenoteDataSourceBuilder onDisconnect(OnDisconnect onDisconnect) {
    return set(Settings.ON_DISCONNECT, onDisconnect);
  }

  /** Sets whether callers wait or fail at once while the database is known to be down. */
  public CenoteDataSourceBuilder onOutage(OnOutage onOutage) {
    return set(Settings.ON_OUTAGE, onOutage);
  }

  /**
   * Says what one error of the driver means, besides and before the tables of
   * docs/dead-connections.md.
   *
   * @param error a SQLState ({@code 57P99}), a class of them ({@code 08*}) or a vendor's code
   *     ({@code -4499})
   */
  public CenoteDataSourceBuilder errorKind(String error, ErrorKind kind) {
    values.putErrorKind(error, kind);
    return this;
  }

  /** Sets what errors of the driver mean, as {@link #errorKind} does one by one. */
  public CenoteDataSourceBuilder errorKinds(Map<String, ErrorKind> errorKinds) {
    return set(Settings.ERROR_KINDS, Map.copyOf(errorKinds));
  }

  /** Sets what is noted of each borrower. */
  public CenoteDataSourceBuilder leakWatch(LeakWatch leakWatch) {
    return set(Settings.LEAK_WATCH, leakWatch);
  }

  /** Sets for how long a connection may be borrowed before that is told; 0: for ever. */
  public CenoteDataSourceBuilder leakThreshold(Duration leakThreshold) {
    return set(Settings.LEAK_THRESHOLD, leakThreshold);
  }

  /** Sets when an unused connection is taken back that nobody can be using; 0: never. */
  public CenoteDataSourceBuilder reclaimAfter(Duration reclaimAfter) {
    return set(Settings.RECLAIM_AFTER, reclaimAfter);
  }

  /** Sets which idle connection is lent first. */
  public CenoteDataSourceBuilder idleOrder(IdleOrder idleOrder) {
    return set(Settings.IDLE_ORDER, idleOrder);
  }

  /** Sets what becomes of a transaction left open. */
  public CenoteDataSourceBuilder resetOnReturn(ResetOnReturn resetOnReturn) {
    return set(Settings.RESET_ON_RETURN, resetOnReturn);
  }

  /** Sets the auto-commit mode of a fresh lease. */
  public CenoteDataSourceBuilder autoCommit(boolean autoCommit) {
    return set(Settings.AUTO_COMMIT, autoCommit);
  }

  /** Sets the read-only mode of a fresh lease. */
  public CenoteDataSourceBuilder readOnly(boolean readOnly) {
    return set(Settings.READ_ONLY, readOnly);
  }

  /** Sets the isolation of a fresh lease. */
  public CenoteDataSourceBuilder isolation(Isolation isolation) {
    return set(Settings.ISOLATION, isolation);
  }

  /** Sets the catalog of a fresh lease. */
  public CenoteDataSourceBuilder catalog(String catalog) {
    return set(Settings.CATALOG, catalog);
  }

  /** Sets the schema of a fresh lease. */
  public CenoteDataSourceBuilder schema(String schema) {
    return set(Settings.SCHEMA, schema);
  }

  /** Sets a statement that runs once on each new connection. */
  public CenoteDataSourceBuilder initSql(String initSql) {
    return set(Settings.INIT_SQL, initSql);
  }

  /** Sets whether the driver is told where a lease begins and ends. */
  public CenoteDataSourceBuilder requestBoundaries(boolean requestBoundaries) {
    return set(Settings.REQUEST_BOUNDARIES, requestBoundaries);
  }

  /** Sets whether the pool is shown in JMX. */
  public CenoteDataSourceBuilder jmx(boolean jmx) {
    return set(Settings.JMX, jmx);
  }

  /** Adds one that sets up, refuses or cleans up connections, after those added before. */
  public CenoteDataSourceBuilder customizer(ConnectionCustomizer customizer) {
    values.add(Settings.CUSTOMIZERS, customizer);
    return this;
  }

  /** Sets all customizers, in their order. */
  public CenoteDataSourceBuilder customizers(List<ConnectionCustomizer> customizers) {
    return set(Settings.CUSTOMIZERS, List.copyOf(customizers));
  }

  /** Adds one that hears what happens to single connections, after those added before. */
  public CenoteDataSourceBuilder connectionListener(ConnectionListener listener) {
    values.add(Settings.CONNECTION_LISTENERS, listener);
    return this;
  }

  /** Sets all listeners of connections, in their order. */
  public CenoteDataSourceBuilder connectionListeners(List<ConnectionListener> listeners) {
    return set(Settings.CONNECTION_LISTENERS, List.copyOf(listeners));
  }

  /** Adds one that hears what happens to the pool, after those added before. */
  public CenoteDataSourceBuilder listener(PoolListener listener) {
    values.add(Settings.LISTENERS, listener);
    return this;
  }

  /** Sets all listeners of the pool, in their order. */
  public CenoteDataSourceBuilder listeners(List<PoolListener> listeners) {
    return set(Settings.LISTENERS, List.copyOf(listeners));
  }

  private <T> CenoteDataSourceBuilder set(Setting<T> setting, T value) {
    values.put(setting, value);
    return this;
  }

  /**
   * What has been set so far, checked.
   *
   * @throws CenoteConfigException with everything that is wrong
   */
  public CenoteConfig config() {
    return values.copy().check();
  }

  /** What has been set, without secrets. */
  @Override
  public String toString() {
    return "CenoteDataSourceBuilder[" + values + "]";
  }
}
