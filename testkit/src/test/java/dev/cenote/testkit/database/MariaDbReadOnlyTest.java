package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A server that is made read-only under the connections of a pool, as a primary is that steps down.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MariaDbReadOnlyTest {

  private static MariaDbServer server;

  @BeforeAll
  static void start() throws Exception {
    MariaDbDatabase.unavailability().ifPresent(reason -> Assumptions.abort(reason));
    server = MariaDbServer.starting().start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  private static void setReadOnly(MariaDbServer.Driver driver, boolean readOnly)
      throws SQLException {
    try (Connection admin = server.connectAsAdministrator(driver);
        Statement statement = admin.createStatement()) {
      statement.execute("SET GLOBAL read_only = " + (readOnly ? 1 : 0));
    }
  }

  private static CenoteDataSource poolOfOne(MariaDbServer.Driver driver) throws SQLException {
    return CenoteDataSource.builder()
        .url(server.jdbcUrl(driver, server.createDatabase(driver)))
        .username(server.username())
        .password(server.password())
        .poolSize(1)
        .maxOverflow(0)
        .acquireTimeout(Duration.ofSeconds(60))
        .build();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void execute(CenoteDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itsRefusalToWriteEndsTheConnectionForItsRole(MariaDbServer.Driver driver) throws Exception {
    try (CenoteDataSource pool = poolOfOne(driver)) {
      execute(pool, "CREATE TABLE t (n int)");
      setReadOnly(driver, true);
      SQLException refusal;
      try {
        refusal =
            catchThrowableOfType(
                SQLException.class, () -> execute(pool, "INSERT INTO t VALUES (1)"));
      } finally {
        setReadOnly(driver, false);
      }

      assertThat(refusal.getErrorCode()).isEqualTo(1290);
      Stage.eventually(() ->
          assertThat(pool.stats().retired()).isEqualTo(Map.of(RetireReason.ROLE_CHANGED, 1L)));
      execute(pool, "INSERT INTO t VALUES (2)");
      assertThat(pool.stats().created()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWriteInATransactionThatItsBorrowerMadeReadOnlyCostsNothing(MariaDbServer.Driver driver)
      throws Exception {
    try (CenoteDataSource pool = poolOfOne(driver)) {
      execute(pool, "CREATE TABLE t (n int)");
      try (Connection connection = pool.getConnection()) {
        execute(connection, "START TRANSACTION READ ONLY");
        SQLException refusal =
            catchThrowableOfType(
                SQLException.class, () -> execute(connection, "INSERT INTO t VALUES (1)"));
        assertThat(refusal.getErrorCode()).isEqualTo(1792);
      }
      execute(pool, "INSERT INTO t VALUES (2)");
      assertThat(pool.stats().retired()).isEmpty();
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServerThatIsReadOnlyBesidesIsFoundByTheReset(MariaDbServer.Driver driver) throws Exception {
    try (CenoteDataSource pool = poolOfOne(driver)) {
      execute(pool, "CREATE TABLE t (n int)");
      try {
        try (Connection connection = pool.getConnection()) {
          execute(connection, "START TRANSACTION READ ONLY");
          setReadOnly(driver, true);
          SQLException refusal =
              catchThrowableOfType(
                  SQLException.class, () -> execute(connection, "INSERT INTO t VALUES (1)"));
          assertThat(refusal.getErrorCode()).isIn(1792, 1290);
        }
        Stage.eventually(() ->
            assertThat(pool.stats().retired().keySet())
                .containsAnyOf(RetireReason.RESET_FAILED, RetireReason.ROLE_CHANGED));
      } finally {
        setReadOnly(driver, false);
      }
    }
  }
}
