package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection that is closed when it comes back, with a borrower's work open on it. */
@Timeout(60)
class RetiredWithOpenWorkTest {

  /** How the borrower began. */
  enum Begun {
    BY_JDBC {
      @Override
      void on(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
      }
    },
    BY_SQL {
      @Override
      void on(Connection connection) throws SQLException {
        execute(connection, "BEGIN");
      }
    };

    abstract void on(Connection connection) throws SQLException;
  }

  static Stream<Arguments> everyWayOnEveryDatabase() {
    return Databases.all().stream()
        .flatMap(database ->
            Stream.of(Begun.values())
                .flatMap(begun ->
                    Stream.of(ResetOnReturn.COMMIT, ResetOnReturn.ROLLBACK)
                        .map(policy -> Arguments.of(database, begun, policy))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("everyWayOnEveryDatabase")
  void itsWorkEndsAsThePolicySays(Supplier<TestDatabase> opener, Begun begun, ResetOnReturn policy)
      throws SQLException {
    try (TestDatabase database = opener.get()) {
      Assumptions.assumeTrue(
          database.can(Capability.TABLES) && database.can(Capability.SHARED_ROWS),
          () -> database.name() + " keeps no rows for others to see");
      Assumptions.assumeTrue(
          begun == Begun.BY_JDBC || database.can(Capability.BEGIN_BY_SQL),
          () -> database.name() + ": " + database.lack(Capability.BEGIN_BY_SQL));
      try (CenoteDataSource pool = Databases.poolOf(database).resetOnReturn(policy).build()) {
        try (Connection connection = pool.getConnection()) {
          execute(connection, "CREATE TABLE open_work (n INTEGER)");
        }
        try (Connection connection = pool.getConnection()) {
          begun.on(connection);
          execute(connection, "INSERT INTO open_work VALUES (1)");
          pool.invalidateAll();
        }
        try (Connection next = pool.getConnection()) {
          assertThat(rows(next)).isEqualTo(policy == ResetOnReturn.COMMIT ? 1 : 0);
          execute(next, "DROP TABLE open_work");
        }
        assertThat(pool.stats().created()).isEqualTo(2);
      }
    }
  }

  private static int rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM open_work")) {
      assertThat(rows.next()).isTrue();
      return rows.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
