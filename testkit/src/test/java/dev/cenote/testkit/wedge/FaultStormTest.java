package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import dev.cenote.testkit.driver.FaultPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every fault at every call, at random, while careless borrowers go on: the pool survives. */
@Timeout(100)
class FaultStormTest {

  private static final List<String> SITES =
      List.of(
          "connect",
          "isValid",
          "rollback",
          "close",
          "abort",
          "setAutoCommit",
          "getAutoCommit",
          "setNetworkTimeout",
          "setTransactionIsolation",
          "clearWarnings",
          "Statement.close",
          "executeUpdate",
          "commit");

  private static final int FAULTS = 120;

  /** Fewer than connections and clients: borrowers hang in their own calls, too. */
  private static final int HANGING_MAX = 3;

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void whenTheStormIsOverThePoolIsWholeAndClean(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    long seed = System.nanoTime();
    CenoteDataSource pool =
        scene.pool(s ->
            s.acquireTimeout(Duration.ofSeconds(1))
                .overflowLinger(Duration.ofMillis(50))
                .keepalive(Duration.ofMillis(50)));
    AtomicBoolean over = new AtomicBoolean();
    List<Background<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Random random = new Random(seed + i);
      clients.add(Background.call(kind, () -> borrowCarelessly(pool, random, over)));
    }

    brew(new Random(seed), pool);

    over.set(true);
    scene.database().liftFaults();
    for (Background<Integer> client : clients) {
      assertThat(client.result()).as("seed " + seed).isPositive();
    }
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
    assertThat(pool.stats().waiting()).isZero();
    assertThat(pool.stats().listenerFailures()).isZero();
    Stage.eventually(() -> { // what is surplus may be closing just now
      PoolStats stats = pool.stats();
      long retired = stats.retired().values().stream().mapToLong(Long::longValue).sum();
      assertThat(stats.created() - retired).as("seed " + seed).isEqualTo(stats.open());
    });
  }

  /** One fault after the other, each for one call; those that hang for long are lifted. */
  private void brew(Random random, CenoteDataSource pool) {
    Deque<Fault> faults = new ArrayDeque<>();
    for (int i = 0; i < FAULTS; i++) {
      long before = pool.stats().acquired() + pool.stats().timedOut();
      String site = SITES.get(random.nextInt(SITES.size()));
      // Against a driver whose close throws, and whose abort does too, there is no remedy.
      int kind = random.nextInt(site.equals("abort") ? 2 : 6);
      faults.add(put(scene.database().on(site), kind));
      if (random.nextInt(10) == 0) {
        pool.invalidateAll();
      }
      if (faults.size() > HANGING_MAX) {
        faults.remove().lift();
      }
      Stage.eventually(() ->
          assertThat(pool.stats().acquired() + pool.stats().timedOut()).isGreaterThan(before));
    }
  }

  private static Fault put(FaultPlan plan, int kind) {
    FaultPlan times = plan.times(1);
    return switch (kind) {
      case 0 -> times.hang();
      case 1 -> times.hangEvenWhenAborted();
      case 2 -> times.throwing(() -> new IllegalStateException("fake bug of the driver"));
      case 3 -> times.throwing(() -> new NoClassDefFoundError("fake"));
      case 4 -> times.failing("08006");
      default -> times.failing("42000");
    };
  }

  private static int borrowCarelessly(CenoteDataSource pool, Random random, AtomicBoolean over) {
    int cycles = 0;
    while (!over.get()) {
      cycles++;
      try {
        Connection connection = pool.getConnection();
        try {
          soil(connection, random.nextInt(5));
        } finally {
          connection.close();
        }
      } catch (SQLException | RuntimeException | Error fromTheDriverOrTooLate) {
        assertThat(fromTheDriverOrTooLate)
            .satisfiesAnyOf(
                e -> assertThat(e).hasMessageContaining("CENOTE-"),
                e -> assertThat(e).hasMessageContaining("fake"),
                e -> assertThat(e).hasMessageContaining("while"), // it hung until it was aborted
                e -> assertThat(e).hasMessageContaining("closed"));
      }
    }
    return cycles;
  }

  private static void soil(Connection connection, int how) throws SQLException {
    if (how > 0) {
      connection.setAutoCommit(false);
    }
    if (how > 1) {
      connection.createStatement().executeUpdate("INSERT INTO numbers VALUES (1)");
    }
    if (how > 2) {
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      connection.setNetworkTimeout(Runnable::run, 1_000);
    }
    if (how > 3) {
      connection.setAutoCommit(false);
      connection.createStatement().executeUpdate("INSERT INTO numbers VALUES (2)");
    }
  }
}
