package dev.cenote.testkit.wedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.event.RetireReason;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.contract.ThreadKind;
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An abort that never returns, does nothing or throws, when a connection must go. */
@Timeout(60)
class HangingAbortTest {

  private final Scene scene = new Scene();

  @AfterEach
  void nothingIsLeft() {
    scene.close();
  }

  /** Leaves a connection that cannot be reset, so that it must be aborted; returns its number. */
  private int breakOne(CenoteDataSource pool) throws SQLException {
    Connection soiled = Scene.borrowAndSoil(pool);
    int number = scene.database().sessionOf(soiled).number();
    scene.database().on("rollback").once().failing("08006");
    soiled.close();
    assertThat(pool.stats().retired()).containsKey(RetireReason.RESET_FAILED);
    return number;
  }

  @ParameterizedTest
  @EnumSource
  void thePoolGoesOnWithoutAbortsThatNeverReturn(ThreadKind kind) throws Exception {
    kind.assumeAvailable();
    CenoteDataSource pool = scene.pool(s -> s);
    Fault hang = scene.database().on("abort").hangEvenWhenAborted();
    int first = breakOne(pool);
    int second = breakOne(pool);

    scene.assertFullCapacity(kind, pool);

    assertThat(second).isNotEqualTo(first);
    hang.awaitHits(2);
    Stage.eventually(() -> assertThat(pool.stats().givenUp()).isGreaterThanOrEqualTo(2));
    scene.recover(pool);
    scene.assertFullCapacity(kind, pool);
  }

  @Test
  void aConnectionWhoseAbortDoesNothingIsClosed() throws Exception {
    CenoteDataSource pool = scene.pool(s -> s);
    scene.database().on("abort").doingNothing();
    int broken = breakOne(pool);
    Stage.eventually(() -> assertThat(scene.database().session(broken).isOpen()).isFalse());
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }

  @Test
  void aConnectionWhoseAbortThrowsIsClosed() throws Exception {
    CenoteDataSource pool = scene.pool(s -> s.poolSize(0).maxOverflow(Scene.MAXIMUM));
    for (Supplier<Throwable> failure : BrokenCallTest.FAILURES) {
      scene.database().on("abort").once().throwing(failure);
      int broken = breakOne(pool);
      Stage.eventually(() -> assertThat(scene.database().session(broken).isOpen()).isFalse());
    }
    scene.assertFullCapacity(ThreadKind.PLATFORM, pool);
  }
}
