package dev.cenote.faults.client;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

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

  /** Does it; throws if the connection is no good. */
  void on(Connection connection) throws SQLException;
}
