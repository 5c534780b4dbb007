package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that throw, return or count; {@link HangTest} has those that hang. */
class FaultTest {

  private final FakeDatabase database = FakeDatabase.create();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aFaultThrowsANewExceptionEachTime() {
    database.on("rollback").throwing(() -> new SQLException("gone", "08006"));

    Throwable first = catchRollback();
    Throwable second = catchRollback();

    assertThat(first).hasMessage("gone").isNotSameAs(second);
  }

  @Test
  void runtimeExceptionsAndErrorsComeThroughUnwrapped() {
    database.on("rollback").once().throwing(() -> new IllegalStateException("driver bug"));
    database.on("rollback").once().throwing(() -> new NoClassDefFoundError("driver/Part"));

    assertThat(catchRollback()).isInstanceOf(IllegalStateException.class);
    assertThat(catchRollback()).isInstanceOf(NoClassDefFoundError.class);
    assertThat(catchRollback()).isNull();
  }

  @Test
  void connectThrowsErrorsToo() {
    database.on("connect").throwing(() -> new StackOverflowError("deep"));

    assertThatThrownBy(() -> database.dataSource().getConnection())
        .isInstanceOf(StackOverflowError.class);
    assertThat(database.openingConnections()).isZero();
    assertThat(database.connectionsEver()).isEqualTo(1);
  }

  @Test
  void timesAndOrderMakeAScript() {
    database.on("rollback").times(2).failing("08006");
    database.on("rollback").once().failing("57P01");

    assertThat(catchRollback()).hasFieldOrPropertyWithValue("SQLState", "08006");
    assertThat(catchRollback()).hasFieldOrPropertyWithValue("SQLState", "08006");
    assertThat(catchRollback()).hasFieldOrPropertyWithValue("SQLState", "57P01");
    assertThat(catchRollback()).isNull();
  }

  @Test
  void aFaultCanWaitForTheNthCall() {
    Fault third = database.on("rollback").onCall(3).failing("08006");

    assertThat(catchRollback()).isNull();
    assertThat(catchRollback()).isNull();
    assertThat(catchRollback()).isNotNull();
    assertThat(catchRollback()).isNull();
    assertThat(third.hits()).isEqualTo(1);
  }

  @Test
  void afterCallsLetsSomePassAndThenBefallsAll() {
    database.on("rollback").afterCalls(1).always().failing("08006");

    assertThat(catchRollback()).isNull();
    assertThat(catchRollback()).isNotNull();
    assertThat(catchRollback()).isNotNull();
  }

  @Test
  void aFaultCanBefallOneConnectionOnly() throws SQLException {
    database.on("isValid").onlyConnection(2).returning(false);

    try (Connection second = database.dataSource().getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(second.isValid(1)).isFalse();
    }
  }

  @Test
  void aFaultCanBefallOneStatementOnly() throws SQLException {
    database.on("execute").forSql("search_path").failing("42501");

    try (Statement statement = connection.createStatement();
        var prepared = connection.prepareStatement("SET search_path TO a")) {
      assertThatCode(() -> statement.execute("SELECT 1")).doesNotThrowAnyException();
      assertThatThrownBy(() -> statement.execute("SET search_path TO a"))
          .hasFieldOrPropertyWithValue("SQLState", "42501");
      assertThatThrownBy(prepared::execute).hasFieldOrPropertyWithValue("SQLState", "42501");
    }
  }

  @Test
  void throwingAfterwardsDoesTheWorkFirst() throws SQLException {
    database.on("commit").throwingAfterwards(() -> new SQLException("answer lost", "08006"));
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT 1");
    }

    assertThatThrownBy(connection::commit).hasMessage("answer lost");
    assertThat(database.committedStatements()).containsExactly("INSERT 1");
  }

  @Test
  void aCloseThatThrowsLeavesTheConnectionOpen() {
    database.on("close").once().failing("08006");

    assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
    assertThat(database.openConnections()).isEqualTo(1);
    assertThatCode(connection::close).doesNotThrowAnyException();
    assertThat(database.openConnections()).isZero();
    assertThat(database.session(1).closeCalls()).isEqualTo(2);
  }

  @Test
  void abortCanDoNothingAsInSomeDrivers() throws SQLException {
    database.on("abort").doingNothing();
    connection.abort(Runnable::run);

    assertThat(connection.isClosed()).isFalse();
    assertThat(database.session(1).abortCalls()).isEqualTo(1);
  }

  @Test
  void aLiftedFaultBefallsNobody() {
    Fault one = database.on("rollback").failing("08006");
    one.lift();
    assertThat(catchRollback()).isNull();

    database.on("rollback").failing("08006");
    database.liftFaults();
    assertThat(catchRollback()).isNull();
  }

  @Test
  void statementAndResultSetCallsHaveLongerNamesWhereTheyMust() throws SQLException {
    Fault onStatements = database.on("Statement.close").failing("08006");
    Fault onRows = database.on("ResultSet.next").failing("08006");
    Statement statement = connection.createStatement();

    assertThatThrownBy(() -> statement.executeQuery("SELECT 1").next())
        .isInstanceOf(SQLException.class);
    assertThatThrownBy(statement::close).isInstanceOf(SQLException.class);
    assertThatCode(connection::close).doesNotThrowAnyException();
    assertThat(onStatements.hits()).isEqualTo(1);
    assertThat(onRows.hits()).isEqualTo(1);
  }

  @Test
  void aMisspeltSiteIsRefusedWithASuggestion() {
    assertThatThrownBy(() -> database.on("rollBack"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rollback");
    assertThatThrownBy(() -> database.on("next")).hasMessageContaining("ResultSet.next");
    assertThatThrownBy(() -> database.calls("frobnicate"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longNamesAreUnderstoodToo() {
    Fault fault = database.on("Connection.rollback").failing("08006");

    assertThat(catchRollback()).isNotNull();
    assertThat(fault.hits()).isEqualTo(1);
    assertThat(database.calls("Connection.rollback")).isEqualTo(1);
  }

  @Test
  void setClientInfoFailsWithTheOnlyExceptionItMayThrow() {
    database.on("setClientInfo").failing("08006");

    assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
        .isInstanceOf(SQLClientInfoException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08006");
  }

  private Throwable catchRollback() {
    return catchThrowable(connection::rollback);
  }
}
