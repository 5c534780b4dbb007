package dev.cenote;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Opens real connections, so many; whoever asks for one more is held until the gate opens. */
final class GatedSource implements DataSource {

  private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger free;
  private final String url;

  GatedSource(String url, int free) {
    this.url = url;
    this.free = new AtomicInteger(free);
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (free.getAndDecrement() <= 0) {
      try {
        gate.await();
      } catch (InterruptedException givenUp) {
        throw new SQLException("interrupted", givenUp);
      }
    }
    Connection connection = DriverManager.getConnection(url);
    opened.add(connection);
    return connection;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no wrapper");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }

  void open() {
    gate.countDown();
  }

  long stillOpen() throws SQLException {
    long count = 0;
    for (Connection connection : opened) {
      count += connection.isClosed() ? 0 : 1;
    }
    return count;
  }
}
