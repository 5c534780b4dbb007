package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The server's side: who gets in, who is thrown out, what was counted and written down. */
class FakeDatabaseTest {

  private final FakeDatabase database = FakeDatabase.create();
  private final DataSource dataSource = database.dataSource();

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everyConnectionIsCounted() throws SQLException {
    Connection first = dataSource.getConnection();
    Connection second = dataSource.getConnection();
    first.close();
    second.abort(Runnable::run);
    Connection third = dataSource.getConnection();

    assertThat(database.openConnections()).isEqualTo(1);
    assertThat(database.connectionsEver()).isEqualTo(3);
    assertThat(database.peakOpen()).isEqualTo(2);
    assertThat(database.peakOpenOrOpening()).isEqualTo(2);
    assertThat(database.openSessions()).containsExactly(database.sessionOf(third));
  }

  @Test
  void aConnectionUnderWayCountsAsOpening() throws Exception {
    Fault hang = database.on("connect").hang();
    Background<Connection> opening = Background.call(dataSource::getConnection);
    hang.awaitHit();

    assertThat(database.openingConnections()).isEqualTo(1);
    assertThat(database.openConnections()).isZero();
    assertThat(database.peakOpenOrOpening()).isEqualTo(1);
    assertThat(database.peakOpen()).isZero();

    hang.lift();
    opening.result().close();
    assertThat(database.peakOpen()).isEqualTo(1);
  }

  @Test
  void aRefusingServerRefusesUntilItAccepts() throws SQLException {
    SQLException failure = new SQLException("no", "57P03");
    database.refuse(failure);
    assertThatThrownBy(dataSource::getConnection).isSameAs(failure);

    database.refuse(() -> new SQLException("still no", "57P03"));
    assertThatThrownBy(dataSource::getConnection).hasMessage("still no");

    database.accept();
    dataSource.getConnection().close();
    assertThat(database.connectionsEver()).isEqualTo(1);
    assertThat(database.calls("connect")).isEqualTo(3);
  }

  @Test
  void aWrongPasswordIsRefused() throws SQLException {
    database.settings().login("app", "secret");

    assertThatThrownBy(() -> dataSource.getConnection("app", "wrong"))
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
        .hasFieldOrPropertyWithValue("SQLState", "28P01");
    assertThatThrownBy(dataSource::getConnection)
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class);
    dataSource.getConnection("app", "secret").close();
    assertThat(database.journal().toString()).contains("connect(app)").doesNotContain("secret");
  }

  @Test
  void aFullServerRefusesUntilOneLeavesOrDies() throws SQLException {
    database.settings().maxConnections(2);
    Connection first = dataSource.getConnection();
    Connection second = dataSource.getConnection();

    assertThatThrownBy(dataSource::getConnection).hasFieldOrPropertyWithValue("SQLState", "53300");

    first.close();
    database.kill(second);
    dataSource.getConnection().close();
    dataSource.getConnection().close();
  }

  @Test
  void noMoreGetInThanThereIsRoomForThoughManyComeAtOnce() throws Exception {
    database.settings().maxConnections(1);
    CyclicBarrier together = new CyclicBarrier(4);
    for (int round = 0; round < 300; round++) {
      List<Background<Throwable>> callers =
          Stream.generate(() ->
                  Background.call(() -> {
                    together.await();
                    return catchThrowable(dataSource::getConnection);
                  }))
              .limit(4)
              .toList();
      int in = 0;
      for (Background<Throwable> caller : callers) {
        in += caller.result() == null ? 1 : 0;
      }
      assertThat(in).isEqualTo(1);
      database.openSessions().forEach(FakeSession::kill);
    }
  }

  @Test
  void whoIsAboutToGetInWhenTheServerStopsIsOutToo() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    for (int round = 0; round < 300; round++) {
      Background<Throwable> caller =
          Background.call(() -> {
            together.await();
            return catchThrowable(dataSource::getConnection);
          });
      together.await();
      database.stop();
      Throwable refused = caller.result();
      assertThat(refused == null || refused instanceof SQLException).isTrue();
      assertThat(database.openSessions()).allMatch(FakeSession::isKilled);
      database.accept();
    }
  }

  @Test
  void aKilledConnectionSaysSoOnceAndIsThenBroken() throws SQLException {
    Connection connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    Statement statement = connection.createStatement();
    database.kill(connection);

    assertThat(connection.isValid(1)).isFalse();
    assertThat(connection.isClosed()).isFalse();
    assertThat(connection.getAutoCommit()).isFalse();
    assertThatThrownBy(() -> statement.execute("SELECT 1"))
        .hasFieldOrPropertyWithValue("SQLState", "57P01");
    assertThatThrownBy(connection::rollback).hasFieldOrPropertyWithValue("SQLState", "08006");

    connection.close();
    assertThat(database.openConnections()).isZero();
  }

  @Test
  void noChangeOfAKilledConnectionIsCommitted() throws SQLException {
    Connection connection = dataSource.getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT 1");
    }
    database.kill(connection);

    assertThatThrownBy(() -> connection.setAutoCommit(true))
        .hasFieldOrPropertyWithValue("SQLState", "57P01");
    assertThat(database.committedStatements()).isEmpty();
  }

  @Test
  void aRestartKillsAllAndWelcomesNewOnes() throws SQLException {
    Connection before = dataSource.getConnection();
    database.restart();

    assertThat(before.isValid(1)).isFalse();
    try (Connection after = dataSource.getConnection()) {
      assertThat(after.isValid(1)).isTrue();
    }
  }

  @Test
  void aStoppedServerRefusesConnections() {
    database.stop();

    assertThatThrownBy(dataSource::getConnection).hasFieldOrPropertyWithValue("SQLState", "08001");
  }

  @Test
  void aClosedDatabaseRefusesConnections() {
    database.close();

    assertThatThrownBy(dataSource::getConnection).hasMessageContaining("closed");
  }

  @Test
  void theJournalTellsTheExactCalls() throws SQLException {
    try (Connection first = dataSource.getConnection();
        Connection second = dataSource.getConnection()) {
      first.setAutoCommit(false);
      second.setReadOnly(true);
      first.setNetworkTimeout(Runnable::run, 5);
      first.prepareStatement("SELECT 1").executeQuery().next();
      first.rollback();
    }

    assertThat(database.journal().onConnection(1).without("Statement.close").texts())
        .containsExactly(
            "connect(null)",
            "setAutoCommit(false)",
            "setNetworkTimeout(5)",
            "prepareStatement(SELECT 1)",
            "executeQuery()",
            "ResultSet.next()",
            "rollback()",
            "close()");
    assertThat(database.journal().only("setReadOnly", "rollback").methods())
        .containsExactly("setReadOnly", "rollback");
    assertThat(database.journal().calls())
        .allSatisfy(
            call -> assertThat(call.threadName()).isEqualTo(Thread.currentThread().getName()))
        .extracting(DriverCall::order)
        .isSorted();
    assertThat(database.calls("close")).isEqualTo(2);
    assertThat(database.calls("commit")).isZero();
  }

  @Test
  void callsCanBeForgottenOrNotKeptAtAll() throws SQLException {
    Connection connection = dataSource.getConnection();
    database.forgetCalls();
    connection.setAutoCommit(false);
    assertThat(database.journal().methods()).containsExactly("setAutoCommit");

    database.keepNoJournal();
    connection.rollback();
    assertThat(database.calls("rollback")).isEqualTo(1);
    assertThatThrownBy(database::journal).isInstanceOf(IllegalStateException.class);
  }
}
