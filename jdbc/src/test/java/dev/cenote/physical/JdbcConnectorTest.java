package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JdbcConnectorTest {

  private static final OpenAttempt ATTEMPT = new OpenAttempt(1, 1, TimeUnit.SECONDS.toNanos(10));

  private final RecordedConnection driver = new RecordedConnection();

  private JdbcConnector connector(InitialState initial) {
    return new JdbcConnector(driver::connection, Product.OTHER, initial, ResetOnReturn.ROLLBACK);
  }

  private static JdbcConnector connectorOf(Product product) {
    return new JdbcConnector(
        () -> {
          throw new SQLException("never asked");
        },
        product,
        InitialState.DRIVERS,
        ResetOnReturn.ROLLBACK);
  }

  @Test
  void aNewConnectionCostsOneQuestionThatDriversAnswerThemselves() throws SQLException {
    connector(InitialState.DRIVERS).open(ATTEMPT);

    assertThat(driver.takeCalls()).containsExactly("getAutoCommit()");
  }

  @Test
  void theSettingsAreAppliedWithAutoCommitLast() throws SQLException {
    InitialState all = new InitialState(false, true, 8, "archive", "sales", "SET x");

    connector(all).open(ATTEMPT);

    assertThat(driver.takeCalls())
        .containsExactly(
            "getAutoCommit()",
            "setReadOnly(true)",
            "setTransactionIsolation(8)",
            "setCatalog(archive)",
            "setSchema(sales)",
            "createStatement()",
            "Statement.execute(SET x)",
            "Statement.close()",
            "setAutoCommit(false)");
  }

  @Test
  void whatIsSetUpWhereTheDriverStartsWithoutAutoCommitIsCommitted() throws SQLException {
    driver.with("AutoCommit", false);

    connector(new InitialState(null, null, null, null, "sales", null)).open(ATTEMPT);

    assertThat(driver.takeCalls())
        .containsExactly("getAutoCommit()", "setSchema(sales)", "commit()");
  }

  @Test
  void whatWasConfiguredIsTheInitialValueAndIsNotAskedFor() throws SQLException {
    JdbcConnector connector = connector(new InitialState(null, null, 8, null, null, null));
    PhysicalConnection connection = connector.open(ATTEMPT);
    driver.takeCalls();

    connection.session().setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    connector.reset(connection);

    assertThat(driver.takeCalls())
        .containsExactly(
            "setTransactionIsolation(2)", "setTransactionIsolation(8)", "clearWarnings()");
  }

  @Test
  void aConnectionThatCannotBeSetUpIsClosedOrElseAborted() {
    SQLException failure = new SQLException("no such schema", "3F000");
    driver.failing("setSchema", failure).failing("close", new IllegalStateException("tired"));

    assertThatThrownBy(() ->
            connector(new InitialState(null, null, null, null, "nowhere", null)).open(ATTEMPT))
        .isSameAs(failure)
        .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(1));
    assertThat(driver.takeCalls())
        .containsSubsequence("setSchema(nowhere)", "close()")
        .last()
        .asString()
        .startsWith("abort");
  }

  @Test
  void anErrorDuringTheSetUpClosesTheConnectionToo() {
    driver.failing("getAutoCommit", new StackOverflowError("deep"));

    assertThatThrownBy(() -> connector(InitialState.DRIVERS).open(ATTEMPT))
        .isInstanceOf(StackOverflowError.class);
    assertThat(driver.takeCalls()).endsWith("close()");
  }

  @Test
  void aDriverThatDoesNotKnowTheUrlIsAnError() {
    JdbcConnector connector =
        new JdbcConnector(() -> null, Product.OTHER, InitialState.DRIVERS, ResetOnReturn.ROLLBACK);

    assertThatThrownBy(() -> connector.open(ATTEMPT)).hasMessageContaining("URL");
  }

  @Test
  void aCheckAsksForWholeSecondsOfWhichThereIsAtLeastOne() throws SQLException {
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);
    driver.takeCalls();

    assertThat(connector.check(connection, 1)).isTrue();
    assertThat(connector.check(connection, TimeUnit.MILLISECONDS.toNanos(2_900))).isTrue();
    assertThat(connector.check(connection, Long.MAX_VALUE)).isTrue();

    assertThat(driver.takeCalls())
        .containsExactly("isValid(1)", "isValid(2)", "isValid(" + Integer.MAX_VALUE + ")");
  }

  @Test
  void aCheckOutsideAutoCommitLeavesNoTransactionBehind() throws SQLException {
    driver.with("AutoCommit", false);
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);
    driver.takeCalls();

    assertThat(connector.check(connection, 1)).isTrue();

    assertThat(driver.takeCalls()).containsExactly("isValid(1)", "rollback()");
  }

  @Test
  void closingInsteadOfResettingStillEndsTheTransactionAsConfigured() throws SQLException {
    driver.with("AutoCommit", false);
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);
    connection.session().work();
    driver.takeCalls();

    connector.close(connection);

    assertThat(driver.takeCalls()).containsExactly("rollback()", "close()");
  }

  @Test
  void aConnectionWhoseTransactionCannotBeEndedIsClosedNevertheless() throws SQLException {
    driver.with("AutoCommit", false).failing("rollback", new SQLException("gone", "08006"));
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);
    connection.session().work();

    connector.close(connection);

    assertThat(driver.value("Closed")).isEqualTo(true);
  }

  @Test
  void aCleanConnectionIsJustClosed() throws SQLException {
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);
    connection.session().work();
    driver.takeCalls();

    connector.close(connection);

    assertThat(driver.takeCalls()).containsExactly("close()");
  }

  @Test
  void aDriverWhoseAbortDoesNothingIsClosed() throws SQLException {
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);
    driver.takeCalls();

    connector.abort(connection);

    assertThat(driver.takeCalls()).containsExactly("abort()", "isClosed()", "close()");
  }

  @Test
  void aDriverOlderThanAbortIsClosed() throws SQLException {
    driver.failing("abort", new AbstractMethodError("abort"));
    JdbcConnector connector = connector(InitialState.DRIVERS);
    PhysicalConnection connection = connector.open(ATTEMPT);

    connector.abort(connection);

    assertThat(driver.value("Closed")).isEqualTo(true);
  }

  @Test
  void failuresToOpenAreOfAKind() {
    JdbcConnector postgres = connectorOf(Product.POSTGRESQL);
    assertThat(postgres.classify(new SQLException("x", "28P01")))
        .isEqualTo(OpenFailure.LOGIN_REFUSED);
    assertThat(postgres.classify(new SQLException("x", "53300")))
        .isEqualTo(OpenFailure.SERVER_FULL);
    assertThat(postgres.classify(new SQLException("x", "08001")))
        .isEqualTo(OpenFailure.UNREACHABLE);
    assertThat(postgres.classify(new SQLException("x", "57P03")))
        .isEqualTo(OpenFailure.UNREACHABLE);
    assertThat(postgres.classify(new SQLException("x", "42601"))).isEqualTo(OpenFailure.OTHER);
    assertThat(connectorOf(Product.MYSQL).classify(new SQLException("x", "08004", 1040)))
        .isEqualTo(OpenFailure.SERVER_FULL);
  }

  @Test
  void aRefusedLoginBehindALostConnectionIsARefusedLogin() {
    SQLException failure =
        new SQLException("no host of three", "08001", new SQLException("x", "28000"));
    assertThat(connectorOf(Product.OTHER).classify(failure)).isEqualTo(OpenFailure.LOGIN_REFUSED);
  }

  @Test
  void networkExceptionsAreUnreachableWhateverWrapsThem() {
    JdbcConnector connector = connectorOf(Product.OTHER);
    assertThat(connector.classify(new RuntimeException(new ConnectException("refused"))))
        .isEqualTo(OpenFailure.UNREACHABLE);
    assertThat(connector.classify(new SQLException("x", new UnknownHostException("db"))))
        .isEqualTo(OpenFailure.UNREACHABLE);
    assertThat(connector.classify(new SQLTimeoutException("login")))
        .isEqualTo(OpenFailure.UNREACHABLE);
    assertThat(connector.classify(new IllegalArgumentException("bad")))
        .isEqualTo(OpenFailure.OTHER);
  }

  @Test
  void theTableOfADataSourcesProductIsKnownFromItsDriver() throws SQLException {
    JdbcConnector connector =
        new JdbcConnector(
            () -> DriverManager.getConnection("jdbc:h2:mem:"),
            Product.OTHER,
            InitialState.DRIVERS,
            ResetOnReturn.ROLLBACK);
    connector.close(connector.open(ATTEMPT));

    assertThat(connector.classify(new SQLException("x", "90117", 90117)))
        .isEqualTo(OpenFailure.LOGIN_REFUSED);
  }

  @Test
  void aDatabaseThatWasShutDownIsSeenInH2() throws SQLException {
    String url = "jdbc:h2:mem:shutdown";
    try (Connection survivor = DriverManager.getConnection(url);
        Connection killer = DriverManager.getConnection(url);
        Statement shutdown = killer.createStatement()) {
      PhysicalConnection connection =
          new JdbcConnector(
                  () -> survivor, Product.H2, InitialState.DRIVERS, ResetOnReturn.ROLLBACK)
              .open(ATTEMPT);
      shutdown.execute("SHUTDOWN");

      assertThatThrownBy(() -> survivor.createStatement().executeQuery("SELECT 1"))
          .isInstanceOfSatisfying(
              SQLException.class, error -> assertThat(connection.isProofOfDeath(error)).isTrue());
    }
  }

  @Test
  void aClosedConnectionIsSeenInSqlite() throws SQLException {
    JdbcConnector connector =
        new JdbcConnector(
            () -> DriverManager.getConnection("jdbc:sqlite::memory:"),
            Product.SQLITE,
            InitialState.DRIVERS,
            ResetOnReturn.ROLLBACK);
    PhysicalConnection connection = connector.open(ATTEMPT);
    connector.abort(connection);

    assertThat(connection.raw().isClosed()).isTrue();
    assertThatThrownBy(() -> connection.raw().createStatement())
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(connection.isProofOfDeath(error)).isTrue());
  }

  @Test
  void aReadOnlyErrorProvesNothingOnAConnectionThatIsReadOnlyByChoice() throws SQLException {
    JdbcConnector connector =
        new JdbcConnector(
            driver::connection, Product.POSTGRESQL, InitialState.DRIVERS, ResetOnReturn.ROLLBACK);
    PhysicalConnection connection = connector.open(ATTEMPT);
    SQLException readOnly = new SQLException("cannot execute INSERT", "25006");

    assertThat(connection.isProofOfDeath(readOnly)).isTrue();
    connection.session().setReadOnly(true);
    assertThat(connection.isProofOfDeath(readOnly)).isFalse();
  }

  @Test
  void nothingPrintsAUrlOrPassword() throws SQLException {
    JdbcConnector connector = connector(InitialState.DRIVERS);
    assertThat(connector.open(ATTEMPT).toString()).doesNotContain("recorded");
    assertThat(connector.toString()).isEqualTo("JdbcConnector of OTHER");
  }

  @Test
  void whatADriverRepeatsOfTheFirstStatementIsHiddenWhateverItThrows() {
    driver.failing("Statement.execute", new IllegalStateException("bad S3CRET"));
    InitialState initial = new InitialState(null, null, null, null, null, "SET x 'S3CRET'");

    assertThatThrownBy(() -> connector(initial).open(ATTEMPT))
        .isInstanceOf(SQLException.class)
        .hasMessage("java.lang.IllegalStateException: bad ***");
  }
}
