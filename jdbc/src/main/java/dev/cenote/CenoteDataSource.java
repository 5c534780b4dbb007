package dev.cenote;

import dev.cenote.config.CenoteConfig;
import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.Setting;
import dev.cenote.config.SettingValues;
import dev.cenote.config.Settings;
import dev.cenote.config.SettingsChange;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolKind;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.PoolErrors;
import dev.cenote.error.Secrets;
import dev.cenote.handle.LazyView;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.report.PoolReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
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
public final class CenoteDataSource extends DataSourceAnswers implements AutoCloseable {

  /**
   * Held by the one start. A lock, because callers must wait for the one that starts; they and
   * {@link #close()} wait for it only so long. A driver is called under it for nothing but the
   * anchor of an in-memory database.
   */
  private final ReentrantLock starting = new ReentrantLock();

  /**
   * Held by the one change of settings: two at once would lose one. It is held while the caller
   * says what is to change, who may not change this pool in another way meanwhile.
   */
  private final ReentrantLock changing = new ReentrantLock();

  private final JmxEntry jmx = new JmxEntry();
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
   * this DataSource is closed, unless it worked before or has come to lend; wrong settings, and an
   * interrupt before its turn, leave it as it was.
   *
   * @throws CenoteConfigException with everything that is wrong with the settings
   * @throws CenoteStartException if the pool could not start as {@code onStart} asks
   */
  public void start() {
    boolean worked = stats().created() > 0;
    try {
      started(Duration.ofNanos(Long.MAX_VALUE)).awaitStart();
    } catch (SQLException failure) {
      boolean interrupted = Thread.currentThread().isInterrupted();
      throw new CenoteStartException(
          interrupted ? ErrorCode.INTERRUPTED : ErrorCode.CLOSED, failure);
    } catch (CenoteStartException failure) {
      if (!worked && stats().acquired() == 0) { // nor does it by now
        Endings.after(failure, this::close);
      }
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
        pool = Assembly.start(settings.check(), isMeasured());
      } catch (Throwable failure) {
        if (!closed) {
          thaw();
        }
        throw failure;
      }
      running = pool;
      begun(pool.pool());
      jmx.follow(pool.config().jmx(), this, pool.log());
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
      jmx.end();
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
  public void reconfigure(Consumer<CenoteDataSourceBuilder> change) {
    alone(
        "reconfigure",
        pool -> {
          SettingValues before = copied();
          SettingValues after = before.copy();
          change.accept(new CenoteDataSourceBuilder(after));
          SettingsChange checked = SettingsChange.of(before, after);
          if (!checked.isEmpty()) {
            running = pool.with(checked);
            adopt(checked.values().copy()); // the caller may have kept the builder
            jmx.follow(checked.config().jmx(), this, pool.log());
            pool.log().notes(checked.notes());
          }
        });
  }

  @Override
  public void resize(int poolSize, int maxOverflow) {
    alone(
        "resize",
        pool -> {
          SettingValues after = copied();
          after.put(Settings.POOL_SIZE, poolSize);
          after.put(Settings.MAX_OVERFLOW, maxOverflow);
          running = pool.resized(checked(after));
          adopt(after);
        });
  }

  private CenoteConfig checked(SettingValues settings) {
    try {
      return settings.check();
    } catch (CenoteConfigException wrong) {
      throw new IllegalArgumentException(getName() + ": " + wrong.getMessage(), wrong);
    }
  }

  private void alone(String method, Consumer<RunningPool> work) {
    runningPool(method);
    if (changing.isHeldByCurrentThread()) {
      throw new IllegalStateException(getName() + ": " + method + " within a reconfigure");
    }
    awaitTurn(method);
    try {
      RunningPool pool = Objects.requireNonNull(running);
      if (closed) {
        throw new IllegalStateException(ErrorCode.CLOSED.line(getName(), "nothing can be changed"));
      }
      work.accept(pool);
    } finally {
      changing.unlock();
    }
  }

  /** Waits for a change under way, but not for ever: it may be waiting for a caller's own code. */
  private void awaitTurn(String method) {
    String why = "another change of settings is under way since 10 s and does not end";
    try {
      if (changing.tryLock(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      why = "the thread was interrupted before " + method + " began";
    }
    throw new IllegalStateException(getName() + ": " + why);
  }

  /** What lazy connections made now have in common; before the start nothing is known of any. */
  LazyView lazyView() {
    RunningPool pool = running;
    return pool == null ? new LazyView(false) : pool.lazy();
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

  /** The last warning in the log; empty if there was none. */
  String lastWarning() {
    RunningPool pool = running;
    return pool == null ? "" : pool.log().lastWarning();
  }

  /** Every setting of the started pool, without secrets. */
  Map<String, String> shownSettings() {
    RunningPool pool = running;
    return pool == null ? Map.of() : pool.config().shown();
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

  @Override
  PoolErrors errors() {
    RunningPool pool = running;
    return pool == null
        ? new PoolErrors(
            getName(), "the database", new Secrets(), unclassified -> OpenFailure.OTHER)
        : pool.errors();
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
