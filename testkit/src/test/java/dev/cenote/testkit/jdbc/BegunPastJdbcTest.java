package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.Capability;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a borrower did to the session past JDBC. */
class BegunPastJdbcTest {

  static Stream<Named<Supplier<TestDatabase>>> databases() {
    return Databases.all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void aBeginSentAsSqlLeavesNoTransactionBehind(Supplier<TestDatabase> opener) throws SQLException {
    try (TestDatabase database = opener.get();
        CenoteDataSource pool = Databases.poolOf(database).build()) {
      Assumptions.assumeTrue(
          database.can(Capability.BEGIN_BY_SQL),
          () -> database.name() + ": " + database.lack(Capability.BEGIN_BY_SQL));
      try (Connection connection = pool.getConnection()) {
        execute(connection, "BEGIN");
        execute(connection, "SELECT 1");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        execute(connection, "BEGIN"); // which fails, or warns, inside a transaction
        execute(connection, "COMMIT");
        assertThat((Throwable) connection.getWarnings()).isNull();
      }
      assertThat(pool.stats().created()).as("connections opened").isEqualTo(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
