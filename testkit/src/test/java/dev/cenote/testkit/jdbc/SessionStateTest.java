package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing that one borrower changed by JDBC is seen by the next: every property, every database.
 */
class SessionStateTest {

  static Stream<Arguments> changesOnDatabases() {
    return Databases.all().stream()
        .flatMap(database ->
            Stream.of(SessionChange.values()).map(change -> Arguments.of(database, change)));
  }

  static Stream<Named<Supplier<TestDatabase>>> databases() {
    return Databases.all().stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("changesOnDatabases")
  void theNextBorrowerSeesWhatTheFirstOneFound(Supplier<TestDatabase> opener, SessionChange change)
      throws SQLException {
    try (TestDatabase database = opener.get()) {
      assumeTrue(change.isPossibleOn(database), () -> "not on " + database.name());
      try (CenoteDataSource pool = Databases.poolOf(database).build()) {
        Object found;
        try (Connection connection = pool.getConnection()) {
          found = change.seen(connection);
        }
        try (Connection connection = pool.getConnection()) {
          change.makeOn(database, connection);
          assertThat(change.seen(connection)).as("after the change").isNotEqualTo(found);
        }
        try (Connection connection = pool.getConnection()) {
          assertThat(change.seen(connection)).as("seen by the next").isEqualTo(found);
        }
        assertThat(pool.stats().created()).as("connections opened").isEqualTo(1);
      }
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("changesOnDatabases")
  void aChangeInsideATransactionLeftOpenIsUndoneToo(
      Supplier<TestDatabase> opener, SessionChange change) throws SQLException {
    try (TestDatabase database = opener.get()) {
      assumeTrue(change.isPossibleOn(database), () -> "not on " + database.name());
      try (CenoteDataSource pool = Databases.poolOf(database).build()) {
        Object found;
        try (Connection connection = pool.getConnection()) {
          found = change.seen(connection);
        }
        try (Connection connection = pool.getConnection()) {
          connection.setAutoCommit(false);
          change.makeOn(database, connection);
          execute(connection, "SELECT 1");
        }
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.getAutoCommit()).isTrue();
          assertThat(change.seen(connection)).isEqualTo(found);
        }
        assertThat(pool.stats().created()).as("connections opened").isEqualTo(1);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void allChangesAtOnceAreUndone(Supplier<TestDatabase> opener) throws SQLException {
    try (TestDatabase database = opener.get();
        CenoteDataSource pool = Databases.poolOf(database).autoCommit(false).build()) {
      Object[] found = new Object[SessionChange.values().length];
      try (Connection connection = pool.getConnection()) {
        for (SessionChange change : SessionChange.values()) {
          found[change.ordinal()] = change.seen(connection);
        }
      }
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(true);
        for (SessionChange change : SessionChange.values()) {
          if (change != SessionChange.AUTO_COMMIT && change.isPossibleOn(database)) {
            change.makeOn(database, connection);
          }
        }
      }
      try (Connection connection = pool.getConnection()) {
        for (SessionChange change : SessionChange.values()) {
          assertThat(change.seen(connection)).as("%s", change).isEqualTo(found[change.ordinal()]);
        }
      }
      assertThat(pool.stats().created()).as("connections opened").isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void aBeginSentAsSqlLeavesNoTransactionBehind(Supplier<TestDatabase> opener) throws SQLException {
    try (TestDatabase database = opener.get();
        CenoteDataSource pool = Databases.poolOf(database).build()) {
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
