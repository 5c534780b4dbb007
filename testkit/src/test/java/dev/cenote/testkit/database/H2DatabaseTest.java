package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class H2DatabaseTest {

  @Test
  void aNamedDatabaseOutlivesItsLastConnection() throws SQLException {
    try (H2Database database = H2Database.named()) {
      execute(database, "CREATE TABLE t (id INT)");
      execute(database, "INSERT INTO t VALUES (1)");
    }
  }

  @Test
  void aNamedDatabaseEndsWithItsClose() throws SQLException {
    H2Database database = H2Database.named();
    execute(database, "CREATE TABLE t (id INT)");
    database.close();

    try (H2Database again = database) {
      assertThatThrownBy(() -> execute(again, "SELECT * FROM t")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void twoNamedDatabasesAreNotTheSame() throws SQLException {
    try (H2Database first = H2Database.named();
        H2Database second = H2Database.named()) {
      execute(first, "CREATE TABLE t (id INT)");

      assertThatThrownBy(() -> execute(second, "SELECT * FROM t")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void anUnnamedDatabaseIsAnotherForEachConnection() throws SQLException {
    try (H2Database database = H2Database.unnamed()) {
      execute(database, "CREATE TABLE t (id INT)");
      execute(database, "CREATE TABLE t (id INT)");
    }
  }

  private static void execute(H2Database database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
