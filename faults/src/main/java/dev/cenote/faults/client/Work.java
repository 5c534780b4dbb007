package dev.cenote.faults.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What a client does with a connection. */
@FunctionalInterface
public interface Work {

  /** One query. */
  Work QUERY =
      connection -> {
        try (Statement statement = connection.createStatement()) {
          boolean unused = statement.execute("SELECT 1");
        }
      };

  /**
   * One query, and then 5 ms for what came out, so that few clients keep all connections in use.
   */
  Work SHORT_USE =
      connection -> {
        QUERY.on(connection);
        Pause.of(Duration.ofMillis(5));
      };

  /** Does it; throws if the connection is no good. */
  void on(Connection connection) throws SQLException;
}
