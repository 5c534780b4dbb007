package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits is served, or told in time. */
@Timeout(60)
class WaitersTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @Test
  void aTimeoutOfLessThanASecondIsKept() {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(0).acquireTimeout(Duration.ofMillis(250)));
    scene.database().on("connect").always().hang();
    long start = System.nanoTime();
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(250), Duration.ofSeconds(20));
  }

  @Test
  void whoLosesTheRaceForSlowConnectsWaitsItsWholeTimeout() throws Exception {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(2).maxOverflow(1).acquireTimeout(Duration.ofSeconds(1)));
    Gate connects = new Gate();
    scene.database().on("connect").always().waitFor(connects);
    List<Background<Long>> losers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      losers.add(
          Background.call(() -> {
            long start = System.nanoTime();
            assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
            return System.nanoTime() - start;
          }));
    }
    for (Background<Long> loser : losers) {
      assertThat(Duration.ofNanos(loser.result())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }
    connects.open();
    FakeScene.awaitLending(pool);
  }

  @ParameterizedTest
  @CsvSource({"NONE, 0", "NONE, 3", "NONE, UNLIMITED", "PT30S, 0", "PT30S, 3", "PT30S, UNLIMITED"})
  void twelveWaitersAreServedWhenWhatIsHeldIsEnded(String timeout, String overflow)
      throws Exception {
    int more = overflow.equals("UNLIMITED") ? PoolConfig.UNLIMITED : Integer.parseInt(overflow);
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(2)
                .maxOverflow(more)
                .acquireTimeout(
                    timeout.equals("NONE") ? PoolConfig.NONE : Duration.parse(timeout)));
    List<Connection> held = Stage.borrow(pool, 2);
    List<Background<Integer>> waiters = scene.borrowers(pool, 12);
    if (more == 0) {
      Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(12));
    }
    for (Connection connection : held) {
      connection.abort(Runnable::run);
    }
    for (Background<Integer> waiter : waiters) {
      assertThat(waiter.result()).isGreaterThan(2);
    }
    assertThat(pool.stats().leased()).isZero();
  }

  @Test
  void fiveWaitersShareTheOneConnectionThatTakesThePlaceOfTheEnded() throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(1).maxOverflow(0));
    Connection held = pool.getConnection();
    List<Background<Integer>> waiters = scene.borrowers(pool, 5);
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(5));
    held.abort(Runnable::run);
    for (Background<Integer> waiter : waiters) {
      assertThat(waiter.result()).isEqualTo(2);
    }
    assertThat(scene.database().connectionsEver()).isEqualTo(2);
  }
}
