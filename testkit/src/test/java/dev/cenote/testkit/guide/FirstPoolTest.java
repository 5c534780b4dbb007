package dev.cenote.testkit.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The snippets from which people learn pooling, as the README shows them. */
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
  void aPoolIsMadeUsedAndClosed() throws SQLException {
    String url = "h2:mem:first";
    CenoteDataSource pool =
        CenoteDataSource.builder()
            .url(url) // postgresql://app@localhost/orders, or any jdbc: URL
            .poolSize(5) // so many connections are kept
            .maxOverflow(10) // so many more may be open under load
            .build();

    int found;
    Connection connection = pool.getConnection(); // borrowed, not opened
    try {
      found = count(connection);
    } finally {
      connection.close(); // given back, not closed
    }

    try (Connection borrowed = pool.getConnection()) {
      found += count(borrowed);
    } // given back, whatever happened

    int tables = pool.withConnection(borrowed -> count(borrowed));
    pool.useTransaction(borrowed -> {
      order(borrowed, "tea");
      order(borrowed, "cake");
    }); // committed; rolled back if anything was thrown

    assertThat(found).isEqualTo(2 * tables);
    assertThat(pool.withConnection(FirstPoolTest::count)).isEqualTo(tables + 2);
    pool.close();
  }
}
