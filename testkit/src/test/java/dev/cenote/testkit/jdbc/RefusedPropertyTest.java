package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.ClientInfoStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Drivers that do not know a property, however they say it, work without it. */
@Timeout(60)
class RefusedPropertyTest {

  private interface Use {
    void of(Connection connection) throws SQLException;
  }

  /** A property: how it is set. The driver refuses to read it, too, or only that. */
  private static final Map<String, Use> PROPERTIES =
      Map.of(
          "NetworkTimeout", connection -> connection.setNetworkTimeout(Runnable::run, 77),
          "Catalog", connection -> connection.setCatalog("other"),
          "Schema", connection -> connection.setSchema("other"),
          "Holdability",
              connection -> connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT),
          "TypeMap", connection -> connection.setTypeMap(Map.of()),
          "ClientInfo", connection -> connection.setClientInfo("ApplicationName", "other"));

  private static final List<Supplier<Throwable>> REFUSALS =
      List.of(
          () -> new SQLFeatureNotSupportedException("fake"),
          () -> new SQLException("fake", "0A000"),
          () -> new SQLException("fake", "HYC00"),
          () -> new UnsupportedOperationException("fake"),
          RefusedPropertyTest::unknownMethod);

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  /** What the JVM throws, at the caller, for a method that an old driver does not have. */
  private static Error unknownMethod() {
    AbstractMethodError unknown = new AbstractMethodError("fake");
    unknown.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("dev.cenote.physical.SessionProperty", "write", null, 1)
        });
    return unknown;
  }

  static Stream<Arguments> everyRefusalOfEveryProperty() {
    return PROPERTIES.keySet().stream()
        .sorted()
        .flatMap(property ->
            REFUSALS.stream().map(how -> Arguments.of(property, how.get().toString(), how)));
  }

  @Test
  void aNameOfClientInfoThatWasRefusedIsNotPutBackWithAnother() throws SQLException {
    Map<String, ClientInfoStatus> failed =
        Map.of("Refused", ClientInfoStatus.REASON_UNKNOWN_PROPERTY);
    fake.on("setClientInfo").times(2).throwing(() -> new SQLClientInfoException(failed));
    Properties several = new Properties();
    several.setProperty("Refused", "mine");
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection connection = pool.getConnection()) {
        assertThatThrownBy(() -> connection.setClientInfo("Refused", "mine"))
            .isInstanceOf(SQLClientInfoException.class);
        assertThatThrownBy(() -> connection.setClientInfo(several))
            .isInstanceOf(SQLClientInfoException.class);
        connection.setClientInfo("ApplicationName", "mine");
        fake.forgetCalls();
      }
      assertThat(fake.journal().texts())
          .anySatisfy(call -> assertThat(call).contains("ApplicationName"))
          .noneSatisfy(call -> assertThat(call).contains("Refused"));
    }
  }

  @Test
  void aDriverThatDoesNotSayWhichNamesItRefusedIsTheOneWhoIsHeard() throws SQLException {
    SQLClientInfoException refused = new SQLClientInfoException(); // of no name
    fake.on("setClientInfo").once().throwing(() -> refused);
    try (CenoteDataSource pool = Databases.poolOf(database).build();
        Connection connection = pool.getConnection()) {
      assertThatThrownBy(() -> connection.setClientInfo(new Properties())).isSameAs(refused);
    }
  }

  @Test
  void aDriverThatDoesNotSayWhichNamesItRefusedCostsNoConnection() throws SQLException {
    fake.on("setClientInfo").throwing(SQLClientInfoException::new);
    Properties several = new Properties();
    several.setProperty("ApplicationName", "mine");
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      for (int time = 1; time <= 2; time++) {
        try (Connection connection = pool.getConnection()) {
          assertThatThrownBy(() -> connection.setClientInfo(several))
              .isInstanceOf(SQLClientInfoException.class);
        }
      }
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyRefusalOfEveryProperty")
  void refusingAPropertyCostsNoConnectionAndNoCall(
      String property, String shown, Supplier<Throwable> refusal) throws SQLException {
    fake.on("set" + property).throwing(refusal);
    fake.on("get" + property).throwing(refusal);
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      for (int time = 1; time <= 2; time++) {
        try (Connection connection = pool.getConnection()) {
          assertThatThrownBy(() -> PROPERTIES.get(property).of(connection)).hasMessage("fake");
          connection.createStatement().close();
          fake.forgetCalls();
        }
        assertThat(fake.journal().texts()).as(shown).isEmpty();
      }
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @Test
  void theWholeLifeOfAConnectionNeedsNoNetworkTimeout() throws SQLException {
    fake.on("setNetworkTimeout").throwing(() -> new SQLFeatureNotSupportedException("fake"));
    fake.on("getNetworkTimeout").throwing(() -> new SQLFeatureNotSupportedException("fake"));
    try (CenoteDataSource pool = Databases.poolOf(database).autoCommit(false).build()) {
      for (int time = 1; time <= 2; time++) {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          connection.setReadOnly(true);
          assertThat(statement.execute("SELECT 1")).isTrue();
        }
      }
      assertThat(pool.stats().created()).isEqualTo(1);
      pool.invalidateAll();
      pool.getConnection().close();
    }
    assertThat(fake.calls("setNetworkTimeout")).isZero();
  }

  @Test
  void aPropertyThatCanBeSetAndNotBeReadIsNotPassedOn() throws SQLException {
    fake.on("getSchema").times(1).throwing(() -> new SQLFeatureNotSupportedException("fake"));
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection connection = pool.getConnection()) {
        connection.setSchema("other");
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(fake.sessionOf(connection).schema()).isEqualTo("public");
        assertThat(fake.sessionOf(connection).number()).as("replaced").isEqualTo(2);
      }
    }
  }
}
