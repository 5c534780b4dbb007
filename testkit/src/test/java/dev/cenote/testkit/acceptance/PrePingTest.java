package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.config.OnDisconnect;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.testkit.contract.Stage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checking before each lease (pool_pre_ping), and what happens without. */
@Timeout(60)
class PrePingTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  private CenoteDataSource pool(Validation validation) {
    return pool(validation, Duration.ofSeconds(30));
  }

  private CenoteDataSource pool(Validation validation, Duration timeout) {
    return scene.pool(b ->
        b.poolSize(1)
            .maxOverflow(0)
            .validation(validation)
            .onDisconnect(OnDisconnect.INVALIDATE)
            .acquireTimeout(timeout));
  }

  private static void borrowAndReturn(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @Test
  void aConnectionIsAskedAtEachLeaseButTheFirst() throws SQLException {
    CenoteDataSource pool = pool(Validation.ALWAYS);
    borrowAndReturn(pool);
    assertThat(scene.database().calls("isValid")).isZero();
    borrowAndReturn(pool);
    assertThat(scene.database().calls("isValid")).isEqualTo(1);
    borrowAndReturn(pool);
    assertThat(scene.database().calls("isValid")).isEqualTo(2);
  }

  @Test
  void aReplacementIsNotAskedAtItsFirstLeaseEither() throws SQLException {
    CenoteDataSource pool = pool(Validation.ALWAYS);
    borrowAndReturn(pool);
    pool.getConnection().abort(Runnable::run);
    scene.database().forgetCalls();
    borrowAndReturn(pool);
    assertThat(scene.database().calls("connect")).isEqualTo(1);
    assertThat(scene.database().calls("isValid")).isZero();
  }

  @Test
  void aRestartOfTheServerIsNotNoticed() throws SQLException {
    CenoteDataSource pool = pool(Validation.ALWAYS);
    borrowAndReturn(pool);
    scene.database().restart();
    borrowAndReturn(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(2);
  }

  /** Whatever error the check ends with, it costs its connection and never the borrower. */
  @ParameterizedTest
  @ValueSource(strings = {"08006", "42000", "HY000"})
  void aCheckThatFailsCostsItsConnectionWhateverItSays(String state) throws SQLException {
    CenoteDataSource pool = pool(Validation.ALWAYS);
    borrowAndReturn(pool);
    scene.database().on("isValid").once().failing(state);
    borrowAndReturn(pool);
    assertThat(scene.database().connectionsEver()).isEqualTo(2);
  }

  @Test
  void aServerThatStaysDownIsToldByTheErrorOfTheConnectAndTheNumbersStayRight()
      throws SQLException {
    CenoteDataSource pool = pool(Validation.ALWAYS, Duration.ofSeconds(5));
    borrowAndReturn(pool);
    scene.database().stop();
    assertThatThrownBy(pool::getConnection)
        .isInstanceOf(SQLTransientConnectionException.class)
        .cause()
        .hasFieldOrPropertyWithValue("SQLState", "08001");
    assertThat(pool.stats().leased()).isZero();
    assertThat(pool.stats().idle()).isZero();
    scene.database().restart();
    FakeScene.awaitLending(pool);
    assertThat(pool.stats().idle()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withoutACheckTheFirstUseOfAStaleConnectionFails(boolean restarted) throws SQLException {
    CenoteDataSource pool = pool(Validation.NEVER);
    borrowAndReturn(pool);
    if (restarted) {
      scene.database().restart();
    } else {
      scene.database().stop();
    }
    assertThatThrownBy(() -> borrowAndReturn(pool)).isInstanceOf(SQLException.class);
    scene.database().restart();
    borrowAndReturn(pool);
  }

  @Test
  void whatACheckFindsDeadIsEndedWithoutAResetAndTheNewOneIsResetOnReturn() throws SQLException {
    CenoteDataSource pool = pool(Validation.ALWAYS);
    borrowAndReturn(pool);
    scene.database().killAll();
    scene.database().forgetCalls();
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      Stage.use(connection);
    }
    Stage.eventually(() -> assertThat(scene.database().session(1).isOpen()).isFalse());
    assertThat(scene.database().journal().onConnection(1).methods()).doesNotContain("rollback");
    assertThat(scene.database().journal().onConnection(2).methods()).containsOnlyOnce("rollback");
  }
}
