package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every database can do exactly what it says it can: each claim is tried on the real driver. */
class CapabilityTest {

  /** Who has not finished one insert by then waits for the other's lock, for a long time. */
  private static final Duration WAIT_FOR_A_LOCK = Duration.ofSeconds(3);

  private static final AtomicLong TABLE_COUNT = new AtomicLong();

  static Stream<Arguments> databases() {
    return Stream.of(
        named("PostgreSQL", PostgresRequired::database),
        named("H2", H2Database::named),
        named("H2 unnamed", H2Database::unnamed),
        named("SQLite", SqliteDatabase::inMemory),
        named("SQLite file", SqliteDatabase::inFile),
        named("MariaDB", MariaDbRequired::byMariaDb),
        named("MariaDB by MySQL's driver", MariaDbRequired::byMysql),
        named("HSQLDB", HsqldbDatabase::create),
        named("Derby", DerbyDatabase::create),
        named("Fake", FakeTestDatabase::create));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void everyDatabaseCanDoExactlyWhatItClaims(String name, Supplier<TestDatabase> opener)
      throws SQLException {
    try (TestDatabase database = opener.get()) {
      Set<Capability> seen = new TreeSet<>();
      for (Capability capability : Capability.values()) {
        if (isSeen(capability, database)) {
          seen.add(capability);
        }
      }

      assertThat(database.name()).isEqualTo(name);
      assertThat(seen).isEqualTo(new TreeSet<>(database.capabilities()));
    }
  }

  private static boolean isSeen(Capability capability, TestDatabase database) throws SQLException {
    return switch (capability) {
      case PASSWORD -> succeeds(() -> assertRefused(database));
      case SERVER_VIEW -> works(database, CapabilityTest::looksAndKills);
      case TABLES -> works(database, connection -> insertAndCount(connection, connection));
      case SHARED_ROWS -> worksWithTwo(database, CapabilityTest::insertAndCount);
      case CONCURRENT_WRITERS -> worksWithTwo(database, CapabilityTest::writeTogether);
      case ABORT -> works(database, CapabilityTest::abort);
      case NETWORK_TIMEOUT -> works(database, CapabilityTest::setNetworkTimeout);
      case READ_ONLY -> works(database, CapabilityTest::refusesChangeWhenReadOnly);
      case FIXED_IN_TRANSACTION -> works(database, CapabilityTest::refusesReadOnlyInTransaction);
      case STRICT_ROLLBACK -> works(database, CapabilityTest::refusesRollbackInAutoCommit);
      case SCHEMA -> works(database, CapabilityTest::changeSchema);
      case CATALOG -> works(database, CapabilityTest::changeCatalog);
      case CLIENT_INFO -> works(database, CapabilityTest::setClientInfo);
      case HOLDABILITY -> works(database, CapabilityTest::setHoldability);
      case CLOSED_ROWS -> works(database, CapabilityTest::closesRows);
      case BEGIN_BY_SQL -> works(database, CapabilityTest::beginBySql);
      case AUTO_COMMIT_BY_SQL -> works(database, CapabilityTest::switchAutoCommitBySql);
    };
  }

  private static void assertRefused(TestDatabase database) throws SQLException {
    String wrong = "not the password";
    assertThat(database.password()).isNotEqualTo(wrong);
    database.connect().close();
    assertThatThrownBy(() -> database.connect(wrong))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState(), STRING)
        .startsWith("28");
  }

  private static void looksAndKills(TestDatabase database, Connection connection)
      throws SQLException {
    assertThat(database.inTransaction(connection)).isFalse();
    String table = newTable(connection);
    connection.setAutoCommit(false);
    execute(connection, "INSERT INTO " + table + " VALUES (1)");
    assertThat(database.inTransaction(connection)).isTrue();
    connection.rollback();
    assertThat(database.inTransaction(connection)).isFalse();
    database.kill(connection);
    assertThat(connection.isValid(5)).isFalse();
  }

  /** A table of one whole number; returns its name, another each time. */
  private static String newTable(Connection connection) throws SQLException {
    String name = "table_" + TABLE_COUNT.incrementAndGet();
    execute(connection, "CREATE TABLE " + name + " (id INT)");
    return name;
  }

