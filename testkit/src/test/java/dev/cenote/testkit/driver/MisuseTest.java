package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the fake holds against a pool. */
@Timeout(60)
class MisuseTest {

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
  void aCallOnAClosedConnectionIsAMisuse() throws SQLException {
    connection.close();

    assertThatThrownBy(() -> connection.getAutoCommit())
        .hasFieldOrPropertyWithValue("SQLState", "08003");

    assertThat(database.takeViolations())
        .singleElement()
        .asString()
        .contains("#1", "getAutoCommit after close", "MisuseTest");
  }

  @Test
  void aStatementOfAClosedConnectionCountsToo() throws SQLException {
    Statement statement = connection.createStatement();
    connection.close();

    assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
    assertThat(database.takeViolations()).hasSize(1);
  }

  @Test
  void askingOrClosingAClosedConnectionIsAllowedAndCounted() throws SQLException {
    connection.close();
    connection.close();

    assertThat(connection.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    connection.abort(Runnable::run);
    assertThat(database.session(1).closeCalls()).isEqualTo(2);
    assertThat(database.violations()).isEmpty();
  }

  @Test
  void aCallThatComesAfterAnAbortFailsButIsNoMisuse() throws SQLException {
    connection.abort(Runnable::run);

    assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThat(database.violations()).isEmpty();
  }

  @Test
  void twoThreadsInOneConnectionAreAMisuse() throws Exception {
    Gate gate = new Gate();
    database.on("executeQuery").waitFor(gate);
    Statement statement = connection.createStatement();
    Background<Boolean> query = Background.call(() -> statement.executeQuery("SELECT 1").next());
    gate.awaitArrival();

    connection.setAutoCommit(false);

    assertThat(database.takeViolations())
        .singleElement()
        .asString()
        .contains("setAutoCommit by", "while background is in executeQuery");
    gate.open();
    assertThat(query.result()).isTrue();
  }

  @Test
  void abortCancelAndQuestionsMayComeFromAnotherThread() throws Exception {
    Fault hang = database.on("executeQuery").hang();
    Statement statement = connection.createStatement();
    Background<Boolean> query = Background.call(() -> statement.executeQuery("SELECT 1").next());
    hang.awaitHit();

    statement.cancel();
    assertThat(connection.isClosed()).isFalse();
    assertThat(connection.getNetworkTimeout()).isZero();
    connection.abort(Runnable::run);
    connection.close();

    assertThat(query.failure()).isInstanceOf(SQLException.class);
    assertThat(database.violations()).isEmpty();
  }

  @Test
  void closingUnderAnotherThreadWithoutAnAbortIsAMisuse() throws Exception {
    Fault hang = database.on("executeQuery").hang();
    Statement statement = connection.createStatement();
    Background<Boolean> query = Background.call(() -> statement.executeQuery("SELECT 1").next());
    hang.awaitHit();

    connection.close();

    assertThat(query.failure()).isInstanceOf(SQLException.class);
    assertThat(database.takeViolations()).hasSize(1);
  }

  @Test
  void differentConnectionsMayBeUsedAtOnce() throws Exception {
    Gate gate = new Gate();
    database.on("isValid").waitFor(gate);
    Background<Boolean> check = Background.call(() -> connection.isValid(1));
    gate.awaitArrival();

    try (Connection other = database.dataSource().getConnection()) {
      other.setAutoCommit(false);
    }

    gate.open();
    assertThat(check.result()).isTrue();
    assertThat(database.violations()).isEmpty();
  }

  @Test
  void closingTheDatabaseFailsWhenThereWereMisuses() throws SQLException {
    FakeDatabase misused = FakeDatabase.create();
    Connection closed = misused.dataSource().getConnection();
    closed.close();
    assertThatThrownBy(closed::commit).isInstanceOf(SQLException.class);

    assertThatThrownBy(misused::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("commit after close");
  }
}
