package dev.cenote.faults.server;

import dev.cenote.faults.client.Work;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes into a PostgreSQL table, and counts for each physical connection how many failed: the
 * server knows it by its port and the number of the process. Safe for any thread.
 */
final class Writes implements Work {

  /** The table, for whoever makes it. */
  static final String TABLE = "CREATE TABLE orders (id bigint)";

  private final Map<String, AtomicInteger> failed = new ConcurrentHashMap<>();

  @Override
  public void on(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // If this fails it is a dead connection, not a refused write.
      String session = sessionOf(statement);
      try {
        int unused = statement.executeUpdate("INSERT INTO orders VALUES (1)");
      } catch (SQLException e) {
        int unused = failed.computeIfAbsent(session, key -> new AtomicInteger()).incrementAndGet();
        throw e;
      }
    }
  }

  private static String sessionOf(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT inet_server_port() || '/' || pg_backend_pid()")) {
      boolean unused = row.next();
      return row.getString(1);
    }
  }

  /** How many failed on the connection on which most did. */
  int worst() {
    return failed.values().stream().mapToInt(AtomicInteger::get).max().orElse(0);
  }

  /** How many failed in all. */
  int all() {
    return failed.values().stream().mapToInt(AtomicInteger::get).sum();
  }
}
