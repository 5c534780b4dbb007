package dev.cenote;

import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.Setting;
import dev.cenote.config.SettingValues;
import dev.cenote.config.Settings;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolKind;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.PoolErrors;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.report.PoolReport;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool of JDBC connections.
 *
 * <pre>{@code
 * try (CenoteDataSource pool = CenoteDataSource.create("postgresql://app:secret@db/orders");
 *     Connection connection = pool.getConnection()) {
 *   ...
 * }
 * }</pre>
 *
 * <p>{@link #builder()} and {@link #create} start the pool and wait for what {@code onStart} asks.
 * A bean made by the constructor starts with its first {@link #getConnection()}, which then waits
 * for a connection no longer than any other; or with {@link #start()}, which does what {@code
 * onStart} asks. Every method may be called from any thread.
 */
public final class CenoteDataSource extends PoolControls
    implements ScopedDataSource, AutoCloseable {

  /**
   * Held by the one start. A lock, because callers must wait for the one that starts; they and
   * {@link #close()} wait for it only so long. A driver is called under it for nothing but the
   * anchor of an in-memory database.
   */
  private final ReentrantLock starting = new ReentrantLock();

  private volatile @Nullable RunningPool running;
  private volatile boolean closed;

  /** A bean to be configured by its setters. */
  public CenoteDataSource() {
    this(new SettingValues());
  }

  CenoteDataSource(SettingValues values) {
    super(values);
  }

  /** Starts to describe a pool. */
  public static CenoteDataSourceBuilder builder() {
    return new CenoteDataSourceBuilder();
  }

  /**
   * Builds and starts a pool with default settings, as {@link CenoteDataSourceBuilder#build()}.
   *
   * @param url a jdbc: URL, or a short form such as {@code
   *     postgresql://user:password@host/database}
   */
  public static CenoteDataSource create(String url) {
    return builder().url(url).build();
  }

  /**
   * Lends a connection; closing it gives it back. Waits at most {@code acquireTimeout}. Of the
   * kinds SHARED and PER_THREAD it may be one that others, or this thread, have already.
   *
   * @throws SQLException saying why there is none: {@link java.sql.SQLTransientConnectionException}
   *     if all are borrowed or the database cannot be reached, {@link
   *     java.sql.SQLInvalidAuthorizationSpecException} if it refuses the login, {@link
   *     java.sql.SQLNonTransientConnectionException} if the pool is closed or this thread was
   *     interrupted, which keeps its interrupt flag. What customizers throw at a checkout: see
   *     {@link dev.cenote.event.ConnectionCustomizer#onCheckout}
   * @throws CenoteConfigException on the first call, if settings are wrong
   */
  @Override
  public Connection getConnection() throws SQLException {
    RunningPool pool = running;
    if (pool == null) {
      pool = startedLazily();
    }
    return pool.borrow();
  }

  /** As {@link #getConnection()}, if the login is the pool's; a pool has one login only. */
  @Override
  public Connection getConnection(@Nullable String username, @Nullable String password)
      throws SQLException {
    if (!Objects.equals(username, getUsername()) || !Objects.equals(password, getPassword())) {
      throw errors().otherCredentials();
    }
    return getConnection();
  }

  @Override
  public ScopedDataSource lazy() {
    return new LazyDataSource(this);
  }

  /**
   * Starts the pool, if it has not started, and waits for what {@code onStart} asks. If that fails
   * this DataSource is closed; wrong settings leave it as it was, to be corrected.
   *
   * @throws CenoteConfigException with everything that is wrong with the settings
   * @throws CenoteStartException if the pool could not start as {@code onStart} asks
   */
  public void start() {
    try {
      started(Duration.ofNanos(Long.MAX_VALUE)).awaitStart();
    } catch (SQLException failure) {
      boolean interrupted = Thread.currentThread().isInterrupted();
      throw new CenoteStartException(
          interrupted ? ErrorCode.INTERRUPTED : ErrorCode.CLOSED, failure);
    } catch (CenoteStartException failure) {
      close();
      throw failure;
    }
  }

  /**
   * A new DataSource with every setting of this one: kind, customizers and listeners, too. It opens
   * nothing and its settings may still be changed; {@link #start()} or the first {@link
   * #getConnection()} starts it. This one goes on, and is to be closed as ever. Both have the same
   * in-memory database, for as long as one of them keeps it open.
   */
  public CenoteDataSource recreate() {
    return new CenoteDataSource(copied());
  }

  private RunningPool startedLazily() throws SQLException {
    Duration limit = getOrDefault(Settings.ACQUIRE_TIMEOUT);
    try {
      return started(limit.isZero() ? getOrDefault(Settings.CONNECT_TIMEOUT) : limit);
    } catch (CenoteStartException failure) {
      throw failure.sqlException();
    }
  }

  /** Starts the pool, or waits until the thread that does has done it. */
  private RunningPool started(Duration limit) throws SQLException {
    long nanos = PoolTimes.nanos(limit);
    try {
      if (!starting.tryLock(nanos, TimeUnit.NANOSECONDS)) {
        throw errors().stillStarting(nanos);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw errors().interrupted(interrupt);
    }
    RunningPool pool;
    try {
      pool = startOnce();
    } finally {
      starting.unlock();
    }
    if (closed) { // close() has not waited for this start
      pool.close();
      throw pool.errors().closed();
    }
    return pool;
  }

  private RunningPool startOnce() throws SQLException {
    RunningPool pool = running;
    if (pool == null) {
      if (closed) {
        throw errors().closed();
      }
      SettingValues settings = freeze();
      try {
        pool = RunningPool.start(settings.check());
      } catch (Throwable failure) {
        if (!closed) {
          thaw();
        }
        throw failure;
      }
      running = pool;
      begun(pool.pool());
    }
    return pool;
  }

  /**
   * Closes the pool: waiters fail at once, borrowed connections have until shortly before {@code
   * shutdownTimeout} to come back. Blocks at most for that time. A second call waits for the first.
   */
  @Override
  public void close() {
    closed = true;
    freeze();
    RunningPool pool = running;
    if (pool == null) {
      pool = awaitStarting();
    }
    try {
      if (pool != null) {
        pool.close();
      }
    } finally {
      ended();
    }
  }

  /** A start under way sees by itself that the pool is closed; waiting for it is a courtesy. */
  private @Nullable RunningPool awaitStarting() {
    Duration limit = getOrDefault(Settings.SHUTDOWN_TIMEOUT);
    try {
      if (starting.tryLock(PoolTimes.nanos(limit), TimeUnit.NANOSECONDS)) {
        starting.unlock();
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    return running;
  }

  @Override
  public PoolReport report() {
    RunningPool pool = running;
    return pool == null ? PoolReport.ofNothing(status(), stats()) : pool.report(status());
  }

  @Override
  public PoolStats stats() {
    RunningPool pool = running;
    if (pool != null) {
      return pool.pool().stats();
    }
    int kept = orOfKind(Settings.POOL_SIZE, PoolKind::poolSizeDefault);
    int more = orOfKind(Settings.MAX_OVERFLOW, PoolKind::maxOverflowDefault);
    return PoolStats.ofSizes(kept, getOrDefault(Settings.KIND).maximumAtFirst(kept, more));
  }

  private int orOfKind(Setting<Integer> setting, ToIntFunction<PoolKind> ofKind) {
    Integer set = get(setting);
    return set != null ? set : ofKind.applyAsInt(getOrDefault(Settings.KIND));
  }

  @Override
  @Nullable Pool<PhysicalConnection> runningPool() {
    RunningPool pool = running;
    return pool == null ? null : pool.pool();
  }

  /** The pool's name. */
  @Override
  public String getName() {
    RunningPool pool = running;
    if (pool != null) {
      return pool.config().name();
    }
    String name = get(Settings.NAME);
    DatabaseUrl url = databaseUrl();
    if (name != null || url == null) {
      return name == null ? "pool" : name;
    }
    return url.defaultName();
  }

  /** The URL as the driver gets it; a short form comes back as a jdbc: URL without its login. */
  public @Nullable String getUrl() {
    DatabaseUrl url = databaseUrl();
    return url == null ? get(Settings.URL) : url.jdbcUrl();
  }

  /** Who logs in, from the setting or from a URL in short form. */
  public @Nullable String getUsername() {
    String username = get(Settings.USERNAME);
    DatabaseUrl url = databaseUrl();
    return username != null || url == null ? username : url.username();
  }

  /** The password, for tools that derive another DataSource from this one; nothing shows it. */
  public @Nullable String getPassword() {
    String password = get(Settings.PASSWORD);
    DatabaseUrl url = databaseUrl();
    return password != null || url == null ? password : url.password();
  }

  /** The driver's class, if it was set. */
  public @Nullable String getDriverClassName() {
    return get(Settings.DRIVER_CLASS_NAME);
  }

  private PoolErrors errors() {
    RunningPool pool = running;
    return pool == null
        ? new PoolErrors(getName(), "the database", unclassified -> OpenFailure.OTHER)
        : pool.errors();
  }

  /** This DataSource, never the driver's: what it hands out comes from the pool. */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw new SQLException(getName() + ": a CenoteDataSource is no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }

  /** The builder of the DataSource that opens the connections, if one was given and has any. */
  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    DataSource given = get(Settings.DATA_SOURCE);
    if (given == null) {
      throw new SQLFeatureNotSupportedException(
          getName() + ": only a DataSource, set as dataSource, can build sharding keys");
    }
    return given.createShardingKeyBuilder();
  }

  /**
   * Not supported: a pool lends what it has. Set the sharding key on the connection; the pool
   * closes such a connection when it comes back, for JDBC cannot tell what the key was before.
   */
  @Override
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    throw new SQLFeatureNotSupportedException(
        getName() + ": a pool has one user and no sharding key; call getConnection()");
  }

  /** The acquireTimeout in seconds, rounded up; 0 means without limit. */
  @Override
  public int getLoginTimeout() {
    Duration limit = getOrDefault(Settings.ACQUIRE_TIMEOUT);
    if (PoolTimes.nanos(limit) == Long.MAX_VALUE) {
      return 0;
    }
    return (int) Math.min(Integer.MAX_VALUE, limit.plusNanos(999_999_999).toSeconds());
  }

  /** Not supported: acquireTimeout says how long getConnection() may take. */
  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        getName() + ": set acquireTimeout for getConnection(), connectTimeout for one login");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  /** Not supported: the pool logs through SLF4J. */
  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    if (out != null) {
      throw new SQLFeatureNotSupportedException(getName() + ": the pool logs through SLF4J");
    }
  }

  /** Not supported: the pool logs through SLF4J. */
  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException(getName() + ": the pool logs through SLF4J");
  }

  /** Name, database and state; no secret. */
  @Override
  public String toString() {
    RunningPool pool = running;
    String state = closed ? "closed" : pool == null ? "not started" : "running";
    String place = pool == null ? "" : " on " + pool.config().place();
    return "CenoteDataSource " + getName() + place + ", " + state;
  }
}
