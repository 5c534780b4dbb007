package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that do not return, and the ways in which they end. */
@Timeout(60)
class HangTest {

  private final FakeDatabase database = FakeDatabase.create();
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = database.dataSource().getConnection();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aHangingCallEndsWithAnErrorWhenItsConnectionIsAborted() throws Exception {
    Fault hang = database.on("isValid").hang();
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    hang.awaitHit();
    assertThat(check.isRunning()).isTrue();

    connection.abort(Runnable::run);

    assertThat(check.failure()).hasFieldOrPropertyWithValue("SQLState", "08006");
  }

  @Test
  void aSlowCallTakesItsTimeAndThenDoesItsWork() throws Exception {
    database.on("isValid").lasting(Duration.ofMillis(20));
    long began = System.nanoTime();
    assertThat(connection.isValid(1)).isTrue();
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(20_000_000);
  }

  @Test
  void aSlowCallEndsWithAnErrorWhenItsConnectionIsKilled() throws Exception {
    Fault slow = database.on("isValid").lasting(Duration.ofHours(1));
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    slow.awaitHit();

    database.killAll();

    assertThat(check.failure()).hasFieldOrPropertyWithValue("SQLState", "08006");
  }

  @Test
  void aHangingCallEndsWithAnErrorWhenItsThreadIsInterrupted() throws Exception {
    Fault hang = database.on("connect").hang();
    Background<Boolean> flag =
        Background.call(() -> {
          try {
            database.dataSource().getConnection();
            throw new AssertionError("connected");
          } catch (SQLException e) {
            return Thread.currentThread().isInterrupted();
          }
        });
    hang.awaitHit();
    assertThat(database.openingConnections()).isEqualTo(1);

    flag.interrupt();

    assertThat(flag.result()).isTrue();
    assertThat(database.openingConnections()).isZero();
  }

  @Test
  void aHangingCallEndsWithAnErrorWhenTheServerKillsItsConnection() throws Exception {
    Fault hang = database.on("isValid").hang();
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    hang.awaitHit();

    database.killAll();

    assertThat(check.failure()).hasFieldOrPropertyWithValue("SQLState", "08006");
  }

  @Test
  void aStuckCallHeedsNeitherAbortNorInterrupt() throws Exception {
    Fault hang = database.on("isValid").hangEvenWhenAborted();
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    hang.awaitHit();

    connection.abort(Runnable::run);
    check.interrupt();
    assertThat(connection.isClosed()).isTrue();
    assertThat(check.isRunning()).isTrue();

    hang.lift();
    assertThat(check.result()).isFalse();
  }

  @Test
  void aStuckConnectThatIsLiftedBringsItsConnectionLate() throws Exception {
    Fault hang = database.on("connect").hangEvenWhenAborted();
    Background<Connection> late = Background.call(() -> database.dataSource().getConnection());
    hang.awaitHit();
    late.interrupt();
    assertThat(database.connectionsEver()).isEqualTo(1);

    hang.lift();

    try (Connection brought = late.result()) {
      assertThat(brought.isValid(1)).isTrue();
      assertThat(database.openConnections()).isEqualTo(2);
      assertThat(database.sessionOf(brought).number()).isEqualTo(2);
    }
  }

  @Test
  void closingTheDatabaseEndsEveryHangSoThatNoThreadIsLeft() throws Exception {
    Fault hang = database.on("isValid").hang();
    Fault stuck = database.on("close").hangEvenWhenAborted();
    Connection other = database.dataSource().getConnection();
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    Background<Boolean> close =
        Background.call(() -> {
          other.close();
          return true;
        });
    hang.awaitHit();
    stuck.awaitHit();

    database.close();

    assertThat(check.failure()).hasMessageContaining("database closed");
    assertThat(close.failure()).hasMessageContaining("database closed");
    check.assertThatItsThreadEnds();
    close.assertThatItsThreadEnds();
    connection.close();
    assertThat(database.session(1).isOpen()).isFalse();
  }

  @Test
  void aGateHoldsCallsUntilTheTestOpensIt() throws Exception {
    Gate gate = new Gate();
    database.on("rollback").waitFor(gate);
    connection.setAutoCommit(false);
    Background<Boolean> rollback =
        Background.call(() -> {
          connection.rollback();
          return true;
        });
    gate.awaitArrival();
    assertThat(rollback.isRunning()).isTrue();

    gate.open();

    assertThat(rollback.result()).isTrue();
    connection.rollback();
    assertThat(gate.arrivals()).isEqualTo(2);
    assertThat(gate.isOpen()).isTrue();
  }

  @Test
  void oneGateMayHoldSeveralCallSites() throws Exception {
    Gate gate = new Gate();
    database.on("connect").waitFor(gate);
    database.on("isValid").waitFor(gate);
    Background<Connection> opening = Background.call(() -> database.dataSource().getConnection());
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    gate.awaitArrivals(2);

    gate.open();

    assertThat(check.result()).isTrue();
    opening.result().close();
  }

  @Test
  void aHangingCloseKeepsTheConnectionOpenUntilItIsLifted() throws Exception {
    Fault hang = database.on("close").hang();
    Background<Boolean> close =
        Background.call(() -> {
          connection.close();
          return true;
        });
    hang.awaitHit();
    assertThat(database.openConnections()).isEqualTo(1);

    hang.lift();

    assertThat(close.result()).isTrue();
    assertThat(database.openConnections()).isZero();
  }
}
