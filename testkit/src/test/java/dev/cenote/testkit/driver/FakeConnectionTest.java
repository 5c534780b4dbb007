package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The JDBC manners of a fake connection. */
class FakeConnectionTest {

  private final FakeDatabase database = FakeDatabase.create();
  private Connection connection;
  private FakeSession session;

  @BeforeEach
  void connect() throws SQLException {
    connection = database.dataSource().getConnection();
    session = database.sessionOf(connection);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anyExecutionOutsideAutoCommitBeginsATransaction() throws SQLException {
    connection.setAutoCommit(false);
    assertThat(session.inTransaction()).isFalse();

    execute("SELECT 1");

    assertThat(session.inTransaction()).isTrue();
  }

  @Test
  void inAutoCommitEachChangeIsDurableAtOnce() throws SQLException {
    execute("INSERT INTO users VALUES (1)");

    assertThat(session.inTransaction()).isFalse();
    assertThat(database.committedStatements()).containsExactly("INSERT INTO users VALUES (1)");
  }

  @Test
  void aRolledBackChangeIsGoneAndACommittedOneStays() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT 1");
    connection.rollback();
    execute("INSERT 2");
    assertThat(session.uncommitted()).containsExactly("INSERT 2");
    connection.commit();

    assertThat(session.inTransaction()).isFalse();
    assertThat(database.committedStatements()).containsExactly("INSERT 2");
  }

  @Test
  void switchingAutoCommitOnInATransactionCommits() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT 1");
    connection.setAutoCommit(true);

    assertThat(session.inTransaction()).isFalse();
    assertThat(database.committedStatements()).containsExactly("INSERT 1");
  }

  @Test
  void closingRollsBack() throws SQLException {
    connection.setAutoCommit(false);
    execute("INSERT 1");
    connection.close();

    assertThat(session.inTransaction()).isFalse();
    assertThat(database.committedStatements()).isEmpty();
  }

  @Test
  void commitAndRollbackAreRefusedInAutoCommit() {
    assertState("25P01", connection::commit);
    assertState("25P01", connection::rollback);
    assertState("25P01", connection::setSavepoint);
  }

  @Test
  void readOnlyAndIsolationCannotChangeInATransaction() throws SQLException {
    connection.setAutoCommit(false);
    execute("SELECT 1");

    assertState("25001", () -> connection.setReadOnly(true));
    assertState(
        "25001", () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));

    connection.rollback();
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(session.readOnly()).isTrue();
    assertThat(session.isolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
  }

  @Test
  void aReadOnlyConnectionRefusesChanges() throws SQLException {
    connection.setReadOnly(true);

    execute("SELECT 1");
    assertState("25006", () -> execute("DELETE FROM users"));
  }

  @Test
  void aBeginSentAsSqlLeavesATransactionThatOnlySqlEnds() throws SQLException {
    execute("BEGIN");
    assertThat(session.inTransaction()).isTrue();
    assertState("25P01", connection::rollback);

    execute("rollback");
    assertThat(session.inTransaction()).isFalse();
  }

  @Test
  void aSchemaSetInATransactionIsPutBackByItsRollback() throws SQLException {
    connection.setAutoCommit(false);
    connection.setSchema("other");
    assertThat(connection.getSchema()).isEqualTo("other");
    connection.rollback();

    assertThat(session.schema()).isEqualTo("public");
  }

  @Test
  void allOtherStateIsKeptAndReadBack() throws SQLException {
    connection.setCatalog("sales");
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setNetworkTimeout(Runnable::run, 1500);
    connection.setClientInfo("ApplicationName", "test");
    connection.setTypeMap(Map.of("money", Long.class));

    assertThat(connection.getCatalog()).isEqualTo("sales");
    assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    assertThat(connection.getNetworkTimeout()).isEqualTo(1500);
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("test");
    assertThat(connection.getTypeMap()).containsEntry("money", Long.class);
    connection.setClientInfo(new Properties());
    assertThat(connection.getClientInfo()).isEmpty();
  }

  @Test
  void warningsStayUntilTheyAreCleared() throws SQLException {
    session.warn(new SQLWarning("first"));
    session.warn(new SQLWarning("second"));

    assertThat(connection.getWarnings().getMessage()).isEqualTo("first");
    assertThat(connection.getWarnings().getNextWarning().getMessage()).isEqualTo("second");
    connection.clearWarnings();
    assertThatObject(connection.getWarnings()).isNull();
  }

  @Test
  void newConnectionsStartAsTheSettingsSay() throws SQLException {
    database
        .settings()
        .autoCommit(false)
        .readOnly(true)
        .isolation(Connection.TRANSACTION_REPEATABLE_READ)
        .catalog("c")
        .schema(null)
        .networkTimeoutMillis(7);

    try (Connection other = database.dataSource().getConnection()) {
      assertThat(other.getAutoCommit()).isFalse();
      assertThat(other.isReadOnly()).isTrue();
      assertThat(other.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(other.getCatalog()).isEqualTo("c");
      assertThat(other.getSchema()).isNull();
      assertThat(other.getNetworkTimeout()).isEqualTo(7);
    }
    assertThat(connection.getAutoCommit()).isTrue();
  }

  @Test
  void abortEndsTheConnectionOnTheGivenExecutor() throws SQLException {
    Runnable[] handed = new Runnable[1];
    connection.abort(task -> handed[0] = task);
    assertThat(connection.isClosed()).isFalse();

    handed[0].run();

    assertThat(connection.isClosed()).isTrue();
    assertThat(session.isAborted()).isTrue();
    assertThat(database.openConnections()).isZero();
    assertState("22023", () -> connection.abort(null));
  }

  @Test
  void illegalArgumentsAreRefused() {
    assertState("22023", () -> connection.setNetworkTimeout(null, 1));
    assertState("22023", () -> connection.setNetworkTimeout(Runnable::run, -1));
    assertState("22023", () -> connection.setTransactionIsolation(Connection.TRANSACTION_NONE));
    assertState("22023", () -> connection.setHoldability(99));
    assertState("22023", () -> connection.isValid(-1));
  }

  @Test
  void whatTheFakeDoesNotKnowIsRefusedLoudly() {
    assertThatThrownBy(connection::createBlob).isInstanceOf(SQLFeatureNotSupportedException.class);
    assertThatThrownBy(() -> connection.getMetaData().getTables(null, null, null, null))
        .isInstanceOf(SQLFeatureNotSupportedException.class);
  }

  @Test
  void defaultMethodsOfTheInterfaceWork() throws SQLException {
    connection.beginRequest();
    connection.endRequest();

    assertThat(database.journal().methods())
        .containsExactly("connect", "beginRequest", "endRequest");
  }

  @Test
  void theMetaDataNameTheDatabase() throws SQLException {
    assertThat(connection.getMetaData().getURL()).isEqualTo(database.url());
    assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("Fake");
    assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
  }

  @Test
  void equalityIsIdentity() throws SQLException {
    try (Connection other = database.dataSource().getConnection()) {
      assertThat(Set.of(connection, other)).contains(connection, other).hasSize(2);
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
      assertThat(connection.isWrapperFor(FakeSession.class)).isTrue();
      assertThat(connection.isWrapperFor(String.class)).isFalse();
      assertThat(connection.toString()).contains("session #1");
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void assertState(String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasFieldOrPropertyWithValue("SQLState", sqlState);
  }
}
