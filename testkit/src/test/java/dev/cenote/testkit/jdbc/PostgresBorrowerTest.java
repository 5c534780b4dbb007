package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.PostgresServerView;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a real server says of connections after their borrowers have gone. */
class PostgresBorrowerTest {

  private EmbeddedPostgresDatabase database;
  private CenoteDataSource pool;

  @BeforeEach
  void openThePool() throws SQLException {
    database = Databases.postgres();
    pool = Databases.poolOf(database).build();
    execute("CREATE TABLE t (id INT PRIMARY KEY)");
  }

  @AfterEach
  void closeThePool() {
    if (pool != null) {
      pool.close();
      database.close();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      execute(connection, sql);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return ask(connection, sql);
    }
  }

  /** Asked in a lease of its own: who has unwrapped a connection gets a thorough reset. */
  private int backend() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return PostgresServerView.backendOf(connection);
    }
  }

  @Test
  void anUncommittedInsertIsGoneAndTheServerSaysIdle() throws SQLException {
    int backend = backend();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES (1)");
      assertThat(database.serverView().stateOf(backend)).contains("idle in transaction");
    }
    assertThat(database.serverView().stateOf(backend)).contains("idle");
    assertThat(ask("SELECT count(*) FROM t")).isEqualTo("0");
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aBeginSentAsSqlIsRolledBackAndTheServerSaysIdle() throws SQLException {
    int backend = backend();
    try (Connection connection = pool.getConnection()) {
      execute(connection, "/* no text analysis sees this */ BEGIN; INSERT INTO t VALUES (1)");
      assertThat(database.serverView().stateOf(backend)).contains("idle in transaction");
    }
    assertThat(database.serverView().stateOf(backend)).contains("idle");
    assertThat(ask("SELECT count(*) FROM t")).isEqualTo("0");
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aFailedTransactionIsEndedToo() throws SQLException {
    int backend = backend();
    try (Connection connection = pool.getConnection()) {
      execute(connection, "BEGIN");
      assertThatThrownBy(() -> execute(connection, "SELECT 1/0")).hasMessageContaining("zero");
      assertThat(database.serverView().stateOf(backend)).contains("idle in transaction (aborted)");
    }
    assertThat(database.serverView().stateOf(backend)).contains("idle");
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void theWholeSearchPathComesBackNotOnlyItsFirstSchema() throws SQLException {
    String initial = ask("SHOW search_path");
    assertThat(initial).contains(",");
    try (Connection connection = pool.getConnection()) {
      connection.setSchema("pg_catalog");
      assertThat(ask(connection, "SHOW search_path")).isEqualTo("pg_catalog");
    }
    assertThat(ask("SHOW search_path")).isEqualTo(initial);
  }

  @Test
  void aSchemaPutBackInsideARolledBackTransactionDoesNotSurvive() throws SQLException {
    String initial = ask("SHOW search_path");
    try (Connection connection = pool.getConnection()) {
      connection.setSchema("pg_catalog");
      execute(connection, "BEGIN");
      connection.setSchema("public");
    }
    assertThat(ask("SHOW search_path")).isEqualTo(initial);
  }

  @Test
  void workLeftOpenWithEveryPropertyChangedIsRolledBackNotCommitted() throws SQLException {
    int backend = backend();
    try (Connection connection = pool.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setNetworkTimeout(Runnable::run, 60_000);
      connection.setClientInfo("ApplicationName", "borrower");
      connection.setAutoCommit(false);
      connection.setSchema("public");
      execute(connection, "INSERT INTO t VALUES (1)");
      connection.prepareStatement("SELECT * FROM t").executeQuery();
    }
    assertThat(database.serverView().stateOf(backend)).contains("idle");
    assertThat(ask("SELECT count(*) FROM t")).isEqualTo("0");
    assertThat(ask("SHOW default_transaction_isolation")).isEqualTo("read committed");
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aConnectionThatTheServerEndsInUseIsReplaced() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      database.kill(connection);
      assertThatThrownBy(() -> execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    assertThat(ask("SELECT 1")).isEqualTo("1");
    assertThat(pool.stats().retired()).containsEntry(RetireReason.BROKEN, 1L);
  }

  @Test
  void aCancelledStatementRetiresNothing() throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(30)"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("57014"));
    }
    assertThat(ask("SELECT 1")).isEqualTo("1");
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void aReadOnlySessionByChoiceIsNotTakenForARoleChange() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      assertThatThrownBy(() -> execute(connection, "INSERT INTO t VALUES (1)"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo("25006"));
    }
    execute("INSERT INTO t VALUES (1)");
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void neitherAnArrayNorACursorInAColumnLeadsPastTheHandle() throws SQLException {
    execute(
        "CREATE FUNCTION one() RETURNS refcursor LANGUAGE plpgsql AS"
            + " 'DECLARE c refcursor; BEGIN OPEN c FOR SELECT 1; RETURN c; END'");
    Connection connection = pool.getConnection();
    Statement statement = connection.createStatement();
    connection.setAutoCommit(false);
    ResultSet rows = statement.executeQuery("SELECT ARRAY[7, 8], one()");
    assertThat(rows.next()).isTrue();
    ResultSet elements = rows.getArray(1).getResultSet();
    ResultSet cursor = (ResultSet) rows.getObject(2);

    assertThat(elements.getStatement().getConnection()).isSameAs(connection);
    assertThat(cursor.getStatement().getConnection()).isSameAs(connection);
    assertThat(rows.getArray(1)).hasToString("{7,8}");
    statement.close();
    connection.close();
    assertThat(elements.isClosed()).isTrue();
    assertThat(cursor.isClosed()).isTrue();
    assertThat(pool.stats().created()).isEqualTo(1);
  }
}
