package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.acceptance.EventLog;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.database.H2Database;
import dev.cenote.testkit.database.SqliteDatabase;
import dev.cenote.testkit.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The orders of events, as they are known from SQLAlchemy's pool. A pool of one connection: the
 * next borrower waits until the last connection has been closed, so nothing is told out of turn.
 */
@Timeout(60)
class EventOrderTest {

  private final EventLog log = new EventLog();
  private TestDatabase database;
  private CenoteDataSource pool;

  static List<Named<Supplier<TestDatabase>>> databases() {
    return List.of(
        Named.of("Fake", FakeTestDatabase::create),
        Named.of("H2", H2Database::named),
        Named.of("SQLite", SqliteDatabase::inMemory),
        Named.of("PostgreSQL", Databases::postgres));
  }

  private CenoteDataSourceBuilder open(Supplier<TestDatabase> made) {
    database = made.get();
    return Databases.poolOf(database).prefill(false).onStart(OnStart.START_ANYWAY);
  }

  private void openWithListener(Supplier<TestDatabase> made) throws SQLException {
    pool = open(made).connectionListener(log.listener()).build();
    borrow().close();
    log.assertTold("connected", "checkedOut", "reset", "checkedIn");
  }

  private CenoteConnection borrow() throws SQLException {
    return pool.getConnection().unwrap(CenoteConnection.class);
  }

  @AfterEach
  void closeAll() {
    if (pool != null) {
      pool.close();
    }
    if (database != null) {
      database.close();
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aNewConnectionIsFirstConnectConnectCheckout(Supplier<TestDatabase> made)
      throws SQLException {
    pool = open(made).customizer(log.customizer()).build();
    assertThat(log.events()).isEmpty();

    try (Connection connection = pool.getConnection()) {
      assertThat(connection.isClosed()).isFalse();
      log.assertTold("onFirstConnect", "onConnect", "onCheckout");
    }
    log.assertTold("onReset", "onCheckin");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void customizersComeBeforeListeners(Supplier<TestDatabase> made) throws SQLException {
    pool = open(made).connectionListener(log.listener()).customizer(log.customizer()).build();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.isClosed()).isFalse();
      log.assertTold("onFirstConnect", "onConnect", "connected", "onCheckout", "checkedOut");
    }
    log.assertTold("onReset", "reset", "onCheckin", "checkedIn");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aReturnIsResetCheckin(Supplier<TestDatabase> made) throws SQLException {
    openWithListener(made);
    CenoteConnection connection = borrow();
    log.assertTold("checkedOut");

    connection.close();
    connection.close();

    assertThat(log.events()).containsExactly("reset", "checkedIn");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aSoftInvalidationIsResetCheckinCloseAndThenConnectCheckout(Supplier<TestDatabase> made)
      throws SQLException {
    openWithListener(made);
    CenoteConnection connection = borrow();
    log.assertTold("checkedOut");
    connection.invalidateOnClose();
    connection.close();

    borrow().close();

    log.assertTold(
        "softInvalidated",
        "reset",
        "checkedIn",
        "closed",
        "connected",
        "checkedOut",
        "reset",
        "checkedIn");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aHardInvalidationIsInvalidateCloseCheckin(Supplier<TestDatabase> made) throws SQLException {
    openWithListener(made);
    CenoteConnection connection = borrow();
    log.assertTold("checkedOut");

    connection.invalidate(null);

    log.assertTold("invalidated", "closed", "checkedIn");
    connection.close();
    assertThat(log.events()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDetachedConnectionIsDetachResetCloseDetached(Supplier<TestDatabase> made)
      throws SQLException {
    openWithListener(made);
    CenoteConnection connection = borrow();
    log.assertTold("checkedOut");
    connection.detach();
    connection.close();

    assertThat(log.events()).containsExactly("detached", "reset", "closeDetached");
    assertThat(log.resets()).allMatch(state -> state.detached());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void theEndOfThePoolIsCloseAndNothingElse(Supplier<TestDatabase> made) throws SQLException {
    openWithListener(made);

    pool.close();

    log.assertTold("closed");
  }
}
