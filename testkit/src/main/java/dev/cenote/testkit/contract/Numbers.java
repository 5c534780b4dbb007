package dev.cenote.testkit.contract;

import dev.cenote.testkit.database.FakeTestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A table of numbers, to see which rows were committed. Of the fake database, which keeps no rows,
 * it asks what was committed.
 */
public final class Numbers {

  private final Stage stage;
  private final DataSource pool;

  private Numbers(Stage stage, DataSource pool) {
    this.stage = stage;
    this.pool = pool;
  }

  /** Makes the table, through the pool. */
  public static Numbers in(Stage stage, DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      boolean manual = !connection.getAutoCommit();
      execute(connection, "CREATE TABLE cenote_numbers (n INTEGER NOT NULL)");
      if (manual) {
        connection.commit();
      }
    }
    return new Numbers(stage, pool);
  }

  /** Inserts a number, in whatever transaction the connection is. */
  public static void insert(Connection connection, int number) throws SQLException {
    execute(connection, textOf(number));
  }

  /** Whether the number is there for another borrower. */
  public boolean contains(int number) throws SQLException {
    if (stage.database() instanceof FakeTestDatabase fake) {
      return fake.fake().committedStatements().contains(textOf(number));
    }
    try (Connection connection = pool.getConnection()) {
      return isSeenBy(connection, number);
    }
  }

  private static boolean isSeenBy(Connection connection, int number) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT n FROM cenote_numbers WHERE n = " + number)) {
      return rows.next();
    }
  }

  private static String textOf(int number) {
    return "INSERT INTO cenote_numbers VALUES (" + number + ")";
  }

  /** Executes a statement that returns no rows. */
  public static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }
}
