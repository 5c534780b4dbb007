package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Size, overflow and order: what a pool counts and whom it lends. */
@Timeout(60)
class CountersTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  /** Overflow that came back counts as idle until it is closed: see overflowLinger. */
  @Test
  void theNumbersFollowSixBorrowsAndTheirReturns() throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(3).maxOverflow(PoolConfig.UNLIMITED));
    assertNumbers(pool, 0, 0);
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      borrowed.add(pool.getConnection());
      assertNumbers(pool, i, 0);
    }
    for (int i = 1; i <= 6; i++) {
      borrowed.get(i - 1).close();
      assertNumbers(pool, 6 - i, i);
    }
    assertThat(pool.stats().created()).isEqualTo(6);
  }

  private static void assertNumbers(CenoteDataSource pool, int leased, int idle) {
    PoolStats stats = pool.stats();
    assertThat(stats.leased()).isEqualTo(leased);
    assertThat(stats.idle()).isEqualTo(idle);
    assertThat(stats.open()).isEqualTo(leased + idle);
  }

  @ParameterizedTest
  @CsvSource({"2000, 2", "1500, 2", "30000, 30"})
  void theTimeoutCanBeReadInWholeSeconds(int millis, int seconds) {
    CenoteDataSource pool = scene.pool(b -> b.acquireTimeout(Duration.ofMillis(millis)));
    assertThat(pool.getLoginTimeout()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, PoolConfig.UNLIMITED})
  void aPoolOfUnlimitedSizeMakesNobodyWaitAndKeepsAllWhateverTheOverflow(int overflow)
      throws Exception {
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(PoolConfig.UNLIMITED)
                .maxOverflow(overflow)
                .overflowLinger(Duration.ofMillis(1))
                .acquireTimeout(Duration.ZERO));
    List<Connection> borrowed = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      borrowed.add(pool.getConnection());
    }
    Stage.giveBack(borrowed);
    assertNumbers(pool, 0, 20);
    assertThat(scene.database().openConnections()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void fortyThreadsNeverHaveMoreThanSizeAndOverflow(int overflow) throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(3).maxOverflow(overflow));
    List<Background<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      threads.add(
          Background.call(() -> {
            for (int turn = 0; turn < 10; turn++) {
              try (Connection connection = pool.getConnection()) {
                Stage.use(connection);
              }
            }
            return 10;
          }));
    }
    for (Background<Integer> thread : threads) {
      assertThat(thread.result()).isEqualTo(10);
    }
    assertThat(scene.database().peakOpenOrOpening()).isLessThanOrEqualTo(3 + overflow);
    assertThat(pool.stats().leased()).isZero();
  }

  @Test
  void lifoLendsTheOneThatCameBackLast() throws Exception {
    CenoteDataSource pool = ordered(IdleOrder.LIFO);
    List<Connection> borrowed = Stage.borrow(pool, 3);
    for (int index : List.of(1, 0, 2)) {
      borrowed.get(index).close();
    }
    assertThat(turns(pool, 3)).containsExactly(3, 3, 3);
  }

  @Test
  void fifoLendsTheOneThatCameBackFirst() throws Exception {
    CenoteDataSource pool = ordered(IdleOrder.FIFO);
    List<Connection> borrowed = Stage.borrow(pool, 3);
    for (int index : List.of(1, 0, 2)) {
      borrowed.get(index).close();
    }
    assertThat(turns(pool, 4)).containsExactly(2, 1, 3, 2);
  }

  /** Without checks, which would come in between if the machine stood still for a while. */
  private CenoteDataSource ordered(IdleOrder order) {
    return scene.pool(
        b -> b.poolSize(3).maxOverflow(0).idleOrder(order).validation(Validation.NEVER));
  }

  /** Which connections are lent, one after the other. */
  private List<Integer> turns(CenoteDataSource pool, int count) throws Exception {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      try (Connection connection = pool.getConnection()) {
        numbers.add(scene.numberOf(connection));
      }
    }
    return numbers;
  }
}
