package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.CenoteConfigException;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeSession;
import dev.cenote.testkit.driver.Fault;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQLAlchemy's pool is known to do wrong: the table "defects" of docs/semantics-map.md. */
@Timeout(60)
class KnownDefectsTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  /** D1: there the waiter sleeps its whole timeout, though what it waits for is free. */
  @Test
  void whoWaitsIsServedThoughTheConnectThatItWaitedForFailed() throws Exception {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(1).acquireTimeout(PoolConfig.NONE));
    Connection held = pool.getConnection();
    CountDownLatch bothWait = new CountDownLatch(1);
    scene
        .database()
        .on("connect")
        .once()
        .throwing(() -> {
          await(bothWait);
          return new SQLException("refused", "08001");
        });
    List<Background<Integer>> waiters = scene.borrowers(pool, 2);
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(2));
    bothWait.countDown();
    for (Background<Integer> waiter : waiters) {
      assertThat(waiter.result()).isGreaterThan(1);
    }
    assertThat(pool.stats().failedOpens()).containsEntry(OpenFailure.UNREACHABLE, 1L);
    held.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** D2: there whoever comes again at once takes what it has just given back. */
  @Test
  void whoGivesBackAndComesAgainAtOnceComesBehindWhoWaits() throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(1).maxOverflow(0));
    List<Integer> turns = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger left = new AtomicInteger(20);
    List<Background<Boolean>> both = new ArrayList<>();
    for (int client : List.of(1, 2)) {
      both.add(
          Background.call(() -> {
            while (left.get() > 0) {
              try (Connection connection = pool.getConnection()) {
                Stage.use(connection);
                turns.add(client);
                if (left.decrementAndGet() > 0) { // the other waits, and has for a while
                  Awaitility.await()
                      .pollDelay(Duration.ofMillis(2))
                      .until(() -> pool.stats().waiting() == 1);
                }
              }
            }
            return true;
          }));
    }
    for (Background<Boolean> one : both) {
      assertThat(one.result()).isTrue();
    }
    assertThat(turns).hasSizeGreaterThanOrEqualTo(20);
    for (int i = 1; i < turns.size(); i++) {
      assertThat(turns.get(i)).as("turn " + i).isNotEqualTo(turns.get(i - 1));
    }
  }

  /** D3: there the timeout begins anew after a lost race, and bounds no connect and no check. */
  @ParameterizedTest
  @ValueSource(strings = {"connect", "isValid"})
  void oneTimeoutBoundsTheWaitTheConnectAndTheCheck(String hanging) throws Exception {
    CenoteDataSource pool =
        scene.pool(b ->
            b.poolSize(1)
                .maxOverflow(0)
                .validation(Validation.ALWAYS)
                .connectTimeout(Duration.ofSeconds(30))
                .checkTimeout(Duration.ofSeconds(30))
                .acquireTimeout(Duration.ofSeconds(2)));
    Connection held = pool.getConnection();
    Background<Duration> waiter =
        Background.call(() -> {
          long start = System.nanoTime();
          assertThatThrownBy(pool::getConnection)
              .isInstanceOf(SQLTransientConnectionException.class);
          return Duration.ofNanos(System.nanoTime() - start);
        });
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    Fault fault = scene.database().on(hanging).always().hang();
    if (hanging.equals("connect")) {
      held.abort(Runnable::run);
    } else {
      held.close();
    }
    assertThat(waiter.result()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(20));
    fault.lift();
    FakeScene.awaitLending(pool);
  }

  /** D4: there -2 recurs without end, and a negative size or timeout is found out later. */
  @ParameterizedTest
  @CsvSource({
    "pool_size, -1, allowed are 0 and more",
    "max_overflow, -2, 'allowed are 0 and more, and -1 for no limit'",
    "pool_timeout, -0.5, allowed are 0 and more",
    "pool_recycle, -3, allowed is more than 0"
  })
  void aValueOutOfRangeIsRefusedAtOnce(String name, String value, String allowed) {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder().url(scene.database().url()).sqlalchemy(Map.of(name, value));
    assertThatThrownBy(builder::build)
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContainingAll(name, "'" + value + "'", allowed);
    assertThat(scene.database().connectionsEver()).isZero();
  }

  /** D5: there a lifetime of 0 closes the new connection at its first checkout. */
  @Test
  void aLifetimeThatEndsAtOnceIsRefusedAndTheShortestLendsWhatIsFresh() throws SQLException {
    CenoteDataSourceBuilder theirs =
        CenoteDataSource.builder().url(scene.database().url()).sqlalchemy(Map.of("recycle", 0));
    assertThatThrownBy(theirs::build).hasMessageContaining("at each checkout");
    assertThatThrownBy(() -> scene.pool(b -> b.maxLifetime(Duration.ofMillis(999))))
        .isInstanceOf(CenoteConfigException.class)
        .hasMessageContaining("maxLifetime");
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(0).maxLifetime(Duration.ofSeconds(1)));
    try (Connection connection = pool.getConnection()) {
      assertThat(scene.numberOf(connection)).isEqualTo(1);
    }
  }

  /** D6: there the numbers read 0 and then -1, and the late one is kept. */
  @Test
  void whatComesBackAfterTheEndIsClosedAndTheNumbersStayRight() throws Exception {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(2).maxOverflow(0).shutdownTimeout(Duration.ofSeconds(20)));
    List<Connection> both = Stage.borrow(pool, 2);
    both.get(1).close();
    Background<Boolean> end =
        Background.call(() -> {
          pool.close();
          return true;
        });
    Stage.eventually(() -> assertThat(scene.database().session(2).isOpen()).isFalse());
    assertThat(pool.stats().leased()).isEqualTo(1);
    assertThat(pool.stats().idle()).isZero();
    Stage.use(both.get(0)); // its borrower goes on until the shutdown timeout
    both.get(0).close();
    assertThat(end.result()).isTrue();
    assertThat(scene.database().session(1).isOpen()).isFalse();
    assertThat(pool.stats().leased()).isZero();
    assertThat(pool.stats().permitted()).isZero();
  }

  /** D7: there a slot without a connection counts as "in pool". */
  @Test
  void aSlotWithoutAConnectionCountsAsNoConnection() throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(2).maxOverflow(0));
    Connection invalid = pool.getConnection();
    Connection detached = pool.getConnection();
    invalid.unwrap(CenoteConnection.class).invalidate(null);
    detached.unwrap(CenoteConnection.class).detach();
    Stage.eventually(() -> assertThat(pool.stats().open()).isZero());
    assertThat(pool.stats().idle()).isZero();
    assertThat(pool.stats().detached()).isEqualTo(1);
    Gate connects = new Gate();
    scene.database().on("connect").once().waitFor(connects);
    Background<Integer> waiter = scene.borrowers(pool, 1).get(0);
    connects.awaitArrival();
    PoolStats meanwhile = pool.stats();
    assertThat(meanwhile.opening()).isEqualTo(1);
    assertThat(meanwhile.waiting()).isEqualTo(1);
    assertThat(meanwhile.open()).isZero();
    connects.open();
    assertThat(waiter.result()).isGreaterThan(2);
    detached.close();
  }

  /** D9: there dead sockets stay until somebody takes them; nothing goes on by itself. */
  @Test
  void anInvalidationClosesTheIdleAtOnceAndThePoolFillsItselfAgain() {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(3).maxOverflow(0).prefill(true).onStart(OnStart.WAIT_FILLED));
    pool.invalidateAll();
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(3));
    Stage.eventually(() ->
        assertThat(scene.database().openSessions())
            .extracting(FakeSession::number)
            .containsExactlyInAnyOrder(4, 5, 6));
    assertThat(pool.stats().acquired()).isZero();
  }

  /** D10: there are four gauges. */
  @Test
  void thePoolCountsWhatBecameOfEachWaitAndEachConnection() throws SQLException {
    CenoteDataSource pool =
        scene.pool(b -> b.poolSize(1).maxOverflow(0).acquireTimeout(Duration.ofMillis(20)));
    scene.database().on("connect").once().failing("08001");
    FakeScene.awaitLending(pool);
    try (Connection held = Stage.borrowPatiently(pool)) {
      assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
      held.unwrap(CenoteConnection.class).invalidateOnClose();
    }
    PoolStats stats = pool.stats();
    assertThat(stats.acquired()).isEqualTo(2);
    assertThat(stats.timedOut()).isPositive();
    assertThat(stats.created()).isEqualTo(1);
    assertThat(stats.failedOpens()).containsEntry(OpenFailure.UNREACHABLE, 1L);
    assertThat(stats.retired()).containsEntry(RetireReason.EVICTED, 1L);
  }

  /** D11: there the borrower's thread closes what is dead or too old, however long that takes. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noBorrowerWaitsForTheSlowEndOfAConnection(boolean dead) throws Exception {
    CenoteDataSource pool = scene.pool(b -> b.poolSize(1).maxOverflow(1));
    Fault slow =
        scene
            .database()
            .on(dead ? "abort" : "close")
            .onlyConnection(1)
            .once()
            .hangEvenWhenAborted();
    Connection first = pool.getConnection();
    if (dead) {
      scene.database().kill(first);
      assertThatThrownBy(() -> Stage.use(first)).isInstanceOf(SQLException.class);
    } else {
      first.unwrap(CenoteConnection.class).invalidateOnClose();
    }
    first.close(); // returns
    Stage.eventually(() -> assertThat(slow.hits()).isEqualTo(1));
    try (Connection next = pool.getConnection()) {
      assertThat(scene.numberOf(next)).isEqualTo(2);
      assertThat(pool.stats().closing()).isEqualTo(1);
    }
    slow.lift();
    Stage.eventually(() -> assertThat(pool.stats().open()).isEqualTo(1));
  }
}
