package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.core.event.RetireReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a pool. After each test the stage also looks for threads and connections left. */
public interface CloseContract extends ContractTopic {

  @Test
  default void aClosedPoolHasClosedItsConnectionsAndLendsNoMore(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(3, 0);
    stage.assertWhole(pool);
    long start = System.nanoTime();

    pool.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(StartContract.AT_ONCE);
    assertThatThrownBy(pool::getConnection)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08003")
        .hasMessageContaining(pool.getName())
        .hasMessageContaining("CENOTE-701");
    PoolStats stats = pool.stats();
    assertThat(stats.permitted()).isZero();
    assertThat(stats.retired()).containsEntry(RetireReason.POOL_CLOSED, 3L);
    assertThat(pool.toString()).contains("closed");
  }

  @Test
  default void closingAgainDoesNothingAndManyMayCloseAtOnce(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(2, 0);
    List<Background<Boolean>> closers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      closers.add(
          Background.call(() -> {
            pool.close();
            return true;
          }));
    }
    for (Background<Boolean> closer : closers) {
      assertThat(closer.result()).isTrue();
    }
    assertThatCode(pool::close).doesNotThrowAnyException();
    assertThat(pool.stats().retired()).containsEntry(RetireReason.POOL_CLOSED, 2L);
  }

  @ParameterizedTest
  @EnumSource
  default void whoWaitsFailsAtOnceWhenThePoolCloses(ThreadKind kind, Stage stage) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(1).maxOverflow(0).acquireTimeout(Duration.ofSeconds(60)));
    Connection held = pool.getConnection();
    List<Background<Connection>> waiters = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiters.add(Background.call(kind, pool::getConnection));
    }
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(5));

    Background<Boolean> closer = close(pool);

    for (Background<Connection> waiter : waiters) {
      assertThat(waiter.failure())
          .isInstanceOf(SQLNonTransientConnectionException.class)
          .hasFieldOrPropertyWithValue("SQLState", "08003");
    }
    assertThat(closer.isRunning()).as("waits for the borrower").isTrue();
    held.close();
    assertThat(closer.result()).isTrue();
  }

  private static Background<Boolean> close(CenoteDataSource pool) {
    return Background.call(() -> {
      pool.close();
      return true;
    });
  }

  @Test
  default void aBorrowerMayFinishItsWorkWhileThePoolCloses(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(2, 0);
    Numbers numbers = Numbers.in(stage, pool);
    Connection borrowed = pool.getConnection();
    borrowed.setAutoCommit(false);
    Numbers.insert(borrowed, 1);
    Background<Boolean> closer = close(pool);
    Stage.eventually(
        () -> assertThat(pool.stats().retired()).containsEntry(RetireReason.POOL_CLOSED, 1L));

    Numbers.insert(borrowed, 2);
    borrowed.commit();
    assertThat(closer.isRunning()).isTrue();
    borrowed.close();

    assertThat(closer.result()).isTrue();
    assertThat(pool.stats().retired()).containsEntry(RetireReason.POOL_CLOSED, 2L);
    assertThat(pool.stats().givenUp()).isZero();
    assertThat(numbers).isNotNull();
  }

  @Test
  default void aBorrowerWhoNeverComesBackHoldsUpTheEndOnlyToItsDeadline(Stage stage)
      throws SQLException {
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(2).maxOverflow(0).shutdownTimeout(Duration.ofMillis(800)));
    Connection borrowed = pool.getConnection();
    stage.query(borrowed);
    long start = System.nanoTime();

    pool.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(StartContract.AT_ONCE);
    assertThat(pool.stats().permitted()).isZero();
    // An abort that the deadline overtook goes on.
    Stage.eventually(
        () -> assertThatThrownBy(() -> stage.query(borrowed)).isInstanceOf(SQLException.class));
    assertThatCode(borrowed::close).doesNotThrowAnyException();
    assertThat(borrowed.isClosed()).isTrue();
    assertThat(pool.stats().permitted()).isZero();
  }

  @Test
  default void closingWhileEverybodyBorrowsLeavesNothing(Stage stage) throws Exception {
    for (int round = 0; round < 5; round++) {
      CenoteDataSource pool =
          stage.pool(s -> s.poolSize(2).maxOverflow(2).overflowLinger(Duration.ofMillis(50)));
      List<Background<SQLException>> clients = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        clients.add(
            Background.call(() -> {
              while (true) {
                try (Connection connection = pool.getConnection()) {
                  stage.query(connection);
                } catch (SQLException closed) {
                  return closed;
                }
              }
            }));
      }
      Stage.eventually(() -> assertThat(pool.stats().acquired()).isGreaterThan(20));

      pool.close();

      for (Background<SQLException> client : clients) {
        assertThat((Throwable) client.result())
            .isInstanceOf(SQLNonTransientConnectionException.class)
            .hasFieldOrPropertyWithValue("SQLState", "08003");
      }
      // An open that took more than a second was given up, and is ended when it returns.
      Stage.eventually(() -> {
        PoolStats stats = pool.stats();
        assertThat(stats.permitted() + stats.givenUp() + stats.waiting()).isZero();
        long retired = stats.retired().values().stream().mapToLong(Long::longValue).sum();
        assertThat(retired).isEqualTo(stats.created());
      });
    }
  }

  @Test
  default void aBeanThatNeverStartedCanBeClosed(Stage stage) {
    CenoteDataSource bean = stage.bean();
    bean.close();
    assertThatThrownBy(bean::getConnection)
        .isInstanceOf(SQLNonTransientConnectionException.class)
        .hasFieldOrPropertyWithValue("SQLState", "08003");
    assertThat(bean.stats().permitted()).isZero();
  }

  @Test
  default void anInterruptDoesNotStopTheClosing(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(2, 0);
    Background<Boolean> closer =
        Background.call(() -> {
          Thread.currentThread().interrupt();
          pool.close();
          return Thread.currentThread().isInterrupted();
        });
    assertThat(closer.result()).as("interrupt flag").isTrue();
    assertThat(pool.stats().permitted()).isZero();
  }
}
