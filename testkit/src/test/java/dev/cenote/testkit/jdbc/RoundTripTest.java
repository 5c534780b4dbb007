package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which driver calls borrowing and returning cost: none that is not needed. */
@Timeout(60)
class RoundTripTest {

  private final FakeDatabase database = FakeDatabase.create();
  private CenoteDataSource pool;

  @AfterEach
  void close() {
    pool.close();
    database.close();
  }

  /** The first lease of a connection may ask more than later ones. */
  private void start(UnaryOperator<CenoteDataSourceBuilder> further) throws SQLException {
    pool =
        further
            .apply(CenoteDataSource.builder().url(database.url()).poolSize(1).maxOverflow(0))
            .build();
    pool.getConnection().close();
  }

  /** Does something with a connection; returns the driver calls that giving it back made. */
  private List<String> callsOfReturning(Work work) throws SQLException {
    Connection connection = pool.getConnection();
    work.with(connection);
    database.forgetCalls();
    connection.close();
    return database.journal().texts();
  }

  @FunctionalInterface
  private interface Work {
    void with(Connection connection) throws SQLException;
  }

  @Test
  void borrowingAndReturningMakesNoCallAtAll() throws SQLException {
    start(s -> s);
    JustUsed.holds(() -> {
      pool.getConnection().close();
      database.forgetCalls();
      for (int i = 0; i < 10; i++) {
        pool.getConnection().close();
      }
      assertThat(database.journal().texts()).isEmpty();
    });
  }

  @Test
  void afterQueriesInAutoCommitReturningMakesNoCall() throws SQLException {
    start(s -> s);
    assertThat(callsOfReturning(Stage::use)).isEmpty();
    assertThat(
            callsOfReturning(connection -> {
              try (PreparedStatement insert =
                  connection.prepareStatement("INSERT INTO numbers VALUES (?)")) {
                insert.setInt(1, 1);
                insert.executeUpdate();
              }
            }))
        .isEmpty();
  }

  @Test
  void readingWhatTheStateIsChangesNothingSoReturningMakesNoCall() throws SQLException {
    start(s -> s);
    assertThat(
            callsOfReturning(connection -> {
              connection.getAutoCommit();
              connection.isReadOnly();
              connection.getTransactionIsolation();
              connection.getCatalog();
              connection.getSchema();
              connection.getHoldability();
              connection.getNetworkTimeout();
              connection.getClientInfo();
              connection.getWarnings();
              connection.getMetaData().getDatabaseProductName();
              connection.isClosed();
              connection.isValid(1);
            }))
        .isEmpty();
  }

  @Test
  void settingWhatIsSetAlreadyMakesNoCallOnReturn() throws SQLException {
    start(s -> s);
    assertThat(
            callsOfReturning(connection -> {
              connection.setAutoCommit(true);
              connection.setReadOnly(connection.isReadOnly());
              connection.setTransactionIsolation(connection.getTransactionIsolation());
              connection.setSchema(connection.getSchema());
              connection.setCatalog(connection.getCatalog());
              connection.setHoldability(connection.getHoldability());
              connection.setNetworkTimeout(Runnable::run, connection.getNetworkTimeout());
            }))
        .isEmpty();
  }

  @Test
  void aTransactionLeftOpenCostsOneRollbackAndTheWayBackToAutoCommit() throws SQLException {
    start(s -> s);
    assertThat(
            callsOfReturning(connection -> {
              connection.setAutoCommit(false);
              Stage.use(connection);
            }))
        .containsExactly("rollback()", "setAutoCommit(true)");
  }

  @Test
  void whereLeasesStartWithoutAutoCommitATransactionLeftOpenCostsOneRollback() throws SQLException {
    start(s -> s.autoCommit(false));
    assertThat(callsOfReturning(Stage::use)).containsExactly("rollback()");
  }

