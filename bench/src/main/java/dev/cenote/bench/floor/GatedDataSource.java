package dev.cenote.bench.floor;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The floor with a way to wait: the JDK's semaphore lets as many in as there are connections, in
 * the order of their arrival or not. Any thread; getConnection blocks.
 */
public final class GatedDataSource implements DataSource {

  private final FloorDataSource floor;
  private final Semaphore gate;
  private final long waitNanos;

  /**
   * Lets callers through to the floor.
   *
   * @param size how many at once
   * @param fair whether in the order of their arrival
   * @param waitMax how long a caller waits at most
   */
  public GatedDataSource(FloorDataSource floor, int size, boolean fair, Duration waitMax) {
    this.floor = floor;
    this.gate = new Semaphore(size, fair);
    this.waitNanos = waitMax.toNanos();
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      if (!gate.tryAcquire(waitNanos, TimeUnit.NANOSECONDS)) {
        throw new SQLTransientConnectionException("no connection in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLTransientConnectionException("interrupted", e);
    }
    FloorSlot slot = floor.tryLend();
    while (slot
        == null) { // one was given back behind the search; while we are past the gate one is there
      slot = floor.tryLend();
    }
    return new GatedConnection(slot, gate);
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

  /** Opens the gate when it is given back. */
  private static final class GatedConnection extends FloorConnection {

    private final Semaphore gate;

    GatedConnection(FloorSlot slot, Semaphore gate) {
      super(slot);
      this.gate = gate;
    }

    @Override
    public void close() {
      boolean lent = !isClosed();
      super.close();
      if (lent) {
        gate.release();
      }
    }
  }
}
