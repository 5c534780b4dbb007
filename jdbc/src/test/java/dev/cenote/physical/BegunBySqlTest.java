package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.OpenAttempt;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Transactions that a borrower begins by SQL, of which drivers do not tell. */
class BegunBySqlTest {

  /** A bare one would be refused where there is none: most have ended theirs by then. */
  private static final String ROLLBACK_IF_ANY = "Statement.execute(IF @@TRANCOUNT > 0 ROLLBACK)";

  private final RecordedConnection driver = new RecordedConnection();
  private JdbcConnector connector = connector(Product.OTHER, ResetOnReturn.ROLLBACK);

  private JdbcConnector connector(Product product, ResetOnReturn policy) {
    return new JdbcConnector(driver::connection, product, InitialState.DRIVERS, policy);
  }

  private PhysicalConnection open() throws SQLException {
    PhysicalConnection connection = connector.open(new OpenAttempt(1, 1, 1));
    driver.takeCalls();
    return connection;
  }

  private List<String> reset(PhysicalConnection connection) throws SQLException {
    driver.takeCalls();
    connector.reset(connection);
    assertThat(connector.needsReset(connection)).as("still needs a reset").isFalse();
    return driver.takeCalls();
  }

  @Test
  void aTransactionBegunBySqlInAutoCommitIsEndedBySql() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().workOn("begin");

    assertThat(reset(connection))
        .containsExactly(
            "getAutoCommit()",
            "createStatement()",
            "Statement.execute(ROLLBACK)",
            "Statement.close()");
  }

  @Test
  void whatTheBorrowerPutBackInATransactionBegunBySqlIsPutBackAgain() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().setSchema("other");
    connection.session().workOn("BEGIN");
    connection.session().setSchema("public");
    connection.session().workedOn("ROLLBACK"); // which undoes the second change alone

    assertThat(reset(connection)).containsExactly("setSchema(public)", "clearWarnings()");
  }

  @Test
  void aTransactionBegunAndEndedBySqlLeavesNothingToDo() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN TRANSACTION");
    connection.session().workOn("insert into t values (1)");
    connection.session().workedOn("commit");

    assertThat(connector.needsReset(connection)).isFalse();
  }

  @Test
  void whereBeginTurnsAutoCommitOffTheDriversRollbackEndsIt() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN");
    driver.with("AutoCommit", false); // as H2 does

    assertThat(reset(connection))
        .containsExactly("getAutoCommit()", "rollback()", "setAutoCommit(true)");
  }

  @Test
  void aCommitInAutoCommitEndsNothingOnSqlServerWhoseDriverDoesNothingThen() throws SQLException {
    connector = connector(Product.SQLSERVER, ResetOnReturn.ROLLBACK);
    driver.lenient();
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN TRAN");
    connection.session().commit();

    assertThat(connector.needsReset(connection)).isTrue();
    assertThat(reset(connection)).contains(ROLLBACK_IF_ANY);
  }

  @Test
  void elsewhereItEndsWhatSqlHasBegun() throws SQLException {
    driver.lenient();
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN");
    connection.session().commit();

    assertThat(connector.needsReset(connection)).isFalse();
  }

  @Test
  void thatNoneIsOpenAnyMoreIsNoFailureOfTheReset() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN");
    driver.failing(
        "Statement.execute",
        new SQLException("[SQLITE_ERROR] cannot rollback - no transaction is active"));

    assertThat(reset(connection)).contains("Statement.execute(ROLLBACK)");
  }

  @Test
  void anyOtherFailureToEndItIsOne() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN");
    driver.failing("Statement.execute", new SQLException("disk full"));

    assertThatThrownBy(() -> connector.reset(connection)).hasMessage("disk full");
  }

  @Test
  void textThatEndsOneAndBeginsTheNextLeavesOneOpen() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN");
    connection.session().workedOn("COMMIT; BEGIN");

    assertThat(connector.needsReset(connection)).isTrue();
  }

  @Test
  void sqlServerCountsTheBeginningsSoThatOneCommitIsNoEnd() throws SQLException {
    connector = connector(Product.SQLSERVER, ResetOnReturn.ROLLBACK);
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN TRAN");
    connection.session().workOn("BEGIN TRAN");
    connection.session().workedOn("COMMIT");

    assertThat(reset(connection)).contains(ROLLBACK_IF_ANY);
  }

  @Test
  void onSqlServerARollbackEndsAll() throws SQLException {
    connector = connector(Product.SQLSERVER, ResetOnReturn.ROLLBACK);
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN TRAN");
    connection.session().workOn("BEGIN TRAN");
    connection.session().workedOn("ROLLBACK TRANSACTION");

    assertThat(connector.needsReset(connection)).isFalse();
  }

  @Test
  void aResetThatCommitsCommitsAllThatSqlServerCounts() throws SQLException {
    connector = connector(Product.SQLSERVER, ResetOnReturn.COMMIT);
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN TRAN");

    assertThat(reset(connection)).contains("Statement.execute(WHILE @@TRANCOUNT > 0 COMMIT)");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "SQLSERVER")
  void elsewhereItIsOneCommit(Product product) throws SQLException {
    connector = connector(product, ResetOnReturn.COMMIT);
    PhysicalConnection connection = open();
    connection.session().workOn("BEGIN WORK");

    assertThat(reset(connection)).contains("Statement.execute(COMMIT)");
  }
}
