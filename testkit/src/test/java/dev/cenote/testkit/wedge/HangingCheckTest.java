package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An isValid that never returns, even when aborted. */
@Timeout(60)
class HangingCheckTest {

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource
  void thePoolGoesOnWithoutChecksThatNeverReturn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool =
        scene.poolWithIdle(Scene.POOL_SIZE, s -> s.validation(Validation.ALWAYS));
    Fault hang = scene.database().on("isValid").hangEvenWhenAborted();

    scene.assertFullCapacity(kind, pool);

    assertThat(hang.hits()).isGreaterThanOrEqualTo(Scene.POOL_SIZE);
    assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(Scene.POOL_SIZE);
    assertThat(pool.stats().retired().get(RetireReason.CHECK_TIMED_OUT))
        .isGreaterThanOrEqualTo(Scene.POOL_SIZE);
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @ParameterizedTest
  @EnumSource
  void getConnectionKeepsItsDeadlineThoughTheCheckMayTakeLonger(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    Duration deadline = Duration.ofSeconds(1);
    CenoteDataSource pool =
        scene.poolWithIdle(
            Scene.MAXIMUM,
            s ->
                s.validation(Validation.ALWAYS)
                    .acquireTimeout(deadline)
                    .checkTimeout(Duration.ofSeconds(30)));
    scene.database().on("isValid").times(Scene.MAXIMUM).hangEvenWhenAborted();
    scene.database().on("connect").times(Scene.MAXIMUM).hang(); // else another would be had
    long start = System.nanoTime();

    Throwable failure = catchThrowable(pool::getConnection);

    assertThat(failure).isInstanceOf(SQLTransientConnectionException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(deadline, deadline.plus(Scene.SLACK));
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @Test
  void whoeverComesIsServedWithinSecondsThoughEachCheckMayTakeHalfAMinute() throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(
            Scene.MAXIMUM,
            s -> s.validation(Validation.ALWAYS).checkTimeout(Duration.ofSeconds(30)));
    Fault hang = scene.database().on("isValid").times(Scene.MAXIMUM).hangEvenWhenAborted();

    scene.borrow(pool).close();

    assertThat(hang.hits()).isLessThan(Scene.MAXIMUM);
    assertThat(pool.stats().retired().get(RetireReason.GAVE_WAY)).isEqualTo(1);
    scene.recover(pool);
  }

  @Test
  void keepaliveChecksThatNeverReturnAreReplacedWithoutABorrower() throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(Scene.POOL_SIZE, s -> s.keepalive(Duration.ofMillis(100)));
    Fault hang = scene.database().on("isValid").times(Scene.POOL_SIZE).hangEvenWhenAborted();

    hang.awaitHits(Scene.POOL_SIZE);
    Stage.eventually(() ->
        assertThat(pool.stats().retired())
            .containsEntry(RetireReason.CHECK_TIMED_OUT, (long) Scene.POOL_SIZE));
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(Scene.POOL_SIZE));

    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
    scene.recover(pool);
  }

  @Test
  void aConnectionInvalidatedWhileItsCheckHangsIsAbortedNotClosed() throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(1, s -> s.poolSize(1).maxOverflow(3).validation(Validation.ALWAYS));
    Fault hang = scene.database().on("isValid").once().hangEvenWhenAborted();
    Background<Connection> borrower = Background.call(() -> scene.borrow(pool));
    hang.awaitHit();

    pool.invalidateAll();

    borrower.result().close();
    Stage.eventually(() -> assertThat(scene.database().session(1).isOpen()).isFalse());
    assertThat(scene.database().session(1).isAborted()).isTrue();
    scene.recover(pool);
  }

  @Test
  void aCheckThatIsAnsweredTooLateNeverBringsItsConnectionBack() throws Exception {
    CenoteDataSource pool =
        scene.poolWithIdle(1, s -> s.poolSize(1).maxOverflow(3).validation(Validation.ALWAYS));
    Fault hang = scene.database().on("isValid").once().hangEvenWhenAborted();
    scene.borrow(pool).close();
    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isEqualTo(1));

    hang.lift();

    scene.recover(pool); // its end, on a thread of the pool's, may still be under way
    Stage.eventually(() -> assertThat(scene.database().session(1).isOpen()).isFalse());
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }
}
