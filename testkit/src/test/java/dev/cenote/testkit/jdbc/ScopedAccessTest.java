package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.ScopedDataSource;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** withConnection, useConnection, inTransaction and useTransaction, by the calls that they make. */
@Timeout(60)
class ScopedAccessTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();
  private final CenoteDataSource pool = Databases.poolOf(database).build();

  @AfterEach
  void stopTheServer() {
    pool.close();
    database.close();
  }

  private static int insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO t VALUES (1)");
    }
  }

  private void nothingIsHeld() {
    assertThat(pool.stats().leased()).isZero();
  }

  @Test
  void aConnectionIsLentForTheLengthOfTheFunction() throws SQLException {
    AtomicReference<Connection> kept = new AtomicReference<>();

    int updated =
        pool.withConnection(connection -> {
          kept.set(connection);
          assertThat(pool.stats().leased()).isEqualTo(1);
          return insert(connection);
        });
    pool.useConnection(ScopedAccessTest::insert);

    assertThat(updated).isEqualTo(1);
    assertThat(kept.get().isClosed()).isTrue();
    nothingIsHeld();
    assertThat(fake.committedStatements()).hasSize(2);
    assertThat(fake.journal().only("setAutoCommit", "commit", "rollback").methods()).isEmpty();
  }

  @Test
  void whatTheFunctionThrowsComesOutByItsOwnType() {
    assertThatThrownBy(() -> pool.useConnection(connection -> readFile()))
        .isInstanceOf(IOException.class);
    nothingIsHeld();
    try {
      pool.inTransaction(connection -> readFile());
    } catch (IOException ours) { // caught by its type: the compiler is the test
      assertThat(ours).hasMessage("no such file");
    } catch (SQLException databases) {
      throw new AssertionError(databases);
    }
    assertThatThrownBy(() ->
            pool.useTransaction(connection -> {
              throw new AssertionError("ours");
            }))
        .isInstanceOf(AssertionError.class);
    nothingIsHeld();
  }

  private static int readFile() throws IOException {
    throw new IOException("no such file");
  }

  @Test
  void aTransactionIsCommittedByExactlyTheseCalls() throws SQLException {
    JustUsed.holds(() -> {
      try (CenoteDataSource fresh = Databases.poolOf(database).build()) {
        fake.forgetCalls();

        int updated = fresh.inTransaction(ScopedAccessTest::insert);

        assertThat(updated).isEqualTo(1);
        assertThat(fake.journal().texts())
            .containsExactly(
                "getAutoCommit()",
                "setAutoCommit(false)",
                "createStatement()",
                "executeUpdate(INSERT INTO t VALUES (1))",
                "Statement.close()",
                "commit()",
                "setAutoCommit(true)");
        assertThat(fresh.stats().leased()).isZero();
      }
    });
  }

  @Test
  void whateverIsThrownRollsBackOnceAndPutsAutoCommitBack() {
    for (Throwable thrown :
        new Throwable[] {
          new IOException("1"), new SQLException("2"), new RuntimeException("3"), new Error("4")
        }) {
      fake.forgetCalls();

      assertThatThrownBy(() ->
              pool.useTransaction(connection -> {
                insert(connection);
                sneak(thrown);
              }))
          .isSameAs(thrown)
          .satisfies(same -> assertThat(same.getSuppressed()).isEmpty());

      assertThat(fake.journal().only("setAutoCommit", "commit", "rollback").texts())
          .containsExactly("setAutoCommit(false)", "rollback()", "setAutoCommit(true)");
    }
    assertThat(fake.committedStatements()).isEmpty();
    nothingIsHeld();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> void sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }

  @Test
  void aRollbackThatFailsTooIsSuppressedAndCostsTheConnection() {
    fake.on("rollback").always().failing("08006");

    assertThatThrownBy(() ->
            pool.useTransaction(connection -> {
              insert(connection);
              throw new IllegalStateException("ours");
            }))
        .isInstanceOf(IllegalStateException.class)
        .satisfies(ours ->
            assertThat(ours.getSuppressed()).singleElement().isInstanceOf(SQLException.class));

    nothingIsHeld();
    Stage.eventually(() -> assertThat(fake.session(1).isOpen()).isFalse());
  }

  @Test
  void aFailedCommitIsThrownAndRolledBack() {
    fake.on("commit").once().failing("40001");
    fake.forgetCalls();

    assertThatThrownBy(() -> pool.useTransaction(ScopedAccessTest::insert))
        .isInstanceOf(SQLException.class)
        .extracting(failure -> ((SQLException) failure).getSQLState())
        .isEqualTo("40001");

    assertThat(fake.journal().only("setAutoCommit", "commit", "rollback").texts())
        .containsExactly("setAutoCommit(false)", "commit()", "rollback()", "setAutoCommit(true)");
    assertThat(fake.committedStatements()).isEmpty();
    nothingIsHeld();
  }

  @ParameterizedTest
  @EnumSource(ResetOnReturn.class)
  void whatFailedIsNotCommittedWhateverAReturnDoes(ResetOnReturn reset) {
    try (CenoteDataSource other = Databases.poolOf(database).resetOnReturn(reset).build()) {
      assertThatThrownBy(() ->
              other.useTransaction(connection -> {
                insert(connection);
                throw new IllegalStateException("ours");
              }))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(fake.committedStatements()).isEmpty();
  }

  @Test
  void whatCouldNotBeRolledBackIsNotCommittedByTheReturnEither() {
    try (CenoteDataSource other =
        Databases.poolOf(database).resetOnReturn(ResetOnReturn.COMMIT).build()) {
      for (ScopedDataSource each : List.of(other, other.lazy())) {
        fake.on("rollback").once().failing("40001");
        assertThatThrownBy(() ->
                each.useTransaction(connection -> {
                  insert(connection);
                  throw new IllegalStateException("ours");
                }))
            .isInstanceOf(IllegalStateException.class);
      }
    }
    assertThat(fake.committedStatements()).isEmpty();
  }

  @Test
  void aRollbackThatIsRefusedInAutoCommitDecidesNothingForLater() throws SQLException {
    try (CenoteDataSource other =
        Databases.poolOf(database).resetOnReturn(ResetOnReturn.COMMIT).build()) {
      fake.on("rollback").once().failing("25000");
      try (Connection connection = other.getConnection()) {
        assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
        connection.setAutoCommit(false);
        insert(connection);
      }
      assertThat(fake.committedStatements()).hasSize(1);
    }
  }

  @Test
  void aRollbackThatIsRefusedAfterASavepointWasDecidesNothingEither() throws SQLException {
    try (CenoteDataSource other =
        Databases.poolOf(database).resetOnReturn(ResetOnReturn.COMMIT).build()) {
      fake.on("setSavepoint").once().failing("25000");
      fake.on("rollback").once().failing("25000");
      try (Connection connection = other.getConnection()) {
        assertThatThrownBy(connection::setSavepoint).isInstanceOf(SQLException.class);
        assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
        connection.setAutoCommit(false);
        insert(connection);
      }
      assertThat(fake.committedStatements()).hasSize(1);
    }
  }

  @Test
  void whatWasBegunUnseenAndCouldNotBeRolledBackIsNotCommittedEither() throws SQLException {
    try (CenoteDataSource other =
        Databases.poolOf(database).resetOnReturn(ResetOnReturn.COMMIT).build()) {
      fake.on("setAutoCommit").once().throwingAfterwards(() -> new SQLException("late", "40001"));
      fake.on("rollback").once().failing("40001");
      try (Connection connection = other.getConnection()) {
        assertThatThrownBy(() -> connection.setAutoCommit(false)).isInstanceOf(SQLException.class);
        insert(connection);
        assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
      }
      assertThat(fake.committedStatements()).isEmpty();
    }
  }

  @Test
  void aTransactionThatCannotBeginRunsNothing() {
    fake.on("setAutoCommit").once().failing("08006");

    assertThatThrownBy(() ->
            pool.useTransaction(connection -> {
              throw new AssertionError("must not run");
            }))
        .isInstanceOf(SQLException.class);

    nothingIsHeld();
  }

  @Test
  void whereAutoCommitIsOffAnywayItIsLeftAlone() throws SQLException {
    try (CenoteDataSource off = Databases.poolOf(database).autoCommit(false).build()) {
      fake.forgetCalls();
      off.useTransaction(ScopedAccessTest::insert);

      assertThat(fake.journal().only("setAutoCommit", "commit", "rollback").texts())
          .containsExactly("commit()");
    }
  }

  @Test
  void anInnerTransactionIsOneOnAConnectionOfItsOwn() {
    try (CenoteDataSource one =
        Databases.poolOf(database).acquireTimeout(Duration.ofMillis(200)).build()) {
      assertThatThrownBy(
              () -> one.useTransaction(outer -> one.useTransaction(ScopedAccessTest::insert)))
          .isInstanceOf(SQLTransientConnectionException.class);
      assertThat(one.stats().leased()).isZero();
    }
  }
}
