package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for a connection, in vain or not. */
public interface WaitContract extends ContractTopic {

  @ParameterizedTest
  @EnumSource
  default void whoWaitsGetsTheConnectionThatComesBack(ThreadKind kind, Stage stage)
      throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = stage.pool(1, 0);
    Connection held = pool.getConnection();
    Background<Boolean> waiter =
        Background.call(
            kind,
            () -> {
              try (Connection connection = pool.getConnection()) {
                stage.query(connection);
                return true;
              }
            });
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    assertThat(pool.stats().oldestWaitNanos()).isPositive();

    held.close();

    assertThat(waiter.result()).isTrue();
    stage.assertOpened(pool, 1);
    assertThat(pool.stats().waiting()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  default void whoWaitsIsServedInOrderOfArrival(ThreadKind kind, Stage stage) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = stage.pool(1, 0);
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    List<Background<Boolean>> waiters = new ArrayList<>();
    try (Connection held = pool.getConnection()) {
      for (int i = 0; i < 10; i++) {
        int number = i;
        waiters.add(
            Background.call(
                kind,
                () -> {
                  try (Connection connection = pool.getConnection()) {
                    served.add(number);
                    stage.query(connection);
                    return true;
                  }
                }));
        Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(number + 1));
      }
      stage.query(held);
    }
    for (Background<Boolean> waiter : waiters) {
      assertThat(waiter.result()).isTrue();
    }
    assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @ParameterizedTest
  @EnumSource
  default void moreClientsThanConnectionsAreAllServed(ThreadKind kind, Stage stage)
      throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = stage.pool(2, 0);
    long before = pool.stats().acquired();
    List<Background<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      clients.add(
          Background.call(
              kind,
              () -> {
                int cycles = 0;
                for (; cycles < 20; cycles++) {
                  try (Connection connection = pool.getConnection()) {
                    stage.query(connection);
                  }
                }
                return cycles;
              }));
    }
    for (Background<Integer> client : clients) {
      assertThat(client.result()).isEqualTo(20);
    }
    assertThat(pool.stats().acquired() - before).isEqualTo(40 * 20);
    stage.assertOpenedByMany(pool, 2);
  }

  @Test
  default void whoWaitsInVainIsToldWhy(Stage stage) throws Exception {
    CenoteDataSource pool =
        stage.pool(
            settings -> settings.poolSize(2).maxOverflow(0).acquireTimeout(Duration.ofSeconds(1)));
    List<Connection> all = stage.borrowSeveral(pool, 2);
    long start = System.nanoTime();

    Throwable failure = Background.call(pool::getConnection).failure();

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(failure)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08001")
        .hasMessageContaining(pool.getName())
        .hasMessageContaining("all 2 connections are borrowed")
        .hasMessageContaining("CENOTE-101");
    assertThat(took).isBetween(Duration.ofSeconds(1), StartContract.AT_ONCE);
    assertThat(pool.stats().timedOut()).isEqualTo(1);
    assertThat(pool.stats().waiting()).isZero();
    Stage.giveBack(all);
    stage.assertWhole(pool);
  }

  @Test
  default void whoWaitedInVainIsNotGivenAConnectionLater(Stage stage) throws Exception {
    CenoteDataSource pool =
        stage.pool(
            settings -> settings.poolSize(1).maxOverflow(0).acquireTimeout(Duration.ofMillis(50)));
    for (int round = 0; round < 6; round++) {
      List<Background<Connection>> late = new ArrayList<>();
      Connection held = Stage.borrowPatiently(pool);
      long timedOut = pool.stats().timedOut();
      for (int i = 0; i < 4; i++) {
        late.add(Background.call(pool::getConnection));
      }
      // Given back just about when they give up, so that some are served and some are not.
      Stage.eventually(() -> assertThat(pool.stats().timedOut()).isGreaterThan(timedOut));
      held.close();
      for (Background<Connection> waiter : late) {
        try {
          waiter.result().close();
        } catch (SQLTransientConnectionException tooLate) {
          stage.assertToldOfNoneInTime(tooLate);
        }
      }
      assertThat(pool.stats().leased()).isZero();
      assertThat(pool.stats().waiting()).isZero();
    }
    pool.reconfigure(change -> change.acquireTimeout(Duration.ofSeconds(30)));
    stage.assertWhole(pool);
    stage.assertOpened(pool, 1);
  }

  @Test
  default void aTimeoutOfZeroNeverQueuesButWaitsForAPermittedOpen(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(settings ->
            settings
                .poolSize(1)
                .maxOverflow(1)
                .acquireTimeout(Duration.ZERO)
                .connectTimeout(Duration.ofSeconds(60)));
    List<Connection> all = stage.borrowSeveral(pool, 2);
    long start = System.nanoTime();
    assertThatThrownBy(pool::getConnection)
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("at once")
        .hasMessageContaining("CENOTE-101");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(StartContract.AT_ONCE);
    Stage.giveBack(all);
    stage.assertWhole(pool);
  }

  @Test
  default void aFullQueueRefusesTheNextCallerAtOnce(Stage stage) throws Exception {
    CenoteDataSource pool =
        stage.pool(settings -> settings.poolSize(1).maxOverflow(0).maxWaiters(1));
    Connection held = pool.getConnection();
    Background<Connection> waiter = Background.call(pool::getConnection);
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    long start = System.nanoTime();

    assertThatThrownBy(() -> stage.borrowSeveral(pool, 1))
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasMessageContaining("the queue is full")
        .hasMessageContaining("CENOTE-103");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(StartContract.AT_ONCE);
    assertThat(pool.stats().rejected()).isEqualTo(1);
    held.close();
    waiter.result().close();
    stage.assertWhole(pool);
  }

  @ParameterizedTest
  @EnumSource
  default void anInterruptWhileWaitingKeepsTheFlagAndLosesNoSlot(ThreadKind kind, Stage stage)
      throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = stage.pool(1, 0);
    Connection held = pool.getConnection();
    Background<Boolean> waiter =
        Background.call(
            kind,
            () -> {
              assertThat(catchThrowable(pool::getConnection))
                  .isInstanceOf(SQLNonTransientConnectionException.class)
                  .hasMessageContaining("CENOTE-104");
              return Thread.currentThread().isInterrupted();
            });
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));

    waiter.interrupt();

    assertThat(waiter.result()).as("interrupt flag").isTrue();
    assertThat(pool.stats().waiting()).isZero();
    held.close();
    stage.assertWhole(pool);
    stage.assertOpened(pool, 1);
  }

  @ParameterizedTest
  @EnumSource
  default void interruptsThatMeetDeliveriesLoseNoSlot(ThreadKind kind, Stage stage)
      throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = stage.pool(1, 0);
    for (int round = 0; round < 100; round++) {
      Connection held = pool.getConnection();
      Background<Boolean> waiter =
          Background.call(
              kind,
              () -> {
                try (Connection connection = pool.getConnection()) {
                  return connection.isClosed();
                } catch (SQLException interrupted) {
                  return false;
                }
              });
      Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
      Background<Boolean> interrupter =
          Background.call(() -> {
            waiter.interrupt();
            return true;
          });
      held.close();
      assertThat(waiter.result()).isFalse();
      assertThat(interrupter.result()).isTrue();
    }
    assertThat(pool.stats().leased()).isZero();
    stage.assertWhole(pool);
  }
}
