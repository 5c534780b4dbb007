package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which driver calls borrowing and giving back make: as few as there can be. */
class ReturnCallsTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  private CenoteDataSource pool(boolean autoCommit) {
    return Databases.poolOf(database).autoCommit(autoCommit).build();
  }

  private interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** What the driver is asked for when a connection is given back after some work. */
  private List<String> callsOnReturnAfter(CenoteDataSource pool, Work work) throws SQLException {
    Connection connection = JustUsed.borrow(pool, fake);
    assertThat(fake.journal().texts()).as("calls on borrowing").isEmpty();
    work.on(connection);
    fake.forgetCalls();
    connection.close();
    return fake.journal().texts();
  }

  private static void query(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT 1").close();
    }
  }

  @Test
  void inAutoCommitAReturnMakesNoCallWhateverStatementsRan() throws SQLException {
    try (CenoteDataSource pool = pool(true)) {
      assertThat(callsOnReturnAfter(pool, connection -> {})).isEmpty();
      assertThat(callsOnReturnAfter(pool, ReturnCallsTest::query)).isEmpty();
      assertThat(callsOnReturnAfter(pool, ReturnCallsTest::query)).isEmpty();
    }
  }

  @Test
  void withoutAutoCommitAReturnIsExactlyTheRollback() throws SQLException {
    try (CenoteDataSource pool = pool(false)) {
      assertThat(callsOnReturnAfter(pool, ReturnCallsTest::query)).containsExactly("rollback()");
      assertThat(callsOnReturnAfter(pool, connection -> {})).isEmpty();
    }
  }

  @Test
  void afterACommitOrRollbackThereIsNothingToDo() throws SQLException {
    try (CenoteDataSource pool = pool(false)) {
      assertThat(
              callsOnReturnAfter(
                  pool,
                  connection -> {
                    query(connection);
                    connection.commit();
                  }))
          .isEmpty();
      assertThat(
              callsOnReturnAfter(
                  pool,
                  connection -> {
                    query(connection);
                    connection.rollback();
                    connection.getAutoCommit();
                    connection.getWarnings();
                    connection.clearWarnings();
                  }))
          .isEmpty();
    }
  }

  @Test
  void aBorrowerWhoPutsEverythingBackLeavesNothingToDo() throws SQLException {
    try (CenoteDataSource pool = pool(true)) {
      assertThat(
              callsOnReturnAfter(
                  pool,
                  connection -> {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    query(connection);
                    connection.commit();
                    connection.setAutoCommit(true);
                    connection.setReadOnly(false);
                  }))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(SessionChange.class)
  void aChangeIsUndoneByTheFewestCalls(SessionChange change) throws SQLException {
    try (CenoteDataSource pool = pool(true)) {
      assertThat(callsOnReturnAfter(pool, connection -> change.makeOrSkip(database, connection)))
          .containsExactlyElementsOf(change.undoing());
      assertThat(callsOnReturnAfter(pool, ReturnCallsTest::query)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(SessionChange.class)
  void withoutAutoCommitItIsUndoneByTheFewestCallsAfterTheRollback(SessionChange change)
      throws SQLException {
    try (CenoteDataSource pool = pool(false)) {
      assertThat(callsOnReturnAfter(pool, connection -> change.makeOrSkip(database, connection)))
          .containsExactlyElementsOf(undoingWithoutAutoCommit(change));
      assertThat(callsOnReturnAfter(pool, ReturnCallsTest::query)).containsExactly("rollback()");
    }
  }

  /** What lives on the server is put back in auto-commit, which is then switched off again. */
  private static List<String> undoingWithoutAutoCommit(SessionChange change) {
    List<String> calls = new ArrayList<>();
    switch (change) {
      case AUTO_COMMIT -> calls.add("setAutoCommit(false)");
      case OPEN_TRANSACTION -> calls.add("rollback()");
      case NETWORK_TIMEOUT -> {
        calls.addAll(change.undoing());
        calls.add("rollback()");
      }
      case WARNINGS -> calls.addAll(change.undoing()); // looking at them begins no transaction
      case HOLDABILITY, TYPE_MAP -> {
        calls.add("rollback()");
        calls.addAll(change.undoing());
      }
      case READ_ONLY, ISOLATION, CATALOG, SCHEMA, CLIENT_INFO -> {
        calls.add("rollback()");
        calls.add("setAutoCommit(true)");
        calls.addAll(change.undoing());
        calls.add("setAutoCommit(false)");
      }
    }
    return calls;
  }

  @Test
  void aWarningIsSeenByItsBorrowerAndNotByTheNext() throws SQLException {
    try (CenoteDataSource pool = pool(true)) {
      assertThat(
              callsOnReturnAfter(
                  pool,
                  connection -> {
                    fake.session(1).warn(new SQLWarning("mind the step"));
                    assertThat((Throwable) connection.getWarnings()).hasMessage("mind the step");
                  }))
          .containsExactly("clearWarnings()");
      try (Connection connection = pool.getConnection()) {
        assertThat((Throwable) connection.getWarnings()).isNull();
      }
    }
  }

  @Test
  void aWarningThatNobodyLookedAtIsNotShownToTheNext() throws SQLException {
    try (CenoteDataSource pool = pool(true)) {
      assertThat(
              callsOnReturnAfter(
                  pool, connection -> fake.session(1).warn(new SQLWarning("overlooked"))))
          .isEmpty();
      try (Connection connection = pool.getConnection()) {
        assertThat((Throwable) connection.getWarnings()).isNull();
      }
    }
  }

  @Test
  void statementsLeftOpenAreClosedBeforeTheTransactionEnds() throws SQLException {
    try (CenoteDataSource pool = pool(false)) {
      List<String> calls =
          callsOnReturnAfter(
              pool,
              connection -> {
                connection.prepareStatement("SELECT 1").executeQuery();
                connection.createStatement();
                connection.createStatement().close();
              });

      assertThat(calls).containsExactly("Statement.close()", "Statement.close()", "rollback()");
      assertThat(fake.session(1).openStatements()).isZero();
    }
  }

  @Test
  void theBorrowersNetworkTimeoutDoesNotGovernTheReset() throws SQLException {
    try (CenoteDataSource pool = pool(false)) {
      List<String> calls =
          callsOnReturnAfter(
              pool,
              connection -> {
                connection.setNetworkTimeout(Runnable::run, 1);
                connection.createStatement().execute("INSERT INTO t VALUES (1)");
              });

      assertThat(calls).containsExactly("setNetworkTimeout(0)", "Statement.close()", "rollback()");
    }
  }
}
