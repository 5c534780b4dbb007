package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class SqliteDatabaseTest {

  @Test
  void aDatabaseInMemoryOutlivesItsLastConnection() throws SQLException {
    try (SqliteDatabase database = SqliteDatabase.inMemory()) {
      execute(database, "CREATE TABLE t (id INT)");
      execute(database, "INSERT INTO t VALUES (1)");
    }
  }

  @Test
  void aDatabaseInMemoryEndsWithItsClose() {
    SqliteDatabase database = SqliteDatabase.inMemory();
    database.close();

    assertThatThrownBy(() -> execute(database, "SELECT * FROM t")).isInstanceOf(SQLException.class);
  }

  @Test
  void twoDatabasesInMemoryAreNotTheSame() throws SQLException {
    try (SqliteDatabase first = SqliteDatabase.inMemory();
        SqliteDatabase second = SqliteDatabase.inMemory()) {
      execute(first, "CREATE TABLE t (id INT)");

      assertThatThrownBy(() -> execute(second, "SELECT * FROM t")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void theFileIsDeletedByClose() throws SQLException {
    SqliteDatabase database = SqliteDatabase.inFile();
    execute(database, "PRAGMA journal_mode = WAL");
    execute(database, "CREATE TABLE t (id INT)");
    Path file = Path.of(database.jdbcUrl().substring("jdbc:sqlite:".length()));
    assertThat(file).isNotEmptyFile();

    database.close();

    assertThat(Files.exists(file)).isFalse();
    assertThat(Files.exists(Path.of(file + "-wal"))).isFalse();
  }

  private static void execute(SqliteDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
