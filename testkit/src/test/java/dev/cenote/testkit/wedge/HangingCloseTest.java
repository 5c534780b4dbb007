package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A close that never returns, even when aborted. */
@Timeout(60)
class HangingCloseTest {

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void thePoolGoesOnWithoutClosesThatNeverReturn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.poolWithIdle(Scene.MAXIMUM, s -> s);
    Fault hang = scene.database().on("close").hangEvenWhenAborted();

    pool.invalidateAll();
    scene.assertFullCapacity(kind, pool);

    hang.awaitHits(Scene.MAXIMUM);
    Stage.eventually(
        () -> assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(Scene.MAXIMUM));
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @ParameterizedTest
  @EnumSource
  void thePoolGoesOnThoughNeitherCloseNorAbortEverReturn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.poolWithIdle(2, s -> s);
    scene.database().on("close").hangEvenWhenAborted();
    scene.database().on("abort").hangEvenWhenAborted();

    pool.invalidateAll();
    scene.assertFullCapacity(kind, pool);

    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(2));
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @Test
  void manyCallsThatHangForEverDoNotSlowDownAPoolThatCanOpen() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(Scene.MAXIMUM, s -> s);
    scene.database().on("close").hangEvenWhenAborted();
    scene.database().on("abort").hangEvenWhenAborted();
    for (int round = 0; round < 4; round++) {
      pool.invalidateAll();
      scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    }
    assertThat(pool.stats().givenUp()).isGreaterThan(8);
    assertThat(pool.stats().timedOut()).isZero();
    scene.recover(pool);
  }

  @Test
  void aConnectionThatClosesSlowlyKeepsItsPermit() throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(Scene.MAXIMUM, s -> s.closeTimeout(Duration.ofSeconds(30)));
    Gate gate = new Gate();
    scene.database().on("close").waitFor(gate);

    pool.invalidateAll();
    Background<Connection> waiter = Background.call(() -> scene.borrow(pool));
    gate.awaitArrivals(Scene.MAXIMUM);
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    assertThat(pool.stats().closing()).isEqualTo(Scene.MAXIMUM);
    assertThat(pool.stats().opening()).isZero();
    gate.open();

    waiter.result().close();
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    assertThat(scene.database().peakOpenOrOpening()).isLessThanOrEqualTo(Scene.MAXIMUM);
  }

  @Test
  void surplusWhoseCloseNeverReturnsCostsNoCapacity() throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(Scene.MAXIMUM, s -> s.overflowLinger(Duration.ofSeconds(2)));
    Fault hang = scene.database().on("close").hangEvenWhenAborted();

    hang.awaitHits(Scene.MAX_OVERFLOW);
    Stage.eventually(() -> assertThat(pool.stats().open()).isEqualTo(Scene.POOL_SIZE));
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);

    scene.recover(pool);
  }

  @Test
  void closingThePoolEndsInTimeThoughNoCloseAndNoAbortEverReturns() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(3, s -> s);
    List<Connection> borrowed = Stage.borrow(pool, 1);
    Fault hang = scene.database().on("close").hangEvenWhenAborted();
    scene.database().on("abort").hangEvenWhenAborted();
    long start = System.nanoTime();

    pool.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Duration.ofSeconds(2).plus(Scene.SLACK));
    assertThat(hang.hits()).isPositive();
    assertThat(pool.stats().permitted()).isZero();
    assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(3);
    scene.database().liftFaults();
    Stage.giveBack(borrowed);
    Stage.eventually(() -> {
      assertThat(scene.database().openConnections()).isZero();
      assertThat(pool.stats().givenUp()).isZero();
    });
  }

  @Test
  void aConnectionWhoseCloseThrowsIsAborted() throws Exception {
    CenoteDataSource pool = scene.poolWithIdle(2, s -> s);
    Fault broken =
        scene
            .database()
            .on("close")
            .times(2)
            .throwing(
                () -> new SQLException("cannot close while a transaction is active", "25001"));

    pool.invalidateAll();
    broken.awaitHits(2);

    Stage.eventually(() -> {
      assertThat(scene.database().session(1).isOpen()).as("left open").isFalse();
      assertThat(scene.database().session(2).isOpen()).as("left open").isFalse();
    });
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }
}
