package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.FakeTestDatabase;
import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a driver is told of where a borrower's request begins and ends. */
@Timeout(60)
class RequestBoundariesTest {

  private final FakeTestDatabase database = FakeTestDatabase.create();
  private final FakeDatabase fake = database.fake();

  @AfterEach
  void stopTheServer() {
    database.close();
  }

  private CenoteDataSource pool() {
    return Databases.poolOf(database).requestBoundaries(true).build();
  }

  private List<String> boundaries(int connection) {
    return fake.journal().onConnection(connection).only("beginRequest", "endRequest").methods();
  }

  @Test
  void unlessSwitchedOnTheDriverIsToldNothing() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      pool.getConnection().close();
      assertThat(boundaries(1)).isEmpty();
    }
  }

  @Test
  void theRequestBeginsAtTheBorrowAndEndsWhenAllElseIsUndone() throws SQLException {
    try (CenoteDataSource pool = pool()) {
      try (Connection connection = JustUsed.borrow(pool, fake)) {
        assertThat(fake.journal().texts()).containsExactly("beginRequest()");
        connection.setAutoCommit(false);
        connection.createStatement().execute("INSERT INTO t VALUES (1)");
        fake.forgetCalls();
      }
      assertThat(fake.journal().texts())
          .containsExactly(
              "Statement.close()", "rollback()", "setAutoCommit(true)", "endRequest()");
    }
  }

  @Test
  void aBorrowThatDoesNothingCostsTheTwoCallsAndNoOther() throws SQLException {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (CenoteDataSource pool =
          Databases.poolOf(database).autoCommit(autoCommit).requestBoundaries(true).build()) {
        JustUsed.holds(() -> {
          pool.getConnection().close();
          fake.forgetCalls();
          pool.getConnection().close();
          pool.getConnection().close();
          assertThat(fake.journal().texts())
              .containsExactly("beginRequest()", "endRequest()", "beginRequest()", "endRequest()");
        });
      }
    }
  }

  static List<Supplier<Throwable>> failures() {
    return List.of(
        () -> new SQLException("fake", "XX000"),
        () -> new IllegalStateException("fake"),
        () -> new NoClassDefFoundError("fake"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void theRequestEndsThoughTheResetFails(Supplier<Throwable> failure) throws SQLException {
    try (CenoteDataSource pool = pool()) {
      Connection connection = pool.getConnection();
      connection.setReadOnly(true);
      fake.on("setReadOnly").once().throwing(failure);
      connection.close();
      assertThat(boundaries(1)).containsExactly("beginRequest", "endRequest");
      assertThat(pool.stats().retired()).containsEntry(RetireReason.RESET_FAILED, 1L);
    }
  }

  @Test
  void theRequestEndsBeforeTheConnectionIsClosed() throws SQLException {
    try (CenoteDataSource pool = pool()) {
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.isClosed()).isFalse();
        pool.invalidateAll();
      }
      Stage.eventually(() -> assertThat(fake.session(1).isOpen()).isFalse());
      assertThat(
              fake.journal().onConnection(1).only("beginRequest", "endRequest", "close").methods())
          .containsExactly("beginRequest", "endRequest", "close");
    }
  }

  @Test
  void anAbortedConnectionIsLeftWithoutAnotherWord() throws SQLException {
    try (CenoteDataSource pool = pool()) {
      pool.getConnection().abort(Runnable::run);
      Stage.eventually(() -> assertThat(fake.session(1).isOpen()).isFalse());
      assertThat(boundaries(1)).containsExactly("beginRequest");
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whenItCannotBeginTheBorrowerIsToldAndTheConnectionReplaced(Supplier<Throwable> failure)
      throws SQLException {
    try (CenoteDataSource pool = pool()) {
      fake.on("beginRequest").once().throwing(failure);
      assertThatThrownBy(pool::getConnection)
          .satisfiesAnyOf(
              told ->
                  assertThat(told)
                      .isInstanceOf(SQLTransientConnectionException.class)
                      .hasMessageContaining("CENOTE-306"),
              passed -> assertThat(passed).isInstanceOf(NoClassDefFoundError.class));
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(pool.stats().leased()).isZero();
      assertThat(boundaries(2)).containsExactly("beginRequest", "endRequest");
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whenItCannotEndTheConnectionIsNotLentAgain(Supplier<Throwable> failure) throws SQLException {
    try (CenoteDataSource pool = pool()) {
      fake.on("endRequest").once().throwing(failure);
      pool.getConnection().close();
      try (Connection next = pool.getConnection()) {
        assertThat(fake.sessionOf(next).number()).isEqualTo(2);
      }
      assertThat(boundaries(1)).containsExactly("beginRequest", "endRequest");
    }
  }

  @Test
  void aDriverThatHasNoRequestsIsUsedAllTheSame() throws SQLException {
    try (CenoteDataSource pool = pool()) {
      fake.on("beginRequest").throwing(() -> new SQLFeatureNotSupportedException("fake"));
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        assertThat(statement.execute("SELECT 1")).isTrue();
      }
      assertThat(boundaries(1)).containsExactly("beginRequest");
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @Test
  void aRequestThatItsBorrowerBeganEndsWithTheLease() throws SQLException {
    try (CenoteDataSource pool = Databases.poolOf(database).build()) {
      try (Connection connection = pool.getConnection()) {
        connection.beginRequest();
      }
      assertThat(boundaries(1)).containsExactly("beginRequest", "endRequest");
      try (Connection connection = pool.getConnection()) {
        connection.beginRequest();
        connection.endRequest();
      }
      assertThat(boundaries(1))
          .containsExactly("beginRequest", "endRequest", "beginRequest", "endRequest");
    }
  }
}