  private static void insertAndCount(Connection writer, Connection reader) throws SQLException {
    String table = newTable(writer);
    execute(writer, "INSERT INTO " + table + " VALUES (7)");
    execute(writer, "INSERT INTO " + table + " VALUES (8)");
    try (Statement statement = reader.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*), max(id) FROM " + table)) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
      assertThat(rows.getInt(2)).isEqualTo(8);
    }
  }

  private static void writeTogether(Connection first, Connection second) throws SQLException {
    String table = newTable(first);
    insertAndCount(first, first);
    if (second.getMetaData().getDatabaseProductName().equals("SQLite")) {
      execute(second, "PRAGMA busy_timeout = 0"); // it would wait three seconds to say no
    }
    first.setAutoCommit(false);
    second.setAutoCommit(false);
    execute(first, "INSERT INTO " + table + " VALUES (1)");
    Background<Boolean> writer =
        Background.call(() -> {
          execute(second, "INSERT INTO " + table + " VALUES (2)");
          return true;
        });
    try {
      assertThat(writer.endsWithin(WAIT_FOR_A_LOCK)).isTrue();
      assertThat(writer.result()).isTrue();
    } catch (Exception refused) {
      throw new SQLException(refused);
    } finally {
      first.rollback(); // lets the second go on, if it waits
      boolean unused = writer.endsWithin(Stage.PATIENCE);
      second.rollback();
    }
  }

  private static void abort(TestDatabase database, Connection connection) throws SQLException {
    connection.abort(Runnable::run);
    assertThat(connection.isClosed()).isTrue();
  }

  private static void setNetworkTimeout(TestDatabase database, Connection connection)
      throws SQLException {
    connection.setNetworkTimeout(Runnable::run, 12_345);
    assertThat(connection.getNetworkTimeout()).isEqualTo(12_345);
  }

  private static void refusesChangeWhenReadOnly(TestDatabase database, Connection connection)
      throws SQLException {
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    assertThat(succeeds(() -> execute(connection, "CREATE TABLE forbidden (id INT)"))).isFalse();
    connection.rollback();
    connection.setReadOnly(false);
    execute(connection, "CREATE TABLE allowed (id INT)");
  }

  private static void refusesReadOnlyInTransaction(TestDatabase database, Connection connection)
      throws SQLException {
    connection.setReadOnly(true);
    connection.setReadOnly(false);
    connection.setAutoCommit(false);
    execute(connection, database.query());
    assertThat(succeeds(() -> connection.setReadOnly(true))).isFalse();
    connection.rollback();
  }

  private static void refusesRollbackInAutoCommit(TestDatabase database, Connection connection) {
    assertThat(succeeds(connection::rollback)).isFalse();
  }

  private static void changeSchema(TestDatabase database, Connection connection)
      throws SQLException {
    execute(connection, "CREATE SCHEMA \"other\"");
    connection.setSchema("other");
    assertThat(connection.getSchema()).isEqualTo("other");
  }

  private static void changeCatalog(TestDatabase database, Connection connection)
      throws SQLException {
    String present = connection.getCatalog();
    String other = "elsewhere";
    try (ResultSet catalogs = connection.getMetaData().getCatalogs()) {
      while (catalogs.next()) {
        other = catalogs.getString(1).equals(present) ? other : catalogs.getString(1);
      }
    } catch (SQLFeatureNotSupportedException e) {
      // a driver that describes nothing takes any
    }
    connection.setCatalog(other);
    assertThat(connection.getCatalog()).isEqualTo(other).isNotEqualTo(present);
  }

  private static void closesRows(TestDatabase database, Connection connection) throws SQLException {
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery(database.query());
    statement.close();
    assertThat(rows.isClosed()).isTrue();
  }

  private static void beginBySql(TestDatabase database, Connection connection) throws SQLException {
    for (String begin : database.beginnings()) {
      execute(connection, begin);
      execute(connection, "ROLLBACK");
    }
  }

  private static void switchAutoCommitBySql(TestDatabase database, Connection connection)
      throws SQLException {
    String table = newTable(connection);
    execute(connection, database.autoCommitOff());
    execute(connection, "INSERT INTO " + table + " VALUES (1)");
    execute(connection, "ROLLBACK");
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM " + table)) {
      assertThat(rows.next()).isFalse();
    }
  }

  private static void setClientInfo(TestDatabase database, Connection connection)
      throws SQLException {
    connection.setClientInfo("ApplicationName", "capability");
    assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("capability");
  }

  private static void setHoldability(TestDatabase database, Connection connection)
      throws SQLException {
    for (int holdability :
        new int[] {ResultSet.HOLD_CURSORS_OVER_COMMIT, ResultSet.CLOSE_CURSORS_AT_COMMIT}) {
      connection.setHoldability(holdability);
      assertThat(connection.getHoldability()).isEqualTo(holdability);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean works(TestDatabase database, OneConnection trial) throws SQLException {
    try (Connection connection = database.connect()) {
      boolean works = succeeds(() -> trial.on(database, connection));
      boolean unused = succeeds(connection::rollback); // or Derby would not close it
      return works;
    }
  }

  private static boolean works(TestDatabase database, PlainConnection trial) throws SQLException {
    return works(database, (sameDatabase, connection) -> trial.on(connection));
  }

  private static boolean worksWithTwo(TestDatabase database, TwoConnections trial)
      throws SQLException {
    try (Connection first = database.connect();
        Connection second = database.connect()) {
      return succeeds(() -> trial.on(first, second));
    }
  }

  private static boolean succeeds(Trial trial) {
    try {
      trial.run();
      return true;
    } catch (SQLException | UnsupportedOperationException | AssertionError e) {
      return false;
    }
  }

  private static Arguments named(String name, Supplier<TestDatabase> opener) {
    return Arguments.of(name, opener);
  }

  private interface Trial {
    void run() throws SQLException;
  }

  private interface OneConnection {
    void on(TestDatabase database, Connection connection) throws SQLException;
  }

  private interface PlainConnection {
    void on(Connection connection) throws SQLException;
  }

  private interface TwoConnections {
    void on(Connection first, Connection second) throws SQLException;
  }
}
