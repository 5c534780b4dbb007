package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A return that goes wrong costs a connection, and neither a slot nor the next borrower's peace.
 */
class FailedReturnTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  static Stream<Arguments> failuresOfCalls() {
    Stream<Supplier<Throwable>> failures =
        Stream.of(
            () -> new SQLException("no", "XX000"),
            () -> new SQLException("gone", "08006"),
            () -> new IllegalStateException("a defect of the driver"),
            () -> new AssertionError("worse"),
            () -> new StackOverflowError("deep"));
    return failures.flatMap(failure ->
        Stream.of(
                "rollback",
                "setNetworkTimeout",
                "Statement.close",
                "setReadOnly",
                "setAutoCommit",
                "clearWarnings")
            .map(call -> Arguments.of(call, failure)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failuresOfCalls")
  void aConnectionThatCannotBeResetIsDestroyed(String call, Supplier<Throwable> failure)
      throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      connection.setNetworkTimeout(Runnable::run, 5);
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.createStatement().executeQuery("SELECT 1");
      fake.on(call).onlyConnection(1).once().throwing(failure);

      connection.close();

      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
        assertThat(next.getAutoCommit()).isTrue();
        assertThat(next.isReadOnly()).isFalse();
      }
      assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
      Stage.eventually(() -> assertThat(fake.openConnections()).isEqualTo(1));
    }
  }

  @Test
  void aRollbackThatNeverReturnsDoesNotHoldUpTheNextBorrower() throws Exception {
    try (CenoteDataSource pool =
        Databases.poolOf(database).autoCommit(false).resetTimeout(Duration.ofSeconds(1)).build()) {
      Connection connection = pool.getConnection();
      execute(connection);
      Fault fault = fake.on("rollback").onlyConnection(1).once().hangEvenWhenAborted();
      CompletableFuture<Void> closing =
          CompletableFuture.runAsync(() -> {
            try {
              connection.close();
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
          });

      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
        execute(next);
      }
      assertThat(closing).isNotDone();
      assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_TIMED_OUT, 1L);

      fake.liftFaults();
      closing.get();
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(fault).isNotNull();
    }
    fake.takeViolations(); // the hanging thread was inside when the connection was aborted
  }

  @Test
  void aStatementOfARetiredConnectionDoesNotReachTheDriverAnyMore() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      Statement statement = connection.createStatement();
      fake.session(1).kill();
      assertThatThrownBy(() -> statement.executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
      connection.close();
      // Also the question whether the abort has closed it: only then is nobody in the driver.
      Stage.eventually(() -> assertThat(pool.stats().closing()).isZero());
      assertThat(fake.session(1).isOpen()).isFalse();
      fake.forgetCalls();

      statement.close();

      assertThat(fake.journal().onConnection(1).texts()).isEmpty();
      assertThat(statement.isClosed()).isTrue();
    }
  }

  @Test
  void underThePolicyNoneAConnectionInsideATransactionIsNotLentAgain() throws SQLException {
    try (CenoteDataSource pool =
        Databases.poolOf(database).resetOnReturn(ResetOnReturn.NONE).build()) {
      Connection connection = pool.getConnection();
      connection.setAutoCommit(false);
      execute(connection);
      fake.forgetCalls();
      connection.close();

      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(fake.journal().onConnection(1).only("rollback", "commit").texts()).isEmpty();
    }
  }

  @Test
  void underThePolicyCommitTheWorkIsDurable() throws SQLException {
    try (CenoteDataSource pool =
        Databases.poolOf(database).resetOnReturn(ResetOnReturn.COMMIT).build()) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        execute(connection);
      }
      assertThat(fake.committedStatements()).containsExactly("INSERT INTO t VALUES (1)");
    }
  }

  private static void execute(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO t VALUES (1)");
    }
  }
}
