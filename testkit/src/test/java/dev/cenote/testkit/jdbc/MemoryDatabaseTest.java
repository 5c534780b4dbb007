package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Numbers;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In-memory databases: one per pool, whatever the URL says, and as long as the pool lives. */
@Timeout(60)
class MemoryDatabaseTest {

  private static CenoteDataSource pool(String url, int poolSize, int maxOverflow) {
    return CenoteDataSource.builder()
        .url(url)
        .poolSize(poolSize)
        .maxOverflow(maxOverflow)
        .overflowLinger(Duration.ofMillis(50))
        .build();
  }

  private static void makeTable(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Numbers.execute(connection, "CREATE TABLE numbers (n INTEGER)");
      Numbers.insert(connection, 1);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM numbers")) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:sqlite::memory:",
        "sqlite:///:memory:",
        "jdbc:sqlite:",
        "jdbc:sqlite:file::memory:?cache=shared",
        "jdbc:h2:mem:",
        "jdbc:h2:mem:named_in_test",
        "h2:mem:named_in_test"
      })
  void allConnectionsShareItAndItOutlivesThemButNotThePool(String url) throws SQLException {
    try (CenoteDataSource pool = pool(url, 0, 3)) {
      makeTable(pool);
      List<Connection> three = Stage.borrow(pool, 3);
      for (Connection connection : three) {
        assertThat(count(connection)).isEqualTo(1);
      }
      Stage.giveBack(three);
      pool.invalidateAll();
      Stage.eventually(() -> assertThat(pool.stats().permitted()).isZero());
      try (Connection connection = pool.getConnection()) {
        assertThat(count(connection)).isEqualTo(1);
      }
    }
    try (CenoteDataSource next = pool(url, 1, 0);
        Connection connection = next.getConnection()) {
      assertThatThrownBy(() -> count(connection)).as("gone").isInstanceOf(SQLException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:h2:mem:"})
  void twoPoolsOnAnUnnamedDatabaseHaveOneEach(String url) throws SQLException {
    try (CenoteDataSource first = pool(url, 1, 0);
        CenoteDataSource second = pool(url, 1, 0)) {
      makeTable(first);
      try (Connection connection = second.getConnection()) {
        assertThatThrownBy(() -> count(connection)).isInstanceOf(SQLException.class);
      }
    }
  }
}
