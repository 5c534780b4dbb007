package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.database.Capability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything at once, by many threads; what each does follows from a seed in its failure. */
public interface StormContract extends ContractTopic {

  @ParameterizedTest
  @EnumSource
  default void afterAStormOfCarelessBorrowersThePoolIsWholeAndClean(ThreadKind kind, Stage stage)
      throws Exception {
    kind.assumeAvailable();
    long seed = System.nanoTime();
    CenoteDataSource pool =
        stage.pool(s ->
            s.poolSize(2)
                .maxOverflow(2)
                .overflowLinger(Duration.ofMillis(30))
                .keepalive(Duration.ofMillis(60))
                .acquireTimeout(Duration.ofSeconds(20)));
    List<Background<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Random random = new Random(seed + i);
      clients.add(Background.call(kind, () -> borrowCarelessly(stage, pool, random)));
    }
    for (Background<Integer> client : clients) {
      assertThat(client.result()).as("seed " + seed).isPositive();
    }
    Stage.eventually(() -> {
      PoolStats stats = pool.stats();
      assertThat(stats.idle()).as("seed " + seed).isEqualTo(stats.permitted());
      assertThat(stats.waiting() + stats.givenUp() + stats.leased()).isZero();
      long retired = stats.retired().values().stream().mapToLong(Long::longValue).sum();
      assertThat(stats.created() - retired).isEqualTo(stats.open());
    });
    // A connection killed just before it came back is found by its next borrower.
    Stage.eventually(
        () -> assertThatCode(() -> stage.assertWhole(pool)).doesNotThrowAnyException());
  }

  private static int borrowCarelessly(Stage stage, CenoteDataSource pool, Random random)
      throws SQLException {
    int cycles = 0;
    for (int i = 0; i < 40; i++) {
      try {
        Connection connection = pool.getConnection();
        cycles++;
        try {
          assertFresh(connection);
          misuse(stage, pool, connection, random.nextInt(12));
        } finally {
          connection.close();
        }
      } catch (SQLTransientConnectionException timedOut) {
        throw timedOut;
      } catch (SQLException killed) {
        Stage.assertTellsOfDeath(killed);
      }
    }
    return cycles;
  }

  private static void assertFresh(Connection connection) throws SQLException {
    assertThat(connection.getAutoCommit()).isTrue();
    assertThat((Throwable) connection.getWarnings()).isNull();
  }

  private static void misuse(Stage stage, CenoteDataSource pool, Connection connection, int how)
      throws SQLException {
    stage.query(connection);
    switch (how) {
      case 0 -> connection.setAutoCommit(false);
      case 1 -> {
        connection.setAutoCommit(false);
        stage.query(connection);
      }
      case 2 -> {
        Statement unused = connection.createStatement();
      }
      case 3 -> connection.abort(Runnable::run);
      case 4 -> pool.invalidateAll();
      case 5 -> stage.resize(pool, 1, 1);
      case 6 -> stage.resize(pool, 2, 2);
      case 7 -> {
        if (stage.database().can(Capability.SERVER_VIEW)) {
          stage.database().kill(connection);
        }
      }
      case 8 -> {
        if (stage.database().can(Capability.SERVER_VIEW)) {
          stage.database().kill(connection);
          stage.query(connection);
        }
      }
      case 9 -> {
        if (stage.database().can(Capability.BEGIN_BY_SQL)) {
          Numbers.execute(connection, stage.database().beginnings().get(0));
        }
      }
      case 10 -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      default -> stage.query(connection);
    }
  }
}
