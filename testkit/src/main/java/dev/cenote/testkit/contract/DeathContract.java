package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnDisconnect;
import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.database.Capability;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that die, and those that are to go. */
public interface DeathContract extends ContractTopic {

  @Test
  default void aConnectionThatDiedIdleIsNotLentIfAllAreChecked(Stage stage) throws SQLException {
    stage.needs(Capability.SERVER_VIEW);
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(2).maxOverflow(0).validation(Validation.ALWAYS));
    killIdle(stage, pool, 2);

    stage.assertWhole(pool);

    stage.assertOpened(pool, 4);
  }

  /** Kills connections that are idle, as far as the pool knows. */
  private static void killIdle(Stage stage, CenoteDataSource pool, int count) throws SQLException {
    List<Connection> physical = new ArrayList<>();
    List<Connection> borrowed = stage.borrowSeveral(pool, count);
    for (Connection connection : borrowed) {
      physical.add(stage.physical(connection));
    }
    Stage.giveBack(borrowed);
    for (Connection connection : physical) {
      stage.database().kill(connection);
    }
  }

  @Test
  default void aConnectionThatDiesWhileBorrowedFailsAsItsDriverSaysAndIsNotLentAgain(Stage stage)
      throws SQLException {
    stage.needs(Capability.SERVER_VIEW);
    CenoteDataSource pool = stage.pool(1, 0);
    Connection connection = pool.getConnection();
    stage.query(connection);
    stage.database().kill(connection);

    SQLException failure = catchThrowableOfType(SQLException.class, () -> stage.query(connection));

    assertThat((Throwable) failure).isNotNull();
    Stage.assertTellsOfDeath(failure);
    assertThatCode(connection::close).doesNotThrowAnyException();
    stage.assertWhole(pool);
    assertThat(pool.stats().retired()).containsEntry(RetireReason.BROKEN, 1L);
    stage.assertOpened(pool, 2);
  }

  @Test
  default void aDeadConnectionThatIsOnlyClosedHarmsNobody(Stage stage) throws SQLException {
    stage.needs(Capability.SERVER_VIEW);
    CenoteDataSource pool = stage.pool(1, 0);
    Connection connection = pool.getConnection();
    connection.setAutoCommit(false);
    stage.query(connection);
    stage.database().kill(connection);

    assertThatCode(connection::close).doesNotThrowAnyException();

    stage.assertWhole(pool);
    stage.assertOpened(pool, 2);
  }

  @Test
  default void afterOneProofOfDeathOnlyOneBorrowerMeetsAnError(Stage stage) throws SQLException {
    stage.needs(Capability.SERVER_VIEW);
    for (OnDisconnect policy : OnDisconnect.values()) {
      CenoteDataSource pool = stage.pool(s -> s.poolSize(4).maxOverflow(0).onDisconnect(policy));
      killIdle(stage, pool, 4);
      int failures = 0;
      for (int i = 0; i < 8; i++) {
        try (Connection connection = pool.getConnection()) {
          stage.query(connection);
        } catch (SQLException dead) {
          Stage.assertTellsOfDeath(dead);
          failures++;
        }
      }
      assertThat(failures).as("with " + policy).isLessThanOrEqualTo(1);
      stage.assertWhole(pool);
      pool.close();
    }
  }

  @Test
  default void keepaliveFindsTheDeadAndTheyAreReplacedWithoutABorrower(Stage stage)
      throws SQLException {
    stage.needs(Capability.SERVER_VIEW);
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(2).maxOverflow(0).keepalive(Duration.ofMillis(200)));
    killIdle(stage, pool, 2);

    Stage.eventually(() -> {
      stage.assertOpened(pool, 4);
      assertThat(pool.stats().idle()).isEqualTo(2);
    });

    assertThat(pool.stats().acquired()).isEqualTo(2);
    stage.assertWhole(pool);
  }

  @Test
  default void keepaliveLeavesTheLivingAlone(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(2).maxOverflow(0).keepalive(Duration.ofMillis(50)));
    try (Connection borrowed = pool.getConnection()) {
      long start = System.nanoTime();
      Stage.eventually(() -> {
        stage.query(borrowed);
        assertThat(System.nanoTime() - start).isGreaterThan(300_000_000);
      });
    }
    stage.assertWhole(pool);
    stage.assertOpened(pool, 2);
  }

  @Test
  default void idleConnectionsAreReplacedBeforeTheyGetTooOldAndBorrowedOnesWhenTheyComeBack(
      Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(2).maxOverflow(0).maxLifetime(Duration.ofSeconds(1)));
    Connection physical;
    try (Connection borrowed = pool.getConnection()) {
      physical = stage.physical(borrowed);
      long start = System.nanoTime();
      Stage.eventually(() -> {
        stage.query(borrowed);
        assertThat(System.nanoTime() - start).isGreaterThan(1_200_000_000);
        assertThat(pool.stats().retired().getOrDefault(RetireReason.EXPIRED, 0L)).isPositive();
        assertThat(pool.stats().idle()).isEqualTo(1);
      });
    }
    List<Connection> all = stage.borrowSeveral(pool, 2);
    for (Connection connection : all) {
      assertThat(stage.physical(connection)).isNotSameAs(physical);
      stage.query(connection);
    }
    Stage.giveBack(all);
    assertThat(pool.stats().timedOut()).isZero();
  }

  @Test
  default void invalidatingReplacesTheIdleNowAndTheBorrowedWhenTheyComeBack(Stage stage)
      throws SQLException {
    CenoteDataSource pool = stage.pool(2, 0);
    Connection borrowed = pool.getConnection();
    Connection old = stage.physical(borrowed);

    pool.invalidateAll();

    stage.query(borrowed);
    Stage.eventually(() -> {
      stage.assertOpened(pool, 3);
      assertThat(pool.stats().idle()).isEqualTo(1);
    });
    borrowed.close();
    List<Connection> all = stage.borrowSeveral(pool, 2);
    for (Connection connection : all) {
      assertThat(stage.physical(connection)).isNotSameAs(old);
      stage.query(connection);
    }
    Stage.giveBack(all);
    stage.assertOpened(pool, 4);
    assertThat(pool.stats().retired()).containsEntry(RetireReason.INVALIDATED, 2L);
  }

  @Test
  default void whoWaitsIsServedByANewConnectionIfTheOldOneWasInvalidated(Stage stage)
      throws Exception {
    CenoteDataSource pool = stage.pool(1, 0);
    Connection borrowed = pool.getConnection();
    Connection old = stage.physical(borrowed);
    Background<Boolean> waiter =
        Background.call(() -> {
          try (Connection connection = pool.getConnection()) {
            stage.query(connection);
            return stage.physical(connection) == old;
          }
        });
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    pool.invalidateAll();
    borrowed.close();
    assertThat(waiter.result()).as("got the old one").isFalse();
  }

  @Test
  default void aConnectionThatItsBorrowerAbortsIsReplaced(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 0);
    Numbers numbers = Numbers.in(stage, pool);
    Connection connection = pool.getConnection();
    connection.setAutoCommit(false);
    Numbers.insert(connection, 1);

    connection.abort(Runnable::run);

    assertThat(connection.isClosed()).isTrue();
    connection.close();
    stage.assertWhole(pool);
    assertThat(numbers.contains(1)).isFalse();
    assertThat(pool.stats().retired()).containsEntry(RetireReason.EVICTED, 1L);
    stage.assertOpened(pool, 2);
  }

  @Test
  default void whateverIsRetiredIsClosedAtTheDriver(Stage stage) throws SQLException {
    for (ResetOnReturn policy : ResetOnReturn.values()) {
      CenoteDataSource pool =
          stage.pool(s -> s.poolSize(2).maxOverflow(0).autoCommit(false).resetOnReturn(policy));
      List<Connection> driversOwn = new ArrayList<>();
      List<Connection> borrowed = stage.borrowSeveral(pool, 2);
      for (Connection connection : borrowed) {
        driversOwn.add(stage.physical(connection));
        stage.query(connection); // begins a transaction, and some drivers close none with one
      }
      borrowed.get(0).close();
      pool.invalidateAll();
      borrowed.get(1).close();
      Stage.eventually(() -> {
        for (Connection connection : driversOwn) {
          assertThat(connection.isClosed()).as("with " + policy).isTrue();
        }
      });
      pool.close();
    }
  }
}
