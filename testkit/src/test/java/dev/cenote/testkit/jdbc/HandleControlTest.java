package dev.cenote.testkit.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import dev.cenote.testkit.driver.FakeSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a borrower learns of its connection, and how it ends it or takes it away. */
class HandleControlTest {

  private final FakeDatabase database = FakeDatabase.create();
  private final CenoteDataSource pool =
      CenoteDataSource.builder()
          .name("controls")
          .url(database.url())
          .poolSize(1)
          .maxOverflow(0)
          .prefill(false)
          .acquireTimeout(Duration.ofSeconds(10))
          .build();

  @AfterEach
  void close() {
    pool.close();
    database.close();
  }

  private CenoteConnection borrow() throws SQLException {
    return pool.getConnection().unwrap(CenoteConnection.class);
  }

  @Test
  void notesAboutTheConnectionAreThereForTheNextBorrowerAndGoWithIt() throws SQLException {
    try (CenoteConnection first = borrow()) {
      first.info().put("tenant", 7);
    }
    CenoteConnection second = borrow();
    assertThat(second.info()).containsEntry("tenant", 7);
    second.invalidate(null);

    try (CenoteConnection third = borrow()) {
      assertThat(third.info()).isEmpty();
    }
  }

  @Test
  void whatGoesWrongWhenOneIsGivenUpIsAttachedToTheReason() throws SQLException {
    SQLException why = new SQLException("why");
    CenoteConnection connection = borrow();
    connection.giveUp(why);
    assertThat((Throwable) why).hasNoSuppressedExceptions();
    assertThat(connection.isClosed()).isTrue();

    connection.close();
    connection.giveUp(why);
    assertThat(why.getSuppressed()).hasSize(1).allMatch(SQLException.class::isInstance);
  }

  @Test
  void notesAboutTheSlotOutliveTheConnection() throws SQLException {
    CenoteConnection first = borrow();
    Objects.requireNonNull(first.slotInfo()).put("failures", 1);
    first.invalidate(null);

    try (CenoteConnection second = borrow()) {
      assertThat(second.slotNumber()).isEqualTo(1);
      assertThat(second.slotInfo()).containsEntry("failures", 1);
    }
  }

  @Test
  void itKnowsHowOftenItWasBorrowedAndHowOldItIs() throws SQLException {
    borrow().close();
    Duration before;
    try (CenoteConnection second = borrow()) {
      assertThat(second.useCount()).isEqualTo(2);
      before = second.age();
    }
    try (CenoteConnection third = borrow()) {
      assertThat(third.useCount()).isEqualTo(3);
      assertThat(third.age()).isGreaterThan(before);
    }
  }

