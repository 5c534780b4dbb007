package dev.cenote;

import dev.cenote.config.Settings;
import dev.cenote.handle.LazyView;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKeyBuilder;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A pool seen through lazy connections. It owns nothing: the pool is closed for itself. */
final class LazyDataSource implements ScopedDataSource {

  private final CenoteDataSource pool;

  LazyDataSource(CenoteDataSource pool) {
    this.pool = pool;
  }

  @Override
  public Connection getConnection() {
    return lazy(pool::getConnection);
  }

  @Override
  public Connection getConnection(@Nullable String username, @Nullable String password) {
    return lazy(() -> pool.getConnection(username, password));
  }

  /** JDBC's connections begin in auto-commit, unless the pool's are set to begin otherwise. */
  private Connection lazy(LazyView.Source source) {
    boolean autoCommit = !Boolean.FALSE.equals(pool.get(Settings.AUTO_COMMIT));
    return pool.lazyView().connection(source, pool.kind().shares(), autoCommit);
  }

  @Override
  public ScopedDataSource lazy() {
    return this;
  }

  /** What several may have is not given back between statements in any case. */
  @Override
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      ConnectionFunction<T, X> work) throws SQLException, X {
    return pool.kind().shares()
        ? pool.inTransaction(work)
        : ScopedDataSource.super.inTransaction(work);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return type.isInstance(this) ? type.cast(this) : pool.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this) || pool.isWrapperFor(type);
  }

  @Override
  public ShardingKeyBuilder createShardingKeyBuilder() throws SQLException {
    return pool.createShardingKeyBuilder();
  }

  @Override
  public ConnectionBuilder createConnectionBuilder() throws SQLException {
    return pool.createConnectionBuilder();
  }

  @Override
  public int getLoginTimeout() {
    return pool.getLoginTimeout();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    pool.setLoginTimeout(seconds);
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return pool.getLogWriter();
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    pool.setLogWriter(out);
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return pool.getParentLogger();
  }

  @Override
  public String toString() {
    return "lazy view of " + pool;
  }
}
