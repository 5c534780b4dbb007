package dev.cenote.testkit.jdbc;

import static dev.cenote.testkit.contract.Numbers.execute;
import static dev.cenote.testkit.contract.Numbers.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.ScopedDataSource;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions with connections, and lazy connections, on real databases. */
@Timeout(120)
class ScopesOnDatabasesTest {

  static List<Named<Supplier<TestDatabase>>> databases() {
    return Databases.few();
  }

  private static CenoteDataSource poolWithTable(TestDatabase database) throws SQLException {
    CenoteDataSource pool = Databases.poolOf(database).build();
    pool.useConnection(
        connection -> execute(connection, "CREATE TABLE cenote_numbers (n INTEGER)"));
    return pool;
  }

  private static int sum(ScopedDataSource pool) throws SQLException {
    return pool.withConnection(connection -> {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT SUM(n) FROM cenote_numbers")) {
        rows.next();
        return rows.getInt(1);
      }
    });
  }

  @ParameterizedTest
  @MethodSource("databases")
  void whatIsDoneInATransactionIsThereOrIsNot(Supplier<TestDatabase> open) throws SQLException {
    try (TestDatabase database = open.get();
        CenoteDataSource pool = poolWithTable(database)) {
      for (ScopedDataSource each : List.of(pool, pool.lazy())) {
        int before = sum(pool);
        each.useTransaction(connection -> insert(connection, 1));
        assertThatThrownBy(() ->
                each.useTransaction(connection -> {
                  insert(connection, 100);
                  throw new IllegalStateException("ours");
                }))
            .isInstanceOf(IllegalStateException.class)
            .hasNoSuppressedExceptions();
        each.useConnection(connection -> {
          connection.setAutoCommit(false);
          insert(connection, 100);
        });
        each.useConnection(connection -> insert(connection, 2));

        assertThat(sum(pool) - before).isEqualTo(3);
        assertThat(pool.stats().leased()).isZero();
      }
      assertThat(pool.stats().created()).as("nothing was broken").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aTransactionThatTheDatabaseHasEndedIsRolledBack(Supplier<TestDatabase> open)
      throws SQLException {
    try (TestDatabase database = open.get();
        CenoteDataSource pool = poolWithTable(database)) {
      assertThatThrownBy(() ->
              pool.useTransaction(connection -> {
                insert(connection, 1);
                execute(connection, "SELECT nonsense FROM nowhere");
              }))
          .isInstanceOf(SQLException.class)
          .hasNoSuppressedExceptions();

      assertThat(sum(pool)).isZero();
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void twoLazyConnectionsShareOneWhileTheirTransactionsAlternate(Supplier<TestDatabase> open)
      throws SQLException {
    try (TestDatabase database = open.get();
        CenoteDataSource pool = poolWithTable(database); // of one connection
        Connection first = pool.lazy().getConnection();
        Connection second = pool.lazy().getConnection()) {
      first.setAutoCommit(false);
      first.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      for (int i = 0; i < 3; i++) {
        insert(first, 1);
        assertThat(first.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        first.commit();
        insert(second, 1);
        try (PreparedStatement query =
                second.prepareStatement("SELECT SUM(n) FROM cenote_numbers");
            ResultSet rows = query.executeQuery()) {
          rows.next();
          assertThat(rows.getInt(1)).isEqualTo(2 * (i + 1));
          assertThat(second.getTransactionIsolation())
              .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
      }
      assertThat(pool.stats().leased()).isZero();
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aResultSetThatClosesItsStatementGivesBack(Supplier<TestDatabase> open) throws SQLException {
    try (TestDatabase database = open.get();
        CenoteDataSource pool = poolWithTable(database);
        Connection connection = pool.lazy().getConnection()) {
      Statement statement = connection.createStatement();
      statement.closeOnCompletion();
      ResultSet rows = statement.executeQuery("SELECT n FROM cenote_numbers");
      assertThat(pool.stats().leased()).isEqualTo(1);
      rows.close();
      assertThat(pool.stats().leased()).isZero();
      assertThat(statement.isClosed()).isTrue();
    }
  }
}
