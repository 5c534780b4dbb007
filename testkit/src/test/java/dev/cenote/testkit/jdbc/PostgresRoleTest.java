package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.PostgresServer;
import dev.cenote.testkit.database.PostgresUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Writes that PostgreSQL refuses (25006): because its role has changed, or because the borrower has
 * asked for it.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresRoleTest {

  private static final String WRITE = "INSERT INTO t VALUES (1)";

  private static PostgresServer server;

  private EmbeddedPostgresDatabase database;
  private CenoteDataSource pool;

  @BeforeAll
  static void start() {
    try {
      server = PostgresServer.starting().start();
    } catch (PostgresUnavailableException e) {
      Assumptions.abort(e.getMessage());
    }
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @BeforeEach
  void fillAPoolOfTwo() throws SQLException {
    database = EmbeddedPostgresDatabase.on(server);
    pool = Databases.poolOf(database).poolSize(2).build();
    try (Connection one = pool.getConnection();
        Connection other = pool.getConnection()) {
      execute(one, "CREATE TABLE t (id INT)");
      execute(other, "SELECT 1");
    }
  }

  @AfterEach
  void closeIt() throws SQLException {
    administer("ALTER SYSTEM RESET default_transaction_read_only");
    if (pool != null) {
      pool.close();
      database.close();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void isRefused(Connection connection, String sql) {
    assertThatThrownBy(() -> execute(connection, sql))
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("25006"));
  }

  private static void administer(String sql) throws SQLException {
    try (Connection superuser = server.connectAsSuperuser()) {
      execute(superuser, sql);
      execute(superuser, "SELECT pg_reload_conf()");
    }
  }

  /** Returns when new transactions are read-only, whoever begins them. */
  private void serverTakesNoMoreWrites() throws SQLException {
    administer("ALTER SYSTEM SET default_transaction_read_only = on");
    try (Connection independent =
        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password())) {
      Stage.eventually(() -> isRefused(independent, WRITE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN READ ONLY",
        "START TRANSACTION READ ONLY",
        "BEGIN; SET TRANSACTION READ ONLY",
        "/* nobody reads this */ BEGIN READ ONLY"
      })
  void aWriteInATransactionThatItsBorrowerMadeReadOnlyCostsNothing(String begin) throws Exception {
    try (Connection connection = pool.getConnection()) {
      execute(connection, begin);
      isRefused(connection, WRITE);
    }
    try (Connection one = pool.getConnection();
        Connection other = pool.getConnection()) {
      execute(one, WRITE);
      execute(other, WRITE);
    }
    assertThat(pool.stats().retired()).isEmpty();
    assertThat(pool.stats().created()).isEqualTo(2);
  }

  @Test
  void aTransactionOfJdbcThatSqlMadeReadOnlyCostsNothingEither() throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      execute(connection, "SET TRANSACTION READ ONLY");
      isRefused(connection, WRITE);
      connection.rollback();
      execute(connection, WRITE);
      connection.commit();
    }
    assertThat(pool.stats().retired()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServerThatTakesNoMoreWritesEndsTheConnectionAtTheFirstError(boolean autoCommit)
      throws Exception {
    try (Connection connection = pool.getConnection()) {
      serverTakesNoMoreWrites();
      connection.setAutoCommit(autoCommit);
      isRefused(connection, WRITE);
    }
    Stage.eventually(
        () -> assertThat(pool.stats().retired()).isEqualTo(Map.of(RetireReason.ROLE_CHANGED, 1L)));
  }

  @Test
  void aServerThatTakesNoMoreWritesIsFoundUnderAReadOnlyBorrowerByTheReset() throws Exception {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      serverTakesNoMoreWrites();
      isRefused(connection, WRITE);
      connection.rollback();
    }
    Stage.eventually(
        () -> assertThat(pool.stats().retired()).isEqualTo(Map.of(RetireReason.RESET_FAILED, 1L)));
  }

  @Test
  void aServerThatNeverTookWritesCostsReadOnlyBorrowersEachConnectionOnceAtMost() throws Exception {
    serverTakesNoMoreWrites();
    for (int i = 0; i < 10; i++) {
      try (Connection connection = pool.getConnection()) {
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        isRefused(connection, WRITE);
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
      }
    }
    assertThat(pool.stats().retired().keySet()).containsExactly(RetireReason.RESET_FAILED);
    assertThat(pool.stats().created()).isBetween(3L, 4L);
  }

  @Test
  void aPoolThatIsReadOnlyByItsSettingsKeepsItsConnectionsWhateverTheServerIs() throws Exception {
    try (CenoteDataSource readers = Databases.poolOf(database).readOnly(true).build()) {
      try (Connection connection = readers.getConnection()) {
        connection.setAutoCommit(false);
        serverTakesNoMoreWrites();
        isRefused(connection, WRITE);
      }
      try (Connection connection = readers.getConnection()) {
        execute(connection, "SELECT 1");
      }
      assertThat(readers.stats().retired()).isEmpty();
    }
  }
}
