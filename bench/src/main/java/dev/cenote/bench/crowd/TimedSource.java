package dev.cenote.bench.crowd;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A pool as one client sees it, with a clock: how long each call of {@code getConnection} took. A
 * wait counts whether it ends with a connection or with a failure.
 */
final class TimedSource implements DataSource {

  private static final long NOT_WAITING = Long.MAX_VALUE;

  private final int client;
  private final DataSource pool;
  private final Waits waits;
  private final Crowd crowd;

  /** Written by the client, read by the one who measures. */
  private final AtomicLong waitingSince = new AtomicLong(NOT_WAITING);

  TimedSource(int client, DataSource pool, Waits waits, Crowd crowd) {
    this.client = client;
    this.pool = pool;
    this.waits = waits;
    this.crowd = crowd;
  }

  @Override
  public Connection getConnection() throws SQLException {
    long began = System.nanoTime();
    waitingSince.setOpaque(began);
    try {
      return pool.getConnection();
    } finally {
      waitingSince.setOpaque(NOT_WAITING);
      if (crowd.isMeasured()) {
        waits.note(client, System.nanoTime() - began);
      }
    }
  }

  /** How long it has been waiting at this moment; 0 if it is not. */
  long waitingAt(long now) {
    long since = waitingSince.getOpaque();
    return since == NOT_WAITING ? 0 : Math.max(0, now - since);
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
