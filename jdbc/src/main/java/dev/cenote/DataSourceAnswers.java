package dev.cenote;

import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.SettingValues;
import dev.cenote.config.Settings;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolKind;
import dev.cenote.error.PoolErrors;
import dev.cenote.physical.PhysicalConnection;
import java.io.PrintWriter;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What frameworks and tools ask a DataSource besides connections: where it leads, and what JDBC has
 * every DataSource answer. Any thread; nothing blocks but transactions.
 */
public abstract sealed class DataSourceAnswers extends PoolControls implements ScopedDataSource
    permits CenoteDataSource {

  private final SharedTransactions shared = new SharedTransactions(this);

  DataSourceAnswers(SettingValues values) {
    super(values);
  }

  /** Makes the exceptions of this pool. */
  abstract PoolErrors errors();

  /** Whom it lends what. */
  final PoolKind kind() {
    Pool<PhysicalConnection> pool = runningPool();
    return pool == null ? getOrDefault(Settings.KIND) : pool.config().kind();
  }

  @Override
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      ConnectionFunction<T, X> work) throws SQLException, X {
    return kind().shares() ? shared.in(work) : ScopedDataSource.super.inTransaction(work);
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
}
