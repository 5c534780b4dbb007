package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A transaction begun by SQL where the driver does not tell that one is open: whichever of JDBC's
 * many ways the text took.
 */
@Timeout(60)
class BegunBySqlTest {

  /** One way of sending a text to the database. */
  enum Way {
    EXECUTE {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          boolean unused = statement.execute(sql);
        }
      }
    },
    EXECUTE_UPDATE {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          statement.executeUpdate(sql);
        }
      }
    },
    EXECUTE_LARGE_UPDATE {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          statement.executeLargeUpdate(sql);
        }
      }
    },
    EXECUTE_WITH_KEYS {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          boolean unused = statement.execute(sql, Statement.RETURN_GENERATED_KEYS);
        }
      }
    },
    UPDATE_WITHOUT_KEYS {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          statement.executeUpdate(sql, Statement.NO_GENERATED_KEYS);
        }
      }
    },
    BATCH {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
          statement.addBatch(sql);
          statement.executeBatch();
        }
      }
    },
    PREPARED {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
          boolean unused = statement.execute();
        }
      }
    },
    PREPARED_WITH_KEYS {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement =
            connection.prepareStatement(sql, Statement.NO_GENERATED_KEYS)) {
          boolean unused = statement.execute();
        }
      }
    },
    PREPARED_SCROLLING {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement =
            connection.prepareStatement(
                sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
          boolean unused = statement.execute();
        }
      }
    },
    CALL {
      @Override
      void send(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareCall(sql)) {
          boolean unused = statement.execute();
        }
      }
    };

    abstract void send(Connection connection, String sql) throws SQLException;
  }

  static Stream<Arguments> everyWayOnEveryDatabase() {
    return Stream.of("H2", "SQLite")
        .flatMap(database -> Stream.of(Way.values()).map(way -> Arguments.of(database, way)));
  }

  @ParameterizedTest
  @MethodSource("everyWayOnEveryDatabase")
  void isGoneForTheNext(String name, Way way) throws SQLException {
    try (TestDatabase database =
            name.equals("H2") ? H2Database.named() : SqliteDatabase.inMemory();
        CenoteDataSource pool = poolOn(database)) {
      try (Connection connection = pool.getConnection()) {
        Way.EXECUTE.send(connection, "CREATE TABLE numbers (n INTEGER)");
      }
      try (Connection connection = pool.getConnection()) {
        try {
          way.send(connection, "BEGIN");
        } catch (SQLFeatureNotSupportedException e) {
          Assumptions.abort(name + " has no such way");
        } catch (SQLException refused) {
          Assumptions.abort(name + " refuses it: " + refused.getMessage());
        }
        Way.EXECUTE.send(connection, "INSERT INTO numbers VALUES (1)");
      }
      assertNothingIsLeft(pool);
    }
  }

  private static void assertNothingIsLeft(CenoteDataSource pool) throws SQLException {
    try (Connection next = pool.getConnection();
        Statement statement = next.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM numbers")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).as("rows").isZero();
      assertThat(next.getAutoCommit()).isTrue();
    }
    Stage.assertFullCapacity(pool);
  }

  @Test
  void isGoneThoughItsEndWasPreparedToo() throws SQLException {
    try (TestDatabase database = SqliteDatabase.inMemory();
        CenoteDataSource pool = poolOn(database)) {
      try (Connection connection = pool.getConnection()) {
        Way.EXECUTE.send(connection, "CREATE TABLE numbers (n INTEGER)");
      }
      try (Connection connection = pool.getConnection();
          PreparedStatement begin = connection.prepareStatement("BEGIN");
          PreparedStatement unused = connection.prepareStatement("COMMIT")) {
        assertThat(begin.execute()).isFalse();
        Way.EXECUTE.send(connection, "INSERT INTO numbers VALUES (1)");
        assertThat(unused.isClosed()).isFalse();
      }
      assertNothingIsLeft(pool);
    }
  }

  private static CenoteDataSource poolOn(TestDatabase database) {
    var settings = CenoteDataSource.builder().url(database.jdbcUrl()).poolSize(1).maxOverflow(0);
    String username = database.username();
    String password = database.password();
    if (username != null && password != null) {
      settings.username(username).password(password);
    }
    return settings.build();
  }
}
