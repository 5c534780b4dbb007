package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The function form, as the README shows it; the three forms before it are the demo's. */
class FirstPoolTest {

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void order(Connection connection, String what) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE " + what + " (n INTEGER)");
    }
  }

  @Test
  void aFunctionBorrowsAndGivesBack() throws SQLException {
    CenoteDataSource pool = CenoteDataSource.builder().url("h2:mem:first").build();

    int tables = pool.withConnection(borrowed -> count(borrowed));
    pool.useTransaction(borrowed -> {
      order(borrowed, "tea");
      order(borrowed, "cake");
    }); // committed; rolled back if anything was thrown

    assertThat(pool.withConnection(FirstPoolTest::count)).isEqualTo(tables + 2);
    pool.close();
  }
}
