package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a driver throws at a borrower, besides an SQLException, and what becomes of it. */
@Timeout(60)
class ThrownAtBorrowerTest {

  private interface Use {
    void of(Connection connection) throws SQLException;
  }

  /** One call at least of every kind of handle, through generated code and through our own. */
  private static final Map<String, Use> USES =
      Map.ofEntries(
          Map.entry("nativeSQL", connection -> connection.nativeSQL("SELECT 1")),
          Map.entry("getAutoCommit", Connection::getAutoCommit),
          Map.entry("setAutoCommit", connection -> connection.setAutoCommit(false)),
          Map.entry("setReadOnly", connection -> connection.setReadOnly(true)),
          Map.entry("setClientInfo", connection -> connection.setClientInfo("a", "b")),
          Map.entry("isValid", connection -> connection.isValid(1)),
          Map.entry("isClosed", Connection::isClosed),
          Map.entry("unwrap", connection -> connection.unwrap(Runnable.class)),
          Map.entry("createStatement", Connection::createStatement),
          Map.entry("executeQuery", connection -> query(connection)),
          Map.entry("ResultSet.next", connection -> query(connection).next()),
          Map.entry("ResultSet.close", connection -> query(connection).close()),
          Map.entry("Statement.close", connection -> connection.createStatement().close()),
          Map.entry(
              "executeBatch", connection -> connection.prepareStatement("SELECT 1").executeBatch()),
          Map.entry(
              "getMoreResults", connection -> connection.prepareCall("CALL p()").getMoreResults()),
          Map.entry("DatabaseMetaData.getURL", connection -> connection.getMetaData().getURL()));

  private static final List<Supplier<Error>> ERRORS =
      List.of(
          () -> new StackOverflowError("fake"),
          () -> new OutOfMemoryError("fake"),
          () -> new NoClassDefFoundError("fake"),
          () -> new AssertionError("fake"));

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  private static ResultSet query(Connection connection) throws SQLException {
    return connection.createStatement().executeQuery("SELECT 1");
  }

  static Stream<Arguments> everyErrorOfEveryKindOfCall() {
    return USES.keySet().stream()
        .sorted()
        .flatMap(site -> ERRORS.stream().map(e -> Arguments.of(site, e.get().toString(), e)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyErrorOfEveryKindOfCall")
  void anErrorRetiresTheConnectionWhenItComesBack(String site, String shown, Supplier<Error> error)
      throws SQLException {
    Error thrown = error.get();
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection connection = pool.getConnection()) {
        fake.on(site).once().throwing(() -> thrown);
        assertThatThrownBy(() -> USES.get(site).of(connection)).as(shown).isSameAs(thrown);
      }
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(pool.stats().retired()).containsExactly(Map.entry(RetireReason.BROKEN, 1L));
      assertThat(fake.session(1).isAborted()).as("left without another word").isTrue();
      assertThat(fake.calls("rollback")).isZero();
    }
  }

  @Test
  void anErrorCastsNoSuspicionOnOtherConnections() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).poolSize(2).build()) {
      Connection other = pool.getConnection();
      try (Connection connection = pool.getConnection()) {
        fake.on("nativeSQL").once().throwing(() -> new StackOverflowError("fake"));
        assertThatThrownBy(() -> connection.nativeSQL("")).isInstanceOf(Error.class);
      }
      fake.forgetCalls();
      other.close();
      pool.getConnection().close();
      assertThat(fake.calls("isValid")).isZero();
    }
  }

  @Test
  void aMethodThatTheDriverIsTooOldForCostsNoConnection() throws SQLException {
    AbstractMethodError unknown = new AbstractMethodError("fake");
    unknown.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("dev.cenote.delegate.DelegatingConnection", "getSchema", null, 1)
        });
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection connection = pool.getConnection()) {
        fake.on("getSchema").throwing(() -> unknown);
        assertThatThrownBy(connection::getSchema).isSameAs(unknown);
      }
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sites")
  void aRuntimeExceptionCostsNoConnection(String site) throws SQLException {
    RuntimeException thrown = new NullPointerException("fake");
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      Connection connection = pool.getConnection();
      fake.on(site).once().throwing(() -> thrown);
      assertThatThrownBy(() -> USES.get(site).of(connection)).isSameAs(thrown);
      connection.close();
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(1);
      }
    }
  }

  static Stream<String> sites() {
    return USES.keySet().stream().sorted();
  }

  @Test
  void aRuntimeExceptionThatIsCausedByALostConnectionProvesItDead() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection connection = pool.getConnection()) {
        fake.on("nativeSQL")
            .once()
            .throwing(() -> new IllegalStateException("fake", new SQLException("gone", "08006")));
        assertThatThrownBy(() -> connection.nativeSQL("")).hasMessage("fake");
      }
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(pool.stats().retired()).containsExactly(Map.entry(RetireReason.BROKEN, 1L));
    }
  }
}
