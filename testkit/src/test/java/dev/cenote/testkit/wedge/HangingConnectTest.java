package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnStart;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.error.CenoteStartException;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connect that never returns, even when aborted. */
@Timeout(60)
class HangingConnectTest {

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void thePoolGoesOnWithoutConnectsThatNeverReturn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    Fault hang = scene.database().on("connect").times(3).hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s);

    scene.assertFullCapacity(kind, pool);

    assertThat(hang.hits()).isEqualTo(3);
    Stage.eventually(() -> {
      assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(3);
      assertThat(pool.stats().failedOpens().get(OpenFailure.TIMED_OUT)).isGreaterThanOrEqualTo(3);
    });
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @ParameterizedTest
  @EnumSource
  void settingUpAConnectionThatNeverReturnsIsLikeAConnectThatDoesNot(ThreadKind kind)
      throws Exception {
    kind.assumeAvailable();
    scene.database().on("getAutoCommit").times(2).hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s);

    scene.assertFullCapacity(kind, pool);

    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(2));
    scene.recover(pool);
    assertThat(scene.database().session(1).isOpen()).isFalse();
    assertThat(scene.database().session(2).isOpen()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void thePoolNeverStopsTryingHoweverManyConnectsHang(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    Fault hang = scene.database().on("connect").times(3).hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s.givenUpMax(2));

    scene.assertFullCapacity(kind, pool);

    assertThat(hang.hits()).isEqualTo(3);
    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(3));
    scene.recover(pool);
  }

  @ParameterizedTest
  @EnumSource
  void getConnectionKeepsItsDeadlineWhileEveryConnectHangs(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    Duration deadline = Duration.ofSeconds(2);
    scene.database().on("connect").hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s.acquireTimeout(deadline));
    List<Background<Duration>> callers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      callers.add(
          Background.call(
              kind,
              () -> {
                long start = System.nanoTime();
                assertThat(catchThrowable(pool::getConnection))
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageContaining("CENOTE-203");
                return Duration.ofNanos(System.nanoTime() - start);
              }));
    }
    for (Background<Duration> caller : callers) {
      assertThat(caller.result()).isBetween(deadline, deadline.plus(Scene.SLACK));
    }
    assertThat(pool.stats().waiting()).isZero();
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @Test
  void withATimeoutOfZeroOnlyThePermittedOpenIsAwaited() {
    scene.database().on("connect").hangEvenWhenAborted();
    CenoteDataSource pool = scene.pool(s -> s.acquireTimeout(Duration.ZERO));
    long start = System.nanoTime();
    assertThatThrownBy(pool::getConnection).isInstanceOf(SQLTransientConnectionException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Scene.DRIVER_CALL.multipliedBy(2).plus(Scene.SLACK));
  }

  @Test
  void whatIsOpenGoesOnServingWhileConnectsHang() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(2, s -> s.keepalive(Duration.ofMillis(100)));
    scene.database().on("connect").hangEvenWhenAborted();
    List<Background<Integer>> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(
          Background.call(() -> {
            for (int cycle = 0; cycle < 100; cycle++) {
              scene.borrow(pool).close();
            }
            return 100;
          }));
    }
    for (Background<Integer> client : clients) {
      assertThat(client.result()).isEqualTo(100);
    }
    assertThat(pool.stats().timedOut()).isZero();
    scene.recover(pool);
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }

  @Test
  void aConnectThatIsInterruptibleIsInterruptedAndLeavesNothing() throws Exception {
    Fault hang = scene.database().on("connect").times(2).hang();
    CenoteDataSource pool = scene.pool(s -> s);
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    assertThat(hang.hits()).isEqualTo(2);
    Stage.eventually(() -> {
      assertThat(pool.stats().givenUp()).isZero();
      assertThat(scene.database().openingConnections()).isZero();
    });
  }

  @Test
  void failFastFailsWithinTheConnectTimeout() {
    scene.database().on("connect").hangEvenWhenAborted();
    long start = System.nanoTime();
    assertThatThrownBy(() -> scene.pool(s -> s.onStart(OnStart.FAIL_FAST)))
        .isInstanceOf(CenoteStartException.class)
        .hasMessageContaining("CENOTE-203");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Scene.DRIVER_CALL.plus(Duration.ofSeconds(2)).plus(Scene.SLACK));
  }

  @Test
  void closingThePoolEndsInTimeThoughAConnectHangsAndItsLateConnectionIsClosed() throws Exception {
    Fault hang = scene.database().on("connect").once().hangEvenWhenAborted();
    // Of one connection, or another attempt would begin after half a second and serve the waiter.
    CenoteDataSource pool =
        scene.pool(s -> s.poolSize(1).maxOverflow(0).connectTimeout(Duration.ofSeconds(30)));
    Background<Connection> waiter = Background.call(pool::getConnection);
    hang.awaitHit();
    long start = System.nanoTime();

    pool.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Duration.ofSeconds(2).plus(Scene.SLACK));
    assertThat(waiter.failure()).isInstanceOf(SQLException.class);
    assertThat(pool.stats().givenUp()).isEqualTo(1);
    hang.lift();
    Stage.eventually(() -> {
      assertThat(scene.database().openConnections()).as("connections left").isZero();
      assertThat(pool.stats().givenUp()).isZero();
    });
  }
}
