package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * Nothing that one borrower changed by JDBC is seen by the next, on the same connection: every
 * property on every database, however the borrower's transaction ended. What a database does not
 * have is skipped with the reason.
 */
@Timeout(60)
class StateMatrixTest {

  /** How a borrower ends what the change was made in. */
  enum Ending {
    IN_AUTO_COMMIT,
    LEFT_OPEN,
    COMMITTED,
    ROLLED_BACK;

    void begin(Connection connection) throws SQLException {
      connection.setAutoCommit(this == IN_AUTO_COMMIT);
    }

    void end(TestDatabase database, Connection connection) throws SQLException {
      query(database, connection);
      if (this == COMMITTED && !connection.getAutoCommit()) {
        connection.commit();
      } else if (this == ROLLED_BACK && !connection.getAutoCommit()) {
        connection.rollback();
      }
    }
  }

  static Stream<Arguments> everyChangeOnEveryDatabase() {
    return Databases.all().stream()
        .flatMap(database ->
            Stream.of(SessionChange.values())
                .flatMap(change ->
                    Stream.of(Ending.values())
                        .filter(ending -> leavesNoRows(change, ending))
                        .map(ending -> Arguments.of(database, change, ending))));
  }

  /** Rows that were committed are there to stay. */
  private static boolean leavesNoRows(SessionChange change, Ending ending) {
    return change != SessionChange.OPEN_TRANSACTION || ending != Ending.COMMITTED;
  }

  static Stream<Named<Supplier<TestDatabase>>> databases() {
    return Databases.all().stream();
  }

  /** Twice: the second time the pool knows already what was there before. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("everyChangeOnEveryDatabase")
  void theNextBorrowerSeesWhatTheFirstOneFound(
      Supplier<TestDatabase> opener, SessionChange change, Ending ending) throws SQLException {
    try (TestDatabase database = opener.get();
        CenoteDataSource pool = Databases.poolOf(database).build()) {
      createTable(pool);
      for (int time = 1; time <= 2; time++) {
        Object found;
        try (Connection connection = pool.getConnection()) {
          found = change.seen(database, connection);
        }
        try (Connection connection = pool.getConnection()) {
          ending.begin(connection);
          change.makeOrSkip(database, connection);
          ending.end(database, connection);
        }
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.getAutoCommit()).isTrue();
          assertThat(change.seen(database, connection)).as("seen by the next").isEqualTo(found);
        }
      }
      assertThat(pool.stats().created()).as("cleaned, not replaced").isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void allChangesAtOnceAreUndone(Supplier<TestDatabase> opener) throws SQLException {
    try (TestDatabase database = opener.get();
        CenoteDataSource pool = Databases.poolOf(database).autoCommit(false).build()) {
      createTable(pool);
      Map<SessionChange, Object> found;
      try (Connection connection = pool.getConnection()) {
        found = allSeen(database, connection);
      }
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(true);
        for (SessionChange change : SessionChange.values()) {
          if (change != SessionChange.OPEN_TRANSACTION) { // which some of the others forbid
            makeIfPossible(change, database, connection);
          }
        }
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(allSeen(database, connection)).isEqualTo(found);
      }
      assertThat(pool.stats().created()).as("cleaned, not replaced").isEqualTo(1);
    }
  }

  private static Map<SessionChange, Object> allSeen(TestDatabase database, Connection connection)
      throws SQLException {
    Map<SessionChange, Object> all = new EnumMap<>(SessionChange.class);
    for (SessionChange change : SessionChange.values()) {
      all.put(change, String.valueOf(change.seen(database, connection)));
    }
    return all;
  }

  private static void makeIfPossible(
      SessionChange change, TestDatabase database, Connection connection) throws SQLException {
    try {
      change.makeOrSkip(database, connection);
    } catch (TestAbortedException notOnThisDatabase) {
      System.out.println(notOnThisDatabase.getMessage());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void aStatementLeftOpenIsClosedForTheDriverToo(Supplier<TestDatabase> opener)
      throws SQLException {
    try (TestDatabase database = opener.get();
        CenoteDataSource pool = Databases.poolOf(database).build()) {
      createTable(pool);
      Connection connection = pool.getConnection();
      Statement statement = connection.createStatement();
      ResultSet rows = statement.executeQuery("SELECT n FROM " + SessionChange.TABLE);
      Statement atDriver = (Statement) statement.unwrap(classOfStatements(database));
      assertThat(atDriver.isClosed()).isFalse();

      connection.close();

      assertThat(atDriver.isClosed()).isTrue();
      assertThat(statement.isClosed()).isTrue();
      assertThat(rows.isClosed()).isTrue();
      try (Connection next = pool.getConnection()) {
        query(database, next);
      }
      assertThat(pool.stats().created()).as("cleaned, not replaced").isEqualTo(1);
    }
  }

  private static Class<?> classOfStatements(TestDatabase database) throws SQLException {
    try (Connection direct = database.connect();
        Statement statement = direct.createStatement()) {
      return statement.getClass();
    }
  }

  private static void createTable(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE " + SessionChange.TABLE + " (n INTEGER)");
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }

  /** Something harmless that needs a transaction and no table. */
  private static void query(TestDatabase database, Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(database.query())) {
      assertThat(rows.next()).isTrue();
    }
  }
}