  @Test
  void anInvalidatedConnectionIsAbortedWithoutAResetAndItsHandleIsClosed() throws SQLException {
    CenoteConnection connection = borrow();
    connection.setAutoCommit(false);
    FakeSession session = database.sessionOf(connection);

    connection.invalidate(new SQLException("half an answer"));

    assertThat(connection.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    Stage.eventually(() -> assertThat(session.isOpen()).isFalse());
    assertThat(database.calls("rollback")).isZero();
    connection.close();
    try (CenoteConnection next = borrow()) {
      assertThat(database.sessionOf(next)).isNotSameAs(session);
    }
  }

  @Test
  void invalidatingTwiceIsRefusedAsUseAfterClose() throws SQLException {
    CenoteConnection connection = borrow();
    connection.invalidate(null);

    assertThatThrownBy(() -> connection.invalidate(null)).isInstanceOf(SQLException.class);
    assertThat(pool.stats().leased()).isZero();
  }

  @Test
  void aSoftInvalidationLetsTheBorrowerGoOnAndTheNextGetsAnother() throws SQLException {
    CenoteConnection connection = borrow();
    FakeSession session = database.sessionOf(connection);
    connection.invalidateOnClose();
    Stage.use(connection);
    assertThat(session.isOpen()).isTrue();
    connection.close();

    try (CenoteConnection next = borrow()) {
      assertThat(database.sessionOf(next)).isNotSameAs(session);
      assertThat(next.slotNumber()).isEqualTo(1);
    }
  }

  @Test
  void aDetachedConnectionWorksOnAndIsClosedForGoodByItsHandle() throws SQLException {
    CenoteConnection connection = borrow();
    connection.info().put("mine", true);
    FakeSession session = database.sessionOf(connection);

    connection.detach();
    assertThat(connection.isDetached()).isTrue();
    assertThat(connection.slotInfo()).isNull();
    assertThat(connection.info()).containsEntry("mine", true);
    assertThat(pool.stats().detached()).isEqualTo(1);
    Stage.use(connection);

    connection.close();
    assertThat(session.isOpen()).isFalse();
    assertThat(pool.stats().detached()).isZero();
    try (Connection next = pool.getConnection()) {
      assertThat(next.isValid(1)).isTrue();
    }
  }

  @Test
  void whatADetachedConnectionLeftUncommittedIsRolledBack() throws SQLException {
    CenoteConnection connection = borrow();
    connection.detach();
    connection.setAutoCommit(false);
    Stage.use(connection);
    FakeSession session = database.sessionOf(connection);

    connection.close();

    assertThat(database.calls("rollback")).isEqualTo(1);
    assertThat(session.isOpen()).isFalse();
  }

  @Test
  void oneDetachedWithoutItsPermitMakesRoomAtOnce() throws SQLException {
    try (CenoteConnection connection = borrow()) {
      connection.detach(false);

      try (Connection next = pool.getConnection()) {
        assertThat(next.isValid(1)).isTrue();
        assertThat(pool.stats().released()).isEqualTo(1);
      }
    }
    assertThat(pool.stats().released()).isZero();
  }

  @Test
  void aClosedOrInvalidatedHandleCannotBeDetached() throws SQLException {
    CenoteConnection closed = borrow();
    closed.close();
    assertThatThrownBy(closed::detach).isInstanceOf(SQLException.class);

    CenoteConnection invalidated = borrow();
    invalidated.invalidate(null);
    assertThatThrownBy(invalidated::detach).isInstanceOf(SQLException.class);
  }

  @Test
  void aDetachedConnectionOutlivesItsPool() throws SQLException {
    CenoteConnection connection = borrow();
    connection.detach();

    pool.close();

    Stage.use(connection);
    FakeSession session = database.sessionOf(connection);
    connection.abort(Runnable::run);
    assertThat(session.isOpen()).isFalse();
    assertThat(pool.stats().detached()).isZero();
  }

  @Test
  void aDetachedConnectionThatCannotBeClosedIsAborted() throws SQLException {
    CenoteConnection connection = borrow();
    connection.detach();
    FakeSession session = database.sessionOf(connection);
    database.on("close").always().failing("08006");

    assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
    assertThat(session.abortCalls()).isEqualTo(1);
    assertThat(pool.stats().detached()).isZero();
    database.liftFaults();
  }

  @Test
  void aSecondDetachIsRefused() throws SQLException {
    try (CenoteConnection connection = borrow()) {
      connection.detach();

      assertThatThrownBy(connection::detach).hasMessageContaining("has been detached already");
    }
  }

  @Test
  void aClosedHandleTellsNothingOfTheNextBorrowersNotes() throws SQLException {
    CenoteConnection connection = borrow();
    connection.close();

    assertThatThrownBy(connection::info).isInstanceOf(SQLException.class);
    assertThatThrownBy(connection::slotInfo).isInstanceOf(SQLException.class);
  }

  @Test
  void whoWaitsTooLongForAPausedPoolIsToldSo() throws SQLException {
    try (CenoteDataSource hasty =
        CenoteDataSource.builder()
            .name("hasty")
            .url(database.url())
            .acquireTimeout(Duration.ofMillis(20))
            .build()) {
      hasty.pause();

      assertThatThrownBy(hasty::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("the pool is paused")
          .hasMessageContaining("[CENOTE-105]");
    }
  }

  @Test
  void aPausedPoolLendsNothingUntilItGoesOnAndSaysSo() throws Exception {
    pool.getConnection().close();
    pool.pause();
    assertThat(pool.status()).isEqualTo("controls: paused, 0 of 1 borrowed, 1 idle, nobody waits");
    Background<Connection> waiter = Background.call(pool::getConnection);
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    assertThat(pool.status()).isEqualTo("controls: paused, 0 of 1 borrowed, 1 idle, 1 waiting");

    pool.resume();
    waiter.result().close();
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
      assertThat(pool.status()).isEqualTo("controls: 1 of 1 borrowed, 0 idle, nobody waits");
    }
  }

  @Test
  void aDrainedPoolHasNoSocketAndOpensAgainWhenItGoesOn() throws Exception {
    Connection connection = pool.getConnection();
    assertThat(pool.drain(Duration.ZERO)).isFalse();
    connection.close();

    assertThat(pool.drain(Duration.ofSeconds(10))).isTrue();
    assertThat(database.openConnections()).isZero();
    pool.resume();
    try (Connection next = pool.getConnection()) {
      assertThat(next.isValid(1)).isTrue();
    }
  }

  @Test
  void readinessIsAwaitedAndCannotExceedTheMaximum() throws Exception {
    pool.getConnection().close();

    assertThat(pool.awaitReady(1, Duration.ofSeconds(10))).isTrue();
    assertThatThrownBy(() -> pool.awaitReady(2, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("controls: awaitReady needs 0 to 1 connections, was asked for 2");
  }
}
