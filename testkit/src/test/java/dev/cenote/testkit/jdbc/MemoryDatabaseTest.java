package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Numbers;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In-memory databases: one per pool where it has no name, and at least as long as the pool. */
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
      Numbers.execute(connection, "CREATE TABLE cenote_numbers (n INTEGER)");
      Numbers.insert(connection, 1);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM cenote_numbers")) {
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
        "h2:mem:named_in_test",
        "jdbc:hsqldb:mem:",
        "jdbc:hsqldb:mem:named_in_test;shutdown=true"
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
  @ValueSource(strings = {"jdbc:sqlite::memory:", "jdbc:h2:mem:", "jdbc:hsqldb:mem:"})
  void twoPoolsOnAnUnnamedDatabaseHaveOneEach(String url) throws SQLException {
    try (CenoteDataSource first = pool(url, 1, 0);
        CenoteDataSource second = pool(url, 1, 0)) {
      makeTable(first);
      try (Connection connection = second.getConnection()) {
        assertThatThrownBy(() -> count(connection)).isInstanceOf(SQLException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:hsqldb:mem:outlives_the_pool, jdbc:hsqldb:mem:outlives_the_pool;shutdown=true",
    "jdbc:derby:memory:outlives;create=true, jdbc:derby:memory:outlives;drop=true",
    "jdbc:derby:memory:;create=true, jdbc:derby:memory:;drop=true"
  })
  void hsqldbsAndDerbysOutliveEvenThePoolUntilSomebodyEndsThem(String url, String end)
      throws SQLException {
    try (CenoteDataSource pool = pool(url, 0, 2)) {
      makeTable(pool);
      pool.invalidateAll();
      Stage.eventually(() -> assertThat(pool.stats().permitted()).isZero());
      try (Connection connection = pool.getConnection()) {
        assertThat(count(connection)).isEqualTo(1);
      }
    }
    try (CenoteDataSource next = pool(url, 1, 0);
        Connection connection = next.getConnection()) {
      assertThat(count(connection)).isEqualTo(1);
    }
    end(end);
    try (CenoteDataSource empty = pool(url, 1, 0);
        Connection connection = empty.getConnection()) {
      assertThatThrownBy(() -> count(connection)).as("gone").isInstanceOf(SQLException.class);
    }
    end(end);
  }

  /** HSQLDB ends with the connection, Derby says by an error that it has. */
  private static void end(String url) {
    try (Connection last = DriverManager.getConnection(url)) {
      Numbers.execute(last, "SHUTDOWN");
    } catch (SQLException dropped) {
      assertThat(dropped.getSQLState()).isEqualTo("08006");
    }
  }
}
