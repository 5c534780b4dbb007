package dev.cenote.bench.floor;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections with the least that a correct pool can do: a start position derived from the
 * thread, one compare-and-set to take, one small handle, one release store to give back. Nobody can
 * wait for a connection, nothing is checked, reset, counted or replaced. Any thread.
 */
public final class FloorDataSource implements DataSource {

  private final FloorSlot[] slots;

  /**
   * Opens all connections.
   *
   * @param size how many, a power of two
   */
  public FloorDataSource(DataSource source, int size) throws SQLException {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("size must be a power of two, is " + size);
    }
    slots = new FloorSlot[size];
    for (int i = 0; i < size; i++) {
      slots[i] = new FloorSlot(source.getConnection());
    }
  }

  @Override
  @SuppressWarnings("deprecation") // threadId() is newer than our oldest JDK
  public Connection getConnection() throws SQLException {
    FloorSlot[] all = slots;
    int mask = all.length - 1;
    int start = (int) Thread.currentThread().getId();
    for (int i = 0; i < all.length; i++) {
      FloorSlot slot = all[(start + i) & mask];
      if (slot.tryLend()) {
        return new FloorConnection(slot);
      }
    }
    throw new SQLException("no connection is idle, and nobody can wait here", "08001");
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
