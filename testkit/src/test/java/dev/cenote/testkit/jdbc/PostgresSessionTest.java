package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL itself sees of a connection that was given back. */
@Timeout(120)
class PostgresSessionTest {

  private static EmbeddedPostgresDatabase database;
  private CenoteDataSource pool;

  @BeforeAll
  static void needPostgres() {
    Optional<String> reason = EmbeddedPostgresDatabase.unavailability();
    Assumptions.assumeTrue(reason.isEmpty(), () -> reason.orElse(""));
    database = EmbeddedPostgresDatabase.create();
  }

  @AfterAll
  static void dropDatabase() {
    if (database != null) {
      database.close();
    }
  }

  @BeforeEach
  void makeTable() throws SQLException {
    try (Connection direct = database.connect()) {
      execute(direct, "DROP TABLE IF EXISTS numbers");
      execute(direct, "CREATE TABLE numbers (n INTEGER UNIQUE)");
    }
    pool = settings().build();
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  private static CenoteDataSourceBuilder settings() {
    return CenoteDataSource.builder()
        .url(database.jdbcUrl())
        .username(database.username())
        .password(database.password())
        .poolSize(1)
        .maxOverflow(0);
  }

  private void restart(CenoteDataSourceBuilder settings) {
    pool.close();
    pool = settings.build();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  /** By SQL and not by unwrapping, which would make the pool suspicious of the borrower. */
  private static int backendOf(Connection connection) throws SQLException {
    return number(connection, "SELECT pg_backend_pid()");
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static String stateOf(int backend) throws SQLException {
    return database.serverView().stateOf(backend).orElse("gone");
  }

  private void assertNoRowAndSameBackend(int backend) throws SQLException {
    try (Connection next = pool.getConnection()) {
      assertThat(number(next, "SELECT count(*) FROM numbers")).as("rows").isZero();
      assertThat(backendOf(next)).as("the same connection").isEqualTo(backend);
      assertThat(next.getAutoCommit()).isTrue();
    }
  }

  @Test
  void anUncommittedInsertIsGoneForTheNextAndTheServerSeesTheConnectionIdle() throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO numbers VALUES (1)");
      backend = backendOf(connection);
      assertThat(stateOf(backend)).isEqualTo("idle in transaction");
    }
    assertThat(stateOf(backend)).isEqualTo("idle");
    assertNoRowAndSameBackend(backend);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN",
        "begin transaction isolation level serializable",
        "START TRANSACTION READ WRITE",
        "/* a comment first */ BEGIN",
        "-- a comment first\nBEGIN",
        "SELECT 1; BEGIN",
        ";;BEGIN"
      })
  void aTransactionBegunBySqlIsGoneForTheNextAndTheServerSeesTheConnectionIdle(String begin)
      throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection()) {
      execute(connection, begin);
      execute(connection, "INSERT INTO numbers VALUES (1)");
      backend = backendOf(connection);
      assertThat(stateOf(backend)).isEqualTo("idle in transaction");
    }
    assertThat(stateOf(backend)).isEqualTo("idle");
    assertNoRowAndSameBackend(backend);
  }

  @Test
  void aTransactionBegunBySqlInAPreparedStatementOrABatchIsGoneToo() throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection();
        PreparedStatement begin = connection.prepareStatement("BEGIN")) {
      boolean unused = begin.execute();
      execute(connection, "INSERT INTO numbers VALUES (1)");
      backend = backendOf(connection);
    }
    assertThat(stateOf(backend)).isEqualTo("idle");
    assertNoRowAndSameBackend(backend);
    try (Connection connection = pool.getConnection();
        Statement batch = connection.createStatement()) {
      batch.addBatch("BEGIN");
      batch.addBatch("INSERT INTO numbers VALUES (2)");
      batch.executeBatch();
    }
    assertThat(stateOf(backend)).isEqualTo("idle");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTransactionThatFailedIsGoneForTheNext(boolean bySql) throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection()) {
      backend = backendOf(connection);
      if (bySql) {
        execute(connection, "BEGIN");
      } else {
        connection.setAutoCommit(false);
      }
      execute(connection, "INSERT INTO numbers VALUES (1)");
      assertThatThrownBy(() -> execute(connection, "INSERT INTO numbers VALUES (1)"))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "23505");
      assertThat(stateOf(backend)).isEqualTo("idle in transaction (aborted)");
    }
    assertThat(stateOf(backend)).isEqualTo("idle");
    assertNoRowAndSameBackend(backend);
  }

  @Test
  void withCommitATransactionThatFailedIsGoneAndItsConnectionUsableOrReplaced()
      throws SQLException {
    restart(settings().resetOnReturn(ResetOnReturn.COMMIT));
    for (boolean bySql : new boolean[] {true, false}) {
      try (Connection connection = pool.getConnection()) {
        if (bySql) {
          execute(connection, "BEGIN");
        } else {
          connection.setAutoCommit(false);
        }
        execute(connection, "INSERT INTO numbers VALUES (1)");
        assertThatThrownBy(() -> execute(connection, "SELECT 1 / 0"))
            .isInstanceOf(SQLException.class);
      }
      try (Connection next = pool.getConnection()) {
        assertThat(number(next, "SELECT count(*) FROM numbers")).isZero();
        assertThat(stateOf(backendOf(next))).isEqualTo("idle");
      }
    }
  }

  @Test
  void withNoneAConnectionLeftInATransactionBegunBySqlIsRetired() throws SQLException {
    restart(settings().resetOnReturn(ResetOnReturn.NONE));
    int backend;
    try (Connection connection = pool.getConnection()) {
      execute(connection, "SELECT 1; BEGIN");
      backend = backendOf(connection);
    }
    Stage.eventually(() -> assertThat(stateOf(backend)).isEqualTo("gone"));
    assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
    Stage.assertFullCapacity(pool);
  }

  @Test
  void withNoneAConnectionOutsideATransactionIsLentAgainWithoutAutoCommit() throws SQLException {
    restart(settings().resetOnReturn(ResetOnReturn.NONE).autoCommit(false));
    for (int i = 0; i < 3; i++) {
      try (Connection connection = pool.getConnection()) {
        Stage.use(connection);
        connection.commit();
      }
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metaData", "getSchema", "isolation", "savepoint", "cursor", "valid"})
  void whateverBeginsATransactionWithoutAutoCommitIsEnded(String how) throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection()) {
      backend = backendOf(connection);
      connection.setAutoCommit(false);
      switch (how) {
        case "metaData" -> connection.getMetaData().getTables(null, null, "%", null).close();
        case "getSchema" -> assertThat(connection.getSchema()).isEqualTo("public");
        case "isolation" -> assertThat(connection.getTransactionIsolation()).isPositive();
        case "savepoint" -> assertThat(connection.setSavepoint()).isNotNull();
        case "cursor" -> {
          Statement statement = connection.createStatement();
          statement.setFetchSize(1);
          ResultSet rows = statement.executeQuery("SELECT generate_series(1, 100)");
          assertThat(rows.next()).isTrue();
        }
        default -> assertThat(connection.isValid(5)).isTrue();
      }
    }
    assertThat(stateOf(backend)).isEqualTo("idle");
    assertNoRowAndSameBackend(backend);
  }

  @Test
  void whatALargeObjectBeginsAfterACommitIsRolledBack() throws SQLException {
    long object;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Blob blob;
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT lo_from_bytea(0, '\\x01')")) {
        assertThat(rows.next()).isTrue();
        object = rows.getLong(1);
        blob = rows.getBlob(1);
      }
      connection.commit();
      blob.setBytes(1, new byte[] {2}); // by the driver's own object: no handle sees it
    }
    try (Connection next = pool.getConnection()) {
      assertThat(number(next, "SELECT get_byte(lo_get(" + object + "), 0)")).isEqualTo(1);
      assertThat(stateOf(backendOf(next))).isEqualTo("idle");
    }
  }

  @Test
  void theWholeSearchPathComesBackAfterABorrowerChangedTheSchema() throws SQLException {
    restart(settings().initSql("SET search_path TO information_schema, public, pg_catalog"));
    for (int i = 0; i < 2; i++) {
      try (Connection connection = pool.getConnection()) {
        assertThat(text(connection, "SHOW search_path"))
            .isEqualTo("information_schema, public, pg_catalog");
        connection.setSchema("pg_catalog");
        connection.setAutoCommit(false);
        connection.setSchema("public");
        Stage.use(connection);
      }
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aSchemaSetInsideATransactionBegunBySqlIsPutBack() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      execute(connection, "BEGIN");
      connection.setSchema("information_schema");
      execute(connection, "COMMIT");
      execute(connection, "BEGIN");
      connection.setSchema("public");
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(text(connection, "SHOW search_path")).isEqualTo("\"$user\", public");
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aBorrowersNetworkTimeoutDoesNotGovernTheReset() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO numbers VALUES (1)");
      connection.setNetworkTimeout(Runnable::run, 1);
    }
    assertThat(pool.stats().retired()).isEmpty();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).isZero();
      execute(connection, "SELECT pg_sleep(0.05)");
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aKilledBackendIsNoticedOnReturnWithoutTheBorrowersHelp() throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      backend = backendOf(connection);
      assertThat(database.serverView().terminate(backend)).isTrue();
    }
    try (Connection next = pool.getConnection()) {
      assertThat(backendOf(next)).isNotEqualTo(backend);
    }
  }

  @Test
  void aBackendKilledWhileIdleIsNotLentOnceItHasBeenIdleForAWhile() throws SQLException {
    int backend;
    try (Connection connection = pool.getConnection()) {
      backend = backendOf(connection);
    }
    assertThat(database.serverView().terminate(backend)).isTrue();
    long start = System.nanoTime();
    Stage.eventually(() -> assertThat(System.nanoTime() - start).isGreaterThan(700_000_000));
    try (Connection next = pool.getConnection()) {
      assertThat(backendOf(next)).isNotEqualTo(backend);
    }
    assertThat(pool.stats().retired()).containsEntry(RetireReason.CHECK_FAILED, 1L);
  }

  @Test
  void aCancelledStatementOrALockTimeoutCostsNoConnection() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      execute(connection, "SET LOCAL statement_timeout = 20");
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(5)"))
          .isInstanceOf(SQLException.class)
          .hasFieldOrPropertyWithValue("SQLState", "57014");
      connection.rollback(); // the timeout has gone with the transaction that it ended
    }
    Stage.assertFullCapacity(pool);
    assertThat(pool.stats().created()).isEqualTo(1);
  }
}
