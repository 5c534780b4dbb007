package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolStats;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import dev.cenote.testkit.driver.FaultPlan;
import dev.cenote.testkit.wedge.FullLife.Setup;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every driver call that the pool makes of its own accord throws, in turn, an SQLException, a
 * RuntimeException and an Error, once and four times, during a full life of its connections.
 * Afterwards nothing is lost: no slot leaked, the capacity is the maximum, and nobody was ever lent
 * anything dirty or kept waiting past the deadline.
 */
@Timeout(60)
class CallSiteSweepTest {

  /** All of them. A new one belongs here: the sweep goes by what it records. */
  private static final Set<String> SITES =
      Set.of(
          "Statement.close",
          "abort",
          "beginRequest",
          "clearWarnings",
          "close",
          "commit",
          "connect",
          "createStatement",
          "endRequest",
          "execute",
          "getAutoCommit",
          "getCatalog",
          "getClientInfo",
          "getHoldability",
          "getNetworkTimeout",
          "getSchema",
          "getTransactionIsolation",
          "getTypeMap",
          "isClosed",
          "isReadOnly",
          "isValid",
          "rollback",
          "setAutoCommit",
          "setCatalog",
          "setClientInfo",
          "setHoldability",
          "setNetworkTimeout",
          "setReadOnly",
          "setSchema",
          "setTransactionIsolation",
          "setTypeMap");

  private static final List<Supplier<Throwable>> FAILURES =
      List.of(
          () -> new SQLException("fake failure"),
          () -> new IllegalStateException("fake bug of the driver"),
          () -> new StackOverflowError("fake"));

  private static final Map<String, UnaryOperator<FaultPlan>> TIMES = new LinkedHashMap<>();

  static {
    TIMES.put("once", FaultPlan::once);
    TIMES.put("four times", plan -> plan.times(4));
  }

  private static Map<Setup, Set<String>> record() throws Exception {
    Map<Setup, Set<String>> recorded = new EnumMap<>(Setup.class);
    for (Setup setup : Setup.values()) {
      try (Scene scene = new Scene()) {
        recorded.put(setup, FullLife.recorded(scene, setup));
      }
    }
    return recorded;
  }

  @Test
  void theSweepKnowsEveryCallThatThePoolMakes() throws Exception {
    Set<String> recorded = new TreeSet<>();
    record().values().forEach(recorded::addAll);
    assertThat(recorded).containsExactlyInAnyOrderElementsOf(SITES);
  }

  static Stream<Arguments> everythingThatCanBeThrown() throws Exception {
    return record().entrySet().stream()
        .flatMap(entry ->
            entry.getValue().stream()
                .flatMap(site ->
                    TIMES.keySet().stream()
                        .flatMap(times ->
                            FAILURES.stream()
                                .map(failure ->
                                    Arguments.of(
                                        entry.getKey(),
                                        site,
                                        times,
                                        failure.get().toString(),
                                        failure)))));
  }

  @ParameterizedTest(name = "{0}: {1} {2} {3}")
  @MethodSource("everythingThatCanBeThrown")
  void whateverACallThrowsNothingIsLost(
      Setup setup, String site, String times, String shown, Supplier<Throwable> failure)
      throws Exception {
    try (Scene scene = new Scene()) {
      CenoteDataSource pool = FullLife.pool(scene, setup);
      Fault fault = TIMES.get(times).apply(scene.database().on(site)).throwing(failure);

      FullLife.survived(scene, pool);

      Stage.eventually(() -> assertThat(fault.hits()).as("%s threw %s", site, shown).isPositive());
      fault.lift();
      scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
      scene.recover(pool);
      Stage.eventually(() -> {
        PoolStats stats = pool.stats();
        assertThat(stats.leased()).isZero();
        assertThat(stats.idle()).as("all that is open is idle: %s", stats).isEqualTo(stats.open());
        assertThat(stats.waiting()).isZero();
        assertThat(stats.listenerFailures()).isZero();
      });
    }
  }
}
