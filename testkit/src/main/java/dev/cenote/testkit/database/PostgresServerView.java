package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What PostgreSQL itself says of its connections, asked over an independent one. Safe for any
 * thread; calls block for one round trip.
 */
public final class PostgresServerView implements AutoCloseable {

  private static final int TERMINATION_MAX_MILLIS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}: one statement at a time. */
  private final Connection connection;

  private PostgresServerView(Connection connection) {
    this.connection = connection;
  }

  /** Opens a view of this server. */
  public static PostgresServerView of(PostgresServer server) throws SQLException {
    return new PostgresServerView(server.connectAsSuperuser());
  }

  /**
   * The server process of a connection, which may be a pool's handle. The driver knows it: there is
   * no round trip, and no transaction begins.
   */
  public static int backendOf(Connection connection) throws SQLException {
    try {
      // By reflection, since compiling against the driver wants the annotations it was built with.
      Class<?> type = Class.forName("org.postgresql.PGConnection");
      Object backend = type.getMethod("getBackendPID").invoke(connection.unwrap(type));
      return (Integer) Objects.requireNonNull(backend);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the PostgreSQL driver does not tell the backend", e);
    }
  }

  /**
   * What a server process is doing, in PostgreSQL's words: {@code idle}, {@code active}, {@code
   * idle in transaction}, {@code idle in transaction (aborted)}; empty if there is no such process.
   */
  public Optional<String> stateOf(int backend) throws SQLException {
    lock.lock();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT state FROM pg_stat_activity WHERE pid = ?")) {
      statement.setInt(1, backend);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many clients are connected to a database. */
  public int connectionsTo(String database) throws SQLException {
    lock.lock();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT count(*) FROM pg_stat_activity"
                + " WHERE datname = ? AND backend_type = 'client backend'")) {
      statement.setString(1, database);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getInt(1);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a server process and waits until it has gone; its client finds out at its next use
   * (57P01). Returns whether there was such a process.
   */
  public boolean terminate(int backend) throws SQLException {
    lock.lock();
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_terminate_backend(?, ?)")) {
      statement.setInt(1, backend);
      statement.setLong(2, TERMINATION_MAX_MILLIS);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getBoolean(1);
      }
    } finally {
      lock.unlock();
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
