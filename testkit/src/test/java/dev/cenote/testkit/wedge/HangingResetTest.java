package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.FakeSession;
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A rollback, or any other call of the reset, that never returns, even when aborted. */
@Timeout(60)
class HangingResetTest {

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void thePoolGoesOnWithoutRollbacksThatNeverReturn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.pool(s -> s);
    Fault hang = scene.database().on("rollback").times(Scene.MAXIMUM).hangEvenWhenAborted();
    List<Background<Boolean>> stuck = new ArrayList<>();
    List<Connection> soiled = new ArrayList<>();
    for (int i = 0; i < Scene.MAXIMUM; i++) {
      soiled.add(Scene.borrowAndSoil(pool));
    }
    for (Connection connection : soiled) {
      stuck.add(Scene.closeAside(kind, connection));
    }
    hang.awaitHits(Scene.MAXIMUM);

    scene.assertFullCapacity(kind, pool);

    assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(Scene.MAXIMUM);
    assertThat(pool.stats().retired())
        .containsEntry(RetireReason.RESET_TIMED_OUT, (long) Scene.MAXIMUM);
    assertThat(stuck).allMatch(Background::isRunning);
    scene.recover(pool);
    for (Background<Boolean> closer : stuck) {
      assertThat(closer.result()).as("comes back late, without an error").isTrue();
    }
    scene.assertFullCapacity(kind, pool);
    assertThat(pool.stats().permitted()).isLessThanOrEqualTo(Scene.MAXIMUM);
  }

  @ParameterizedTest
  @EnumSource
  void whoWaitsIsServedThoughTheResetOfWhatItWaitsForNeverReturns(ThreadKind kind)
      throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.pool(s -> s.poolSize(1).maxOverflow(0));
    Connection soiled = Scene.borrowAndSoil(pool);
    Fault hang = scene.database().on("rollback").once().hangEvenWhenAborted();
    Background<Connection> waiter = Background.call(kind, () -> scene.borrow(pool));
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));

    Background<Boolean> stuck = Scene.closeAside(kind, soiled);
    hang.awaitHit();

    waiter.result().close();
    assertThat(stuck.isRunning()).isTrue();
    hang.lift();
    assertThat(stuck.result()).isTrue();
    scene.recover(pool);
  }

  @ParameterizedTest
  @EnumSource
  void aRollbackThatEndsWhenAbortedLetsItsBorrowerGo(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.pool(s -> s);
    Connection soiled = Scene.borrowAndSoil(pool);
    scene.database().on("rollback").once().hang();

    assertThat(Scene.closeAside(kind, soiled).result()).isTrue();

    assertThat(scene.database().openSessions()).noneMatch(FakeSession::inTransaction);
    scene.assertFullCapacity(kind, pool);
    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isZero());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "setNetworkTimeout",
        "Statement.close",
        "setAutoCommit",
        "setTransactionIsolation",
        "clearWarnings"
      })
  void whicheverCallOfTheResetHangsThePoolGoesOn(String site) throws Exception {
    CenoteDataSource pool = scene.pool(s -> s);
    Connection first = Scene.borrowAndSoil(pool);
    Connection second = Scene.borrowAndSoil(pool);
    Fault hang = scene.database().on(site).times(2).hangEvenWhenAborted();
    Background<Boolean> one = Scene.closeAside(ThreadKind.PLATFORM, first);
    Background<Boolean> other = Scene.closeAside(ThreadKind.PLATFORM, second);
    hang.awaitHits(2);

    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);

    assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(2);
    scene.recover(pool);
    assertThat(one.result()).isTrue();
    assertThat(other.result()).isTrue();
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }

  @Test
  void aCommitThatNeverReturnsInsideTheBorrowersOwnCallCostsOnlyItsConnection() throws Exception {
    CenoteDataSource pool = scene.pool(s -> s);
    Connection connection = Scene.borrowAndSoil(pool);
    Fault hang = scene.database().on("commit").once().hangEvenWhenAborted();
    Background<Boolean> stuck =
        Background.call(() -> {
          connection.commit();
          return true;
        });
    hang.awaitHit();
    connection.abort(Runnable::run);

    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);

    hang.lift();
    assertThat(stuck.failure()).isInstanceOf(java.sql.SQLException.class);
  }

  @Test
  void aConnectionInvalidatedWhileItsResetHangsIsAbortedNotClosed() throws Exception {
    CenoteDataSource pool = scene.pool(s -> s);
    Connection soiled = Scene.borrowAndSoil(pool);
    int number = scene.database().sessionOf(soiled).number();
    Fault hang = scene.database().on("rollback").once().hangEvenWhenAborted();
    Background<Boolean> stuck = Scene.closeAside(ThreadKind.PLATFORM, soiled);
    hang.awaitHit();

    pool.invalidateAll();

    Stage.eventually(() -> assertThat(scene.database().session(number).isOpen()).isFalse());
    // A polite close beside the hanging call would be a second thread in the driver.
    assertThat(scene.database().session(number).isAborted()).isTrue();
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    hang.lift();
    assertThat(stuck.result()).isTrue();
    scene.recover(pool);
  }

  @Test
  void closingThePoolEndsInTimeThoughAResetNeverReturns() throws Exception {
    CenoteDataSource pool = scene.pool(s -> s.resetTimeout(Duration.ofSeconds(30)));
    Connection soiled = Scene.borrowAndSoil(pool);
    Fault hang = scene.database().on("rollback").hangEvenWhenAborted();
    Background<Boolean> stuck = Scene.closeAside(ThreadKind.PLATFORM, soiled);
    hang.awaitHit();
    long start = System.nanoTime();

    pool.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isLessThan(Duration.ofSeconds(2).plus(Scene.SLACK));
    assertThat(pool.stats().permitted()).isZero();
    scene.database().liftFaults();
    assertThat(stuck.result()).isTrue();
    Stage.eventually(() -> {
      assertThat(scene.database().openConnections()).isZero();
      assertThat(pool.stats().givenUp()).isZero();
    });
  }
}
