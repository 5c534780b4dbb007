package dev.cenote.physical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.OpenAttempt;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResetTest {

  private final RecordedConnection driver = new RecordedConnection();
  private JdbcConnector connector = connector(ResetOnReturn.ROLLBACK);

  private JdbcConnector connector(ResetOnReturn policy) {
    return new JdbcConnector(driver::connection, Product.OTHER, InitialState.DRIVERS, policy);
  }

  private PhysicalConnection open() throws SQLException {
    PhysicalConnection connection = connector.open(new OpenAttempt(1, 1, 1));
    driver.takeCalls();
    return connection;
  }

  private PhysicalConnection openWithoutAutoCommit() throws SQLException {
    driver.with("AutoCommit", false);
    return open();
  }

  private java.util.List<String> reset(PhysicalConnection connection) throws SQLException {
    driver.takeCalls();
    connector.reset(connection);
    assertThat(connector.needsReset(connection)).as("still needs a reset").isFalse();
    return driver.takeCalls();
  }

  @Test
  void inAutoCommitStatementsLeaveNothingToDo() throws SQLException {
    PhysicalConnection connection = open();

    connection.session().work();

    assertThat(connector.needsReset(connection)).isFalse();
    assertThat(driver.takeCalls()).isEmpty();
  }

  @Test
  void withoutAutoCommitStatementsLeaveExactlyTheRollback() throws SQLException {
    PhysicalConnection connection = openWithoutAutoCommit();

    connection.session().work();

    assertThat(connector.needsReset(connection)).isTrue();
    assertThat(reset(connection)).containsExactly("rollback()");
  }

  @Test
  void nothingDoneWithoutAutoCommitLeavesNothingToDo() throws SQLException {
    assertThat(connector.needsReset(openWithoutAutoCommit())).isFalse();
  }

  @Test
  void aCommitWithNothingAfterItLeavesNothingToDo() throws SQLException {
    PhysicalConnection connection = openWithoutAutoCommit();

    connection.session().work();
    connection.session().commit();

    assertThat(connector.needsReset(connection)).isFalse();
  }

  @Test
  void workAfterACommitIsRolledBack() throws SQLException {
    PhysicalConnection connection = openWithoutAutoCommit();

    connection.session().commit();
    connection.session().work();

    assertThat(reset(connection)).containsExactly("rollback()");
  }

  @Test
  void aCommitThatFailedDoesNotCountAsAnEnd() throws SQLException {
    PhysicalConnection connection = openWithoutAutoCommit();
    driver.failing("commit", new SQLException("deferred constraint", "23505"));

    assertThatThrownBy(connection.session()::commit).isInstanceOf(SQLException.class);

    assertThat(reset(connection)).containsExactly("rollback()");
  }

  @Test
  void theCommitPolicyCommitsWhatIsOpen() throws SQLException {
    connector = connector(ResetOnReturn.COMMIT);
    PhysicalConnection connection = openWithoutAutoCommit();

    connection.session().work();

    assertThat(reset(connection)).containsExactly("commit()");
  }

  @Test
  void thePolicyNoneRefusesAConnectionThatMayBeInsideATransaction() throws SQLException {
    connector = connector(ResetOnReturn.NONE);
    PhysicalConnection connection = openWithoutAutoCommit();

    connection.session().work();

    assertThat(connector.needsReset(connection)).isTrue();
    assertThatThrownBy(() -> connector.reset(connection)).hasMessageContaining("NONE");
    assertThat(driver.takeCalls()).isEmpty();
  }

  @Test
  void thePolicyNoneMakesNoCallAfterACommit() throws SQLException {
    connector = connector(ResetOnReturn.NONE);
    PhysicalConnection connection = openWithoutAutoCommit();

    connection.session().work();
    connection.session().commit();
    driver.takeCalls();

    assertThat(connector.needsReset(connection)).isFalse();
    assertThat(driver.takeCalls()).isEmpty();
  }

  @Test
  void whatWasChangedGoesBackInTheOrderThatKeepsTheBorrowersWorkUncommitted() throws SQLException {
    PhysicalConnection connection = open();
    SessionState session = connection.session();
    session.setAutoCommit(false);
    session.setNetworkTimeout(Runnable::run, 1);
    session.setTypeMap(Map.of("point", String.class));
    session.setHoldability(2);
    session.setClientInfo("ApplicationName", "report");
    session.setSchema("other");
    session.setCatalog("archive");
    session.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    session.setReadOnly(true);
    session.work();
    connection.leave(() -> driver.connection().createStatement().close());

    assertThat(reset(connection))
        .containsExactly(
            "setNetworkTimeout(0)",
            "createStatement()", // stands for a statement that was left open
            "Statement.close()",
            "rollback()",
            "setAutoCommit(true)",
            "setReadOnly(false)",
            "setTransactionIsolation(2)",
            "setCatalog(main)",
            "setSchema(public)",
            "setClientInfo(ApplicationName, null)",
            "setHoldability(1)",
            "setTypeMap({})",
            "clearWarnings()");
  }

  @Test
  void theInitialAutoCommitModeComesLast() throws SQLException {
    PhysicalConnection connection = openWithoutAutoCommit();
    connection.session().setReadOnly(true);
    connection.session().work();

    assertThat(reset(connection))
        .containsExactly(
            "rollback()",
            "setAutoCommit(true)",
            "setReadOnly(false)",
            "clearWarnings()",
            "setAutoCommit(false)");
    assertThat(driver.value("AutoCommit")).isEqualTo(false);
  }

  @Test
  void anInitialValueIsAskedForOnceJustBeforeTheFirstChange() throws SQLException {
    PhysicalConnection connection = open();

    connection.session().setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(driver.takeCalls())
        .containsExactly("getTransactionIsolation()", "setTransactionIsolation(8)");

    connector.reset(connection);
    driver.takeCalls();
    connection.session().setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    assertThat(driver.takeCalls()).containsExactly("setTransactionIsolation(8)");
  }

  @Test
  void whatTheBorrowerPutBackInAutoCommitNeedsNoReset() throws SQLException {
    PhysicalConnection connection = open();

    connection.session().setReadOnly(true);
    connection.session().setReadOnly(false);
    connection.session().setAutoCommit(false);
    connection.session().setAutoCommit(true);

    assertThat(connector.needsReset(connection)).isFalse();
  }

  @Test
  void whatTheBorrowerPutBackInsideATransactionIsPutBackAgain() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().setSchema("other");
    connection.session().setAutoCommit(false);
    connection.session().setSchema("public"); // PostgreSQL undoes this with the rollback

    assertThat(reset(connection)).containsSubsequence("setAutoCommit(true)", "setSchema(public)");
  }

  @Test
  void aChangeThatFailedIsPutBackNevertheless() throws SQLException {
    PhysicalConnection connection = open();
    driver.failing("setCatalog", new SQLException("lost the answer", "HY000"));
    assertThatThrownBy(() -> connection.session().setCatalog("archive"))
        .isInstanceOf(SQLException.class);

    assertThat(connector.needsReset(connection)).isTrue();
  }

  @Test
  void aChangeThatTheDriverDoesNotKnowHasChangedNothing() throws SQLException {
    PhysicalConnection connection = open();
    driver.failing("setNetworkTimeout", new SQLFeatureNotSupportedException("no"));
    assertThatThrownBy(() -> connection.session().setNetworkTimeout(Runnable::run, 5))
        .isInstanceOf(SQLFeatureNotSupportedException.class);

    assertThat(connector.needsReset(connection)).isFalse();
  }

  @Test
  void whatCannotBePutBackMakesTheResetFail() throws SQLException {
    PhysicalConnection connection = open();
    driver.failing("getHoldability", new SQLFeatureNotSupportedException("not told"));
    connection.session().setHoldability(2);

    assertThatThrownBy(() -> connector.reset(connection)).hasMessageContaining("HOLDABILITY");
  }

  @Test
  void aShardingKeyMakesTheResetFail() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().lose();

    assertThat(connector.needsReset(connection)).isTrue();
    assertThatThrownBy(() -> connector.reset(connection)).hasMessageContaining("sharding key");
  }

  @ParameterizedTest
  @EnumSource(ResetOnReturn.class)
  void aFailureOfAnyCallIsPassedOn(ResetOnReturn policy) throws SQLException {
    connector = connector(policy);
    PhysicalConnection connection = open();
    connection.session().setReadOnly(true);
    SQLException failure = new SQLException("gone", "08006");
    driver.failing("setReadOnly", failure);

    assertThatThrownBy(() -> connector.reset(connection)).isSameAs(failure);
  }

  @Test
  void aTypeMapChangedInPlaceIsReplacedByACopyOfTheInitialOne() throws SQLException {
    PhysicalConnection connection = open();
    Map<String, Class<?>> map = connection.session().getTypeMap();

    assertThat(map).isNotNull();
    map.put("point", String.class);

    assertThat(reset(connection)).contains("setTypeMap({})");
    assertThat(driver.value("TypeMap")).isEqualTo(Map.of()).isNotSameAs(map);
  }

  @Test
  void clientInfoIsPutBackNameByName() throws SQLException {
    driver.with("client ApplicationName", "shop");
    PhysicalConnection connection = open();
    Properties all = new Properties();
    all.setProperty("ApplicationName", "report");
    all.setProperty("ClientUser", "me");
    connection.session().setClientInfo("ClientUser", "you");
    connection.session().setClientInfo("ApplicationName", "report");

    assertThat(reset(connection))
        .contains("setClientInfo(ApplicationName, shop)", "setClientInfo(ClientUser, null)");
  }

  @Test
  void warningsThatTheBorrowerSawAreCleared() throws SQLException {
    PhysicalConnection connection = open();
    driver.with("Warnings", new SQLWarning("mind the step"));
    connection.session().getWarnings();

    assertThat(reset(connection)).containsExactly("clearWarnings()");
  }

  @Test
  void warningsThatAnEarlierBorrowerNeverSawAreClearedBeforeTheNextOneDoesAnything()
      throws SQLException {
    SessionState session = open().session();
    session.beginLease();
    session.touch();
    assertThat(session.isUntouched()).isFalse();
    assertThat(driver.takeCalls()).as("those of the login stay for the first borrower").isEmpty();

    session.beginLease();
    assertThat(session.isUntouched()).isTrue();
    session.touch();
    assertThat(driver.takeCalls()).containsExactly("clearWarnings()");
  }

  @Test
  void afterTheDriversConnectionEscapedItsAutoCommitModeIsAskedFor() throws SQLException {
    PhysicalConnection connection = open();
    connection.session().escape();
    driver.with("AutoCommit", false);

    assertThat(reset(connection))
        .containsExactly("getAutoCommit()", "rollback()", "clearWarnings()", "setAutoCommit(true)");
  }

  @Test
  void anAbortedConnectionNeedsNoReset() throws SQLException {
    PhysicalConnection connection = openWithoutAutoCommit();
    connection.session().work();
    connection.markAborted();

    assertThat(connector.needsReset(connection)).isFalse();
  }
}