  @Test
  void whereLeasesStartWithoutAutoCommitReturningAfterACommitMakesNoCall() throws SQLException {
    start(s -> s.autoCommit(false));
    assertThat(
            callsOfReturning(connection -> {
              Stage.use(connection);
              connection.commit();
            }))
        .isEmpty();
    assertThat(
            callsOfReturning(connection -> {
              Stage.use(connection);
              connection.rollback();
            }))
        .isEmpty();
    assertThat(callsOfReturning(connection -> {})).isEmpty();
  }

  @Test
  void whatIsDoneAfterTheCommitIsRolledBackAllTheSame() throws SQLException {
    start(s -> s.autoCommit(false));
    assertThat(
            callsOfReturning(connection -> {
              Stage.use(connection);
              connection.commit();
              Stage.use(connection);
            }))
        .containsExactly("rollback()");
  }

  @Test
  void aStatementMadeBeforeTheCommitAndRunAfterItIsRolledBack() throws SQLException {
    start(s -> s.autoCommit(false));
    assertThat(
            callsOfReturning(connection -> {
              try (PreparedStatement statement =
                  connection.prepareStatement("INSERT INTO numbers VALUES (1)")) {
                statement.executeUpdate();
                connection.commit();
                statement.executeUpdate();
              }
            }))
        .containsExactly("rollback()");
    assertThat(database.committedStatements()).hasSize(1);
  }

  @Test
  void afterTheBorrowersOwnCommitOnlyAutoCommitIsPutBack() throws SQLException {
    start(s -> s);
    assertThat(
            callsOfReturning(connection -> {
              connection.setAutoCommit(false);
              Stage.use(connection);
              connection.commit();
            }))
        .containsExactly("setAutoCommit(true)");
  }

  @Test
  void autoCommitSwitchedOffAndOnAgainMakesNoCallOnReturn() throws SQLException {
    start(s -> s);
    assertThat(
            callsOfReturning(connection -> {
              connection.setAutoCommit(false);
              Stage.use(connection);
              connection.commit();
              connection.setAutoCommit(true);
            }))
        .isEmpty();
  }

  @Test
  void aStatementLeftOpenCostsItsClose() throws SQLException {
    start(s -> s);
    assertThat(
            callsOfReturning(connection -> {
              Statement left = connection.createStatement();
              ResultSet rows = left.executeQuery("SELECT 1");
              assertThat(rows.next()).isTrue();
            }))
        .containsExactly("Statement.close()");
  }

  @Test
  void everythingChangedIsPutBackInTheOrderThatIsSafe() throws SQLException {
    start(s -> s);
    List<String> calls =
        callsOfReturning(connection -> {
          connection.setReadOnly(true);
          connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
          connection.setCatalog("elsewhere");
          connection.setClientInfo("ApplicationName", "somebody");
          connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
          connection.setAutoCommit(false);
          connection.setSchema("elsewhere");
          connection.setNetworkTimeout(Runnable::run, 1);
          Statement left = connection.createStatement();
          assertThat(left.execute("SELECT 1")).isTrue();
        });
    assertThat(calls)
        .containsSubsequence(
            "setNetworkTimeout(0)",
            "Statement.close()",
            "rollback()",
            "setAutoCommit(true)",
            "setReadOnly(false)",
            "setTransactionIsolation(2)",
            "setCatalog(fake)",
            "setSchema(public)",
            "setClientInfo(ApplicationName, null)",
            "setHoldability(2)",
            "clearWarnings()")
        .hasSize(11);
  }

  @Test
  void onlyWhatWasChangedIsPutBackAndOnlyOnce() throws SQLException {
    start(s -> s);
    assertThat(callsOfReturning(connection -> connection.setReadOnly(true)))
        .containsExactly("setReadOnly(false)", "clearWarnings()");
    assertThat(callsOfReturning(connection -> {})).isEmpty();
  }

  @Test
  void theResetRunsOnTheThreadThatReturns() throws SQLException {
    start(s -> s);
    callsOfReturning(connection -> {
      connection.setAutoCommit(false);
      Stage.use(connection);
    });
    String me = Thread.currentThread().getName();
    assertThat(database.journal().calls())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.threadName()).isEqualTo(me));
  }
}
