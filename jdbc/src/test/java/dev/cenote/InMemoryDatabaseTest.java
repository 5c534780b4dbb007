package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.OnStart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class InMemoryDatabaseTest {

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM users")) {
      row.next();
      return row.getInt(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqlite://",
        "sqlite:///:memory:",
        "jdbc:sqlite::memory:",
        "jdbc:sqlite:file:shared-name?mode=memory&cache=shared",
        "jdbc:sqlite:file:/named?vfs=memdb",
        "jdbc:h2:mem:",
        "h2:mem:",
        "h2:mem:named",
        "jdbc:h2:mem:;MODE=PostgreSQL"
      })
  void allConnectionsSeeTheSameDatabase(String url) throws SQLException {
    try (CenoteDataSource pool = CenoteDataSource.create(url);
        Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      run(first, "CREATE TABLE users (id INT)");
      run(second, "INSERT INTO users VALUES (1)");

      assertThat(count(first)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite://", "jdbc:h2:mem:", "jdbc:h2:mem:outlives"})
  void theDataOutlivesEveryPooledConnection(String url) throws SQLException {
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .url(url)
            .poolSize(0)
            .maxOverflow(1)
            .overflowLinger(Duration.ofMillis(50))
            .build()) {
      try (Connection connection = pool.getConnection()) {
        run(connection, "CREATE TABLE users (id INT)");
      }
      pool.invalidateAll();
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> pool.stats().open() == 0);

      try (Connection connection = pool.getConnection()) {
        assertThat(count(connection)).isZero();
      }
      assertThat(pool.stats().created()).isGreaterThanOrEqualTo(2);
      assertThat(pool.stats().maximum()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite://", "jdbc:h2:mem:", "jdbc:h2:mem:ends"})
  void theDataEndsWithThePool(String url) throws SQLException {
    CenoteDataSource pool =
        CenoteDataSource.builder().url(url).onStart(OnStart.WAIT_FILLED).build();
    String jdbcUrl = pool.getUrl();
    try (Connection connection = pool.getConnection()) {
      run(connection, "CREATE TABLE users (id INT)");
    }
    try (Connection other = DriverManager.getConnection(jdbcUrl)) {
      assertThat(count(other)).isZero();
    }
    pool.close();

    try (Connection other = DriverManager.getConnection(jdbcUrl)) {
      assertThatThrownBy(() -> count(other)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void twoPoolsDoNotShareUnnamedMemory() throws SQLException {
    try (CenoteDataSource one = CenoteDataSource.create("sqlite://");
        CenoteDataSource two = CenoteDataSource.create("sqlite://");
        Connection first = one.getConnection();
        Connection second = two.getConnection()) {
      run(first, "CREATE TABLE users (id INT)");

      assertThatThrownBy(() -> count(second)).hasMessageContaining("no such table");
    }
  }

  @Test
  void aWriterWaitsForTheOtherAsLongAsBusyTimeoutSays() throws SQLException {
    try (CenoteDataSource pool =
            CenoteDataSource.builder().url("sqlite://").property("busy_timeout", "200").build();
        Connection first = pool.getConnection();
        Connection second = pool.getConnection()) {
      run(first, "CREATE TABLE users (id INT)");
      first.setAutoCommit(false);
      run(first, "INSERT INTO users VALUES (1)");
      long start = System.nanoTime();

      assertThatThrownBy(() -> run(second, "INSERT INTO users VALUES (2)"))
          .hasMessageContaining("SQLITE_BUSY");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));

      first.commit();
      run(second, "INSERT INTO users VALUES (2)");
      assertThat(count(second)).isEqualTo(2);
    }
  }

  @Test
  void anAnchorThatCannotBeOpenedStopsTheStart() {
    assertThatThrownBy(() -> CenoteDataSource.create("jdbc:h2:mem:x;INIT=NONSENSE"))
        .hasMessageContaining("CENOTE-206")
        .hasMessageContaining("NONSENSE");
  }
}
