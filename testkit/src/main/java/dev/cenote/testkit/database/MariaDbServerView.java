package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What MariaDB itself says of its connections, asked over an independent one. Safe for any thread;
 * calls block for some round trips.
 */
public final class MariaDbServerView implements AutoCloseable {

  /** How often to look whether a connection that was killed has gone, 10 ms apart. */
  private static final int LOOKS_MAX = 1_000;

  /** There is no such thread any more: error 1094, state HY000. */
  private static final int NO_SUCH_THREAD = 1094;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}: one statement at a time. */
  private final Connection connection;

  private MariaDbServerView(Connection connection) {
    this.connection = connection;
  }

  /** Opens a view of this server. */
  public static MariaDbServerView of(MariaDbServer server, MariaDbServer.Driver driver)
      throws SQLException {
    return new MariaDbServerView(server.connectAsAdministrator(driver));
  }

  /**
   * The server's number of a connection, which may be a pool's handle. The driver knows it: there
   * is no round trip, and no transaction begins.
   */
  public static long threadOf(Connection connection) throws SQLException {
    return connection.isWrapperFor(type(MariaDbServer.Driver.MARIADB))
        ? ask(connection, type(MariaDbServer.Driver.MARIADB), "getThreadId")
        : ask(connection, type(MariaDbServer.Driver.MYSQL), "getId");
  }

  /** By name, since a user of the testkit has one driver or the other, or none. */
  private static Class<?> type(MariaDbServer.Driver driver) throws SQLException {
    try {
      return Class.forName(
          driver == MariaDbServer.Driver.MARIADB
              ? "org.mariadb.jdbc.Connection"
              : "com.mysql.cj.jdbc.JdbcConnection");
    } catch (ClassNotFoundException absent) {
      return MariaDbServerView.class; // wraps nothing
    }
  }

  private static long ask(Connection connection, Class<?> type, String method) throws SQLException {
    try {
      Object thread = type.getMethod(method).invoke(connection.unwrap(type));
      return ((Number) Objects.requireNonNull(thread)).longValue();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the driver does not tell the number of a connection", e);
    }
  }

  /**
   * Whether a connection has a transaction open. InnoDB tells of its transactions from a copy that
   * it renews if nobody has read it for a tenth of a second: hence the pause on the server.
   */
  public boolean isInTransaction(long thread) throws SQLException {
    lock.lock();
    try {
      pause("0.15");
      return count("SELECT count(*) FROM innodb_trx WHERE trx_mysql_thread_id = ?", thread) > 0;
    } finally {
      lock.unlock();
    }
  }

  /** How many clients are connected to a database. */
  public int connectionsTo(String database) throws SQLException {
    lock.lock();
    try {
      return count("SELECT count(*) FROM processlist WHERE db = ?", database);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a connection and waits until it has gone; its client finds out at its next use. Returns
   * whether there was such a connection.
   */
  public boolean kill(long thread) throws SQLException {
    lock.lock();
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("KILL CONNECTION " + thread);
      for (int look = 0; look < LOOKS_MAX; look++) {
        if (count("SELECT count(*) FROM processlist WHERE id = ?", thread) == 0) {
          return true;
        }
        pause("0.01");
      }
      throw new SQLNonTransientConnectionException("connection " + thread + " survives its end");
    } catch (SQLException e) {
      if (e.getErrorCode() == NO_SUCH_THREAD) {
        return false;
      }
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void pause(String seconds) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("SELECT SLEEP(" + seconds + ")");
    }
  }

  private int count(String query, Object argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setObject(1, argument);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      connection.close();
    } finally {
      lock.unlock();
    }
  }
}
