package dev.cenote.bench.server;

import dev.cenote.bench.pool.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The table that is asked: small, so that its pages are always in memory. */
public final class Items {

  /** How many rows it has, with the ids from 1. */
  public static final int COUNT = 1_000;

  /** One row by its id. */
  public static final String QUERY = "SELECT name FROM item WHERE id = ?";

  private Items() {}

  /** What the query yields. */
  public static String nameOf(int id) {
    return "item " + id;
  }

  /** Makes it and fills it, in a database that does not have it. */
  static void make(Target target) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(target.url(), target.username(), target.password());
        Statement statement = connection.createStatement()) {
      boolean unused =
          statement.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name VARCHAR(40))");
      connection.setAutoCommit(false);
      fill(connection);
      connection.commit();
    }
  }

  private static void fill(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO item (id, name) VALUES (?, ?)")) {
      for (int id = 1; id <= COUNT; id++) {
        insert.setInt(1, id);
        insert.setString(2, nameOf(id));
        insert.addBatch();
      }
      int[] unused = insert.executeBatch();
    }
  }
}
