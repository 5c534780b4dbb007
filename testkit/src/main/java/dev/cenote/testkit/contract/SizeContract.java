package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.core.event.RetireReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How many connections there are. */
public interface SizeContract extends ContractTopic {

  @Test
  default void aStartedPoolIsFilledToItsSize(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(3, 2);
    assertThat(pool.stats().open()).isEqualTo(3);
    stage.connectionsAtServer().ifPresent(count -> assertThat(count).isEqualTo(3));
  }

  @Test
  default void withoutPrefillNothingIsOpenedBeforeSomebodyAsks(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(settings -> StartContract.lazily(settings).poolSize(3));
    assertThat(pool.stats().permitted()).isZero();
    try (Connection connection = pool.getConnection()) {
      stage.query(connection);
      assertThat(pool.stats().open()).isEqualTo(1);
    }
  }

  @Test
  default void poolSizeAndOverflowCanBeBorrowedAtOnceAndNoMore(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(settings -> settings.poolSize(2).maxOverflow(2).acquireTimeout(Duration.ZERO));
    List<Connection> all = stage.borrowSeveral(pool, 4);
    for (Connection connection : all) {
      stage.query(connection);
    }
    stage.connectionsAtServer().ifPresent(count -> assertThat(count).isEqualTo(4));

    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);

    stage.connectionsAtServer().ifPresent(count -> assertThat(count).isEqualTo(4));
    stage.assertOpened(pool, 4);
    Stage.giveBack(all);
  }

  @Test
  default void underLoadNeitherThePoolNorTheServerEverSeesMoreThanTheMaximum(Stage stage)
      throws Exception {
    CenoteDataSource pool =
        stage.pool(
            settings -> settings.poolSize(1).maxOverflow(2).overflowLinger(Duration.ofMillis(20)));
    AtomicBoolean done = new AtomicBoolean();
    List<Background<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(
          Background.call(() -> {
            int cycles = 0;
            do {
              try (Connection connection = pool.getConnection()) {
                stage.query(connection);
                cycles++;
              }
              if (cycles % 50 == 0) {
                pool.invalidateAll();
              }
            } while (!done.get());
            return cycles;
          }));
    }
    for (int look = 0; look < 100 || pool.stats().acquired() < 500; look++) {
      // A server may still count what it has been told to close.
      Stage.eventually(
          () -> assertThat(stage.connectionsAtServer().orElse(0)).isLessThanOrEqualTo(3));
      PoolStats stats = pool.stats();
      assertThat(stats.permitted()).isLessThanOrEqualTo(3);
      assertThat(stats.maximum()).isEqualTo(3);
    }
    done.set(true);
    for (Background<Integer> client : clients) {
      assertThat(client.result()).isPositive();
    }
    stage.assertWhole(pool);
  }

  @Test
  default void overflowThatIsNotNeededIsClosedAndThePoolSizeKept(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(
            settings -> settings.poolSize(1).maxOverflow(3).overflowLinger(Duration.ofMillis(200)));
    Stage.giveBack(stage.borrowSeveral(pool, 4));
    stage.assertOpened(pool, 4);

    Stage.eventually(() -> assertThat(pool.stats().open()).isEqualTo(1));

    assertThat(pool.stats().retired()).containsEntry(RetireReason.SURPLUS, 3L);
    Stage.eventually(() -> assertThat(stage.connectionsAtServer().orElse(1)).isEqualTo(1));
    stage.assertWhole(pool);
  }

  @Test
  default void aPoolOfSizeZeroKeepsNothing(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(
            settings -> settings.poolSize(0).maxOverflow(2).overflowLinger(Duration.ofMillis(100)));
    stage.assertWhole(pool);
    Stage.eventually(() -> assertThat(pool.stats().permitted()).isZero());
    stage.assertWhole(pool);
  }

  @Test
  default void aPoolMayGrowWhileItRuns(Stage stage) throws Exception {
    CenoteDataSource pool = stage.pool(1, 0);
    try (Connection first = pool.getConnection()) {
      Background<Boolean> waiter =
          Background.call(() -> {
            try (Connection second = pool.getConnection()) {
              stage.query(second);
              return true;
            }
          });
      Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));

      stage.resize(pool, 3, 1);

      assertThat(waiter.result()).isTrue();
      stage.query(first);
    }
    int kept = pool.stats().poolSize();
    Stage.eventually(() -> assertThat(pool.stats().open()).isGreaterThanOrEqualTo(kept));
    assertThat(pool.stats().maximum()).isEqualTo(4);
    stage.assertWhole(pool);
  }

  @Test
  default void aPoolMayShrinkWhileItRunsAndNoBorrowerNotices(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(settings -> settings.poolSize(4).maxOverflow(0).acquireTimeout(Duration.ZERO));
    List<Connection> borrowed = stage.borrowSeveral(pool, 3);

    stage.resize(pool, 1, 0);

    assertThat(pool.stats().maximum()).isEqualTo(1);
    for (Connection connection : borrowed) {
      stage.query(connection);
    }
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
    Stage.giveBack(borrowed);
    int kept = pool.stats().poolSize();
    Stage.eventually(() -> assertThat(pool.stats().permitted()).isEqualTo(kept));
    Stage.eventually(() -> assertThat(stage.connectionsAtServer().orElse(kept)).isEqualTo(kept));
    stage.assertOpened(pool, 4);
    stage.assertWhole(pool);
  }

  @Test
  default void aSizeThatMakesNoSenseIsRefusedAndChangesNothing(Stage stage) throws SQLException {
    CenoteDataSource pool = stage.pool(1, 1);
    assertThatThrownBy(() -> pool.resize(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pool.resize(-1, 5)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pool.resize(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(pool.stats().maximum()).isEqualTo(2);
    stage.assertWhole(pool);
  }
}
