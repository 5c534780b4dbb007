package dev.cenote.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.error.CenoteStartException;
import dev.cenote.testkit.database.Capability;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a pool starts, and how it does not. */
public interface StartContract extends ContractTopic {

  /** Long enough to tell a pool that fails at once from one that waits for 30 s. */
  Duration AT_ONCE = Duration.ofSeconds(20);

  private static CenoteDataSourceBuilder withWrongPassword(Stage stage) {
    return stage
        .settings()
        .poolSize(1)
        .maxOverflow(0)
        .password("wrong-secret")
        .acquireTimeout(Duration.ofSeconds(30))
        .connectTimeout(Duration.ofSeconds(30));
  }

  /** Settings of a pool that opens nothing before somebody asks, and waits for nothing. */
  static CenoteDataSourceBuilder lazily(CenoteDataSourceBuilder settings) {
    return settings.prefill(false).onStart(OnStart.START_ANYWAY);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAIL_FAST", "WAIT_FILLED"})
  default void aWrongPasswordFailsTheStartAtOnce(OnStart onStart, Stage stage) {
    stage.needs(Capability.PASSWORD);
    long start = System.nanoTime();

    CenoteStartException failure =
        catchThrowableOfType(
            CenoteStartException.class,
            () -> stage.start(withWrongPassword(stage).onStart(onStart)));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    assertThat((Throwable) failure.sqlException())
        .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
        .hasMessageContaining("CENOTE-204")
        .hasMessageNotContaining("wrong-secret");
    assertThat(failure.sqlException().getSQLState()).startsWith("28");
    assertThat(failure.sqlException().getCause()).as("the driver's").isNotNull();
  }

  @Test
  default void aPoolThatStartsAnywayTellsOfAWrongPasswordAtOnce(Stage stage) {
    stage.needs(Capability.PASSWORD);
    CenoteDataSource pool = stage.start(withWrongPassword(stage).onStart(OnStart.START_ANYWAY));
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLInvalidAuthorizationSpecException.class)
          .hasMessageContaining("CENOTE-204")
          .hasMessageNotContaining("wrong-secret");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }
    assertThat(pool.stats().open()).isZero();
  }

  @Test
  default void whoWaitsIsToldOfAWrongPasswordAtOnce(Stage stage) throws Exception {
    stage.needs(Capability.PASSWORD);
    CenoteDataSource pool = stage.start(lazily(withWrongPassword(stage)));
    long start = System.nanoTime();
    Background<Connection> first = Background.call(pool::getConnection);
    Background<Connection> second = Background.call(pool::getConnection);
    assertThat(first.failure()).isInstanceOf(SQLInvalidAuthorizationSpecException.class);
    assertThat(second.failure()).isInstanceOf(SQLInvalidAuthorizationSpecException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    assertThat(pool.stats().waiting()).isZero();
  }

  @Test
  default void failFastWaitsForOneConnectionAndTheRestFollow(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(3).maxOverflow(0).onStart(OnStart.FAIL_FAST));
    assertThat(pool.stats().open()).isPositive();
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(3));
    stage.assertWhole(pool);
    stage.assertOpened(pool, 3);
  }

  @Test
  default void startAnywayFillsThePoolInTheBackground(Stage stage) throws SQLException {
    CenoteDataSource pool =
        stage.pool(s -> s.poolSize(3).maxOverflow(0).onStart(OnStart.START_ANYWAY));
    Stage.eventually(() -> assertThat(pool.stats().idle()).isEqualTo(3));
    stage.assertWhole(pool);
  }

  @Test
  default void aBeanStartsWithItsFirstConnection(Stage stage) throws SQLException {
    try (CenoteDataSource bean = stage.bean()) {
      bean.setPrefill(false);
      assertThat(bean.stats().created()).isZero();
      assertThatThrownBy(() -> bean.resize(2, 2)).isInstanceOf(IllegalStateException.class);

      try (Connection connection = bean.getConnection()) {
        stage.query(connection);
      }

      assertThat(bean.stats().created()).isEqualTo(1);
      assertThatThrownBy(() -> bean.setPoolSize(2)).isInstanceOf(IllegalStateException.class);
    }
  }
}
