package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten threads that each need two connections, on a pool of ten. */
@Timeout(120)
class NestedDeadlockTest {

  private static final int COUNT = 10;

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @RegisterExtension private final LogLines log = new LogLines();

  private final CyclicBarrier allHaveOne = new CyclicBarrier(COUNT);

  private boolean outer(CenoteDataSource pool) throws Exception {
    try (Connection first = pool.getConnection()) {
      Stage.use(first);
      allHaveOne.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return inner(pool);
    }
  }

  private static boolean inner(CenoteDataSource pool) throws SQLException {
    try (Connection second = pool.getConnection()) {
      Stage.use(second);
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void oneRequestFailsAndTheOthersGoOn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool =
        scene.pool(b ->
            b.name("orders")
                .poolSize(COUNT)
                .maxOverflow(0)
                .leakWatch(LeakWatch.STACK)
                .acquireTimeout(Duration.ofMinutes(1)));

    assertThat(cast(kind, pool))
        .singleElement()
        .satisfies(line ->
            assertThat(line.replaceAll(":\\d+", ":LINE").replaceAll("thread \"[^\"]*\"", "THREAD"))
                .isEqualTo(
                    "orders: deadlock: THREAD has 1 connection from"
                        + " NestedDeadlockTest.cast:LINE >"
                        + " NestedDeadlockTest.outer:LINE and asks for another at"
                        + " NestedDeadlockTest.outer:LINE > NestedDeadlockTest.inner:LINE, and all"
                        + " connections are held by 10 threads that wait in the same way. This"
                        + " request is failed now, so that the others go on; they need at least 11"
                        + " connections. Let nested code use the connection of its caller, or raise"
                        + " the maximum to what is said here. [CENOTE-102]"));
    assertThat(log.with("CENOTE-102")).hasSize(1);
    assertThat(pool.stats().leased()).isZero();
    pool.close(); // has told all by its end
    assertThat(log.with("CENOTE-108"))
        .singleElement()
        .satisfies(line ->
            assertThat(line)
                .contains("and waits for another connection at NestedDeadlockTest.outer:"));
  }

  /** All of them, once; what those were told that failed. */
  private List<String> cast(ThreadKind kind, CenoteDataSource pool) throws Exception {
    allHaveOne.reset();
    List<Background<Boolean>> threads = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      threads.add(Background.call(kind, () -> outer(pool)));
    }
    List<String> failures = new ArrayList<>();
    for (Background<Boolean> thread : threads) {
      try {
        assertThat(thread.result()).isTrue();
      } catch (SQLException failure) {
        failures.add(failure.getMessage());
      }
    }
    return failures;
  }

  @ParameterizedTest
  @EnumSource(ThreadKind.class)
  void atItsDefaultThePoolNamesTheFirstPlaceOnceItHasSeenSuchAWait(ThreadKind kind)
      throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(COUNT).maxOverflow(0).acquireTimeout(Duration.ofMinutes(1)));

    assertThat(cast(kind, pool))
        .singleElement(STRING)
        .contains("has 1 connection and asks for another at NestedDeadlockTest.outer:");
    pool.reconfigure(change -> change.acquireTimeout(Duration.ofSeconds(50))); // ends no minute
    assertThat(cast(kind, pool))
        .singleElement(STRING)
        .containsPattern("has 1 connection from NestedDeadlockTest\\S* > NestedDeadlockTest.outer:")
        .contains(" and asks for another at NestedDeadlockTest.outer:");
  }
}
