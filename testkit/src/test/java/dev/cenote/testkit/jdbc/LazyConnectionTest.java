package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.ScopedDataSource;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a lazy connection has one of the pool's, by the calls that it makes. */
@Timeout(60)
class LazyConnectionTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();
  private final CenoteDataSource pool = Databases.poolOf(database).build();
  private final ScopedDataSource lazy = pool.lazy();

  @AfterEach
  void stopTheServer() {
    pool.close();
    database.close();
  }

  private boolean holds() {
    return pool.stats().leased() == 1;
  }

  private List<String> calls() {
    return fake.journal().texts();
  }

  private static void insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO t VALUES (1)");
    }
  }

  @Test
  void withoutAStatementNoConnectionIsTakenWhateverIsSet() throws SQLException {
    long acquired = pool.stats().acquired();
    fake.forgetCalls();

    try (Connection connection = lazy.getConnection()) {
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setSchema("s");
      connection.setAutoCommit(false);
      assertThat(connection.getAutoCommit()).isFalse();
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(connection.getSchema()).isEqualTo("s");
      assertThat((Throwable) connection.getWarnings()).isNull();
      connection.clearWarnings();
      assertThat(connection.getMetaData()).isNotNull();
      connection.commit();
      connection.rollback();
      connection.setAutoCommit(true);
      assertThat(connection.isClosed()).isFalse();
      assertThat(connection).hasToString("LazyConnection, idle");
    }

    assertThat(calls()).isEmpty();
    assertThat(pool.stats().acquired()).isEqualTo(acquired);
  }

  @Test
  void inAutoCommitItIsHeldWhileAStatementIsOpen() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      Statement first = connection.createStatement();
      assertThat(holds()).isTrue();
      ResultSet rows = first.executeQuery("SELECT 1");
      Statement second = connection.createStatement();
      rows.close();
      first.close();
      first.close();
      assertThat(holds()).isTrue();
      second.close();
      assertThat(holds()).isFalse();

      insert(connection);
      assertThat(holds()).isFalse();
    }
    assertThat(fake.committedStatements()).hasSize(1);
  }

  @Test
  void aTransactionHoldsItUntilItsEndAndCostsExactlyTheseCalls() throws SQLException {
    JustUsed.holds(() -> {
      try (CenoteDataSource fresh = Databases.poolOf(database).build();
          Connection connection = fresh.lazy().getConnection()) {
        int committed = fake.committedStatements().size();
        connection.setAutoCommit(false);
        fake.forgetCalls();
        insert(connection);
        assertThat(fresh.stats().leased()).isEqualTo(1);
        connection.commit();
        assertThat(fresh.stats().leased()).isZero();

        assertThat(calls())
            .containsExactly(
                "getAutoCommit()",
                "setAutoCommit(false)",
                "createStatement()",
                "executeUpdate(INSERT INTO t VALUES (1))",
                "Statement.close()",
                "commit()",
                "setAutoCommit(true)");
        insert(connection);
        connection.rollback();
        assertThat(fresh.stats().leased()).isZero();
        assertThat(fake.committedStatements()).hasSize(committed + 1);
      }
    });
  }

  @Test
  void closingRollsBackWhatIsOpen() throws SQLException {
    Connection connection = lazy.getConnection();
    connection.setAutoCommit(false);
    insert(connection);
    connection.close();
    connection.close();

    assertThat(holds()).isFalse();
    assertThat(fake.committedStatements()).isEmpty();
    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertThatThrownBy(connection::createStatement)
        .isInstanceOf(SQLException.class)
        .extracting(failure -> ((SQLException) failure).getSQLState())
        .isEqualTo("08003");
    assertThatThrownBy(() -> connection.setReadOnly(true)).isInstanceOf(SQLException.class);
    assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
  }

  @Test
  void aPreparedStatementOutlivesItsTransaction() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      connection.setAutoCommit(false);
      PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)");
      for (int i = 0; i < 3; i++) {
        insert.setInt(1, i);
        insert.executeUpdate();
        connection.commit();
        assertThat(holds()).isTrue();
      }
      insert.executeUpdate();
      insert.close();
      assertThat(holds()).as("a transaction is open").isTrue();
      connection.rollback();
      assertThat(holds()).isFalse();
    }
    assertThat(fake.committedStatements()).hasSize(3);
  }

  @Test
  void whatWasSetIsSetOnEachConnectionThatIsTaken() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      connection.setReadOnly(true);
      connection.setReadOnly(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      for (int i = 0; i < 2; i++) {
        fake.forgetCalls();
        insert(connection);
        assertThat(fake.journal().only("setReadOnly", "setTransactionIsolation").texts())
            .containsExactly(
                "setReadOnly(false)",
                "setTransactionIsolation(" + Connection.TRANSACTION_SERIALIZABLE + ")",
                "setTransactionIsolation(" + Connection.TRANSACTION_READ_COMMITTED + ")");
      }
    }
  }

  @Test
  void whatAFreshConnectionAnswersIsAskedOnce() throws SQLException {
    long acquired = pool.stats().acquired();
    for (int i = 0; i < 3; i++) {
      try (Connection connection = lazy.getConnection()) {
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
      }
    }
    assertThat(pool.stats().acquired() - acquired).isEqualTo(1);
  }

  @Test
  void switchingToAutoCommitCommitsAndGivesBack() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection);
      connection.setAutoCommit(true);
      assertThat(holds()).isFalse();
    }
    assertThat(fake.committedStatements()).hasSize(1);
  }

  @Test
  void whatLeadsBackToTheConnectionLeadsBackToTheLazyOne() throws SQLException {
    try (Connection connection = lazy.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(rows.getStatement()).isSameAs(statement);
      assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
      assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
      assertThat(connection.isWrapperFor(CenoteConnection.class)).isTrue();
    }
  }

  @Test
  void whatNobodyClosesHoldsItUntilTheTransactionEnds() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      connection.setAutoCommit(false);
      DatabaseMetaData metaData = connection.getMetaData();
      assertThat(holds()).isFalse();
      assertThat(metaData.getDatabaseProductName()).isNotNull();
      assertThat(holds()).isTrue();
      connection.commit();
      assertThat(holds()).isFalse();
      assertThat(metaData.getDatabaseProductName()).isNotNull();
      assertThat(holds()).isTrue();
    }
    assertThat(holds()).isFalse();
  }

  @Test
  void whatWasUnwrappedOrBegunBySqlHoldsItUntilClose() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      assertThat(connection.unwrap(CenoteConnection.class)).isNotNull();
      insert(connection);
      assertThat(holds()).isTrue();
    }
    assertThat(holds()).isFalse();
    try (Connection connection = lazy.getConnection()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("BEGIN");
      }
      assertThat(holds()).isTrue();
    }
    assertThat(holds()).isFalse();
  }

  @Test
  void aStatementThatCannotBeMadeHoldsNothing() throws SQLException {
    fake.on("createStatement").once().failing("42000");
    try (Connection connection = lazy.getConnection()) {
      assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
      assertThat(holds()).isFalse();
      insert(connection);
    }
  }

  @Test
  void whatCannotBeSetIsToldByTheFirstStatementAndHoldsNothing() throws SQLException {
    fake.on("setTransactionIsolation").once().failing("42000");
    try (Connection connection = lazy.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
      assertThat(holds()).isFalse();
    }
  }

  @Test
  void aDriverThatRefusesTheHintOfReadOnlyFailsNoStatement() throws SQLException {
    fake.on("setReadOnly").once().failing("42000");
    try (Connection connection = lazy.getConnection()) {
      connection.setReadOnly(true);
      insert(connection);
    }
    assertThat(fake.committedStatements()).hasSize(1);
  }

  @Test
  void thatThereIsNoConnectionIsToldByTheFirstStatement() throws SQLException {
    try (CenoteDataSource hasty =
            Databases.poolOf(database).acquireTimeout(Duration.ofMillis(200)).build();
        Connection held = hasty.getConnection();
        Connection connection = hasty.lazy().getConnection()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(connection::createStatement)
          .isInstanceOf(SQLTransientConnectionException.class);
    }
  }

  @Test
  void afterARollbackThatFailsTheNextStatementTakesAnother() throws SQLException {
    fake.on("rollback").onlyConnection(1).always().failing("08006");
    try (Connection connection = lazy.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection);
      assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
      assertThat(holds()).isFalse();

      insert(connection);
      connection.commit();
    }
    assertThat(fake.committedStatements()).hasSize(1);
    Stage.eventually(() -> assertThat(fake.session(1).isOpen()).isFalse());
  }

  @Test
  void aCommitThatFailsKeepsItForTheRollback() throws SQLException {
    fake.on("commit").once().failing("40001");
    try (Connection connection = lazy.getConnection()) {
      connection.setAutoCommit(false);
      insert(connection);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
      assertThat(holds()).isTrue();
      connection.rollback();
      assertThat(holds()).isFalse();
    }
  }

  @Test
  void anAbortEndsTheConnectionThatIsHeld() throws SQLException {
    Connection connection = lazy.getConnection();
    connection.createStatement();
    connection.abort(Runnable::run);

    assertThat(connection.isClosed()).isTrue();
    assertThat(holds()).isFalse();
    Stage.eventually(() -> assertThat(fake.session(1).isOpen()).isFalse());
  }

  @Test
  void functionsWorkOnTheViewToo() throws SQLException {
    lazy.useTransaction(LazyConnectionTest::insert);
    int none = lazy.inTransaction(connection -> 0);

    assertThat(none).isZero();
    assertThat(fake.committedStatements()).hasSize(1);
    assertThat(holds()).isFalse();
  }

  @Test
  void theViewLeadsToThePoolAndNeedsNoClosing() throws SQLException {
    assertThat(lazy.lazy()).isSameAs(lazy);
    assertThat(lazy.unwrap(CenoteDataSource.class)).isSameAs(pool);
    assertThat(lazy.isWrapperFor(CenoteDataSource.class)).isTrue();
    assertThat(lazy.unwrap(ScopedDataSource.class)).isSameAs(lazy);
    assertThat(lazy.toString()).startsWith("lazy view of CenoteDataSource");
    try (Connection connection = lazy.getConnection("somebody", "else")) {
      assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aShardingKeyIsRefused() throws SQLException {
    try (Connection connection = lazy.getConnection()) {
      assertThatThrownBy(() -> connection.setShardingKey(null))
          .isInstanceOf(SQLFeatureNotSupportedException.class);
    }
  }

  @Test
  void thePoolsOwnAutoCommitIsWhereItBegins() throws SQLException {
    try (CenoteDataSource off = Databases.poolOf(database).autoCommit(false).build();
        Connection connection = off.lazy().getConnection()) {
      assertThat(connection.getAutoCommit()).isFalse();
      insert(connection);
      assertThat(off.stats().leased()).isEqualTo(1);
      connection.commit();
      assertThat(off.stats().leased()).isZero();
    }
  }
}
