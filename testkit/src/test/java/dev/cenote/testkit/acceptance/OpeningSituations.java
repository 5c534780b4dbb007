package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import dev.cenote.testkit.contract.Stage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Databases that cannot be reached, or say no. */
final class OpeningSituations {

  private static final String UNUSED_PORT = "jdbc:postgresql://127.0.0.1:1/orders";

  /** What PostgreSQL's driver says. */
  private static final String REFUSED =
      "Connection to db:5432 refused. Check that the hostname and port are correct and that the"
          + " postmaster is accepting TCP/IP connections. (Connection refused)";

  private OpeningSituations() {}

  private static String startFails(CenoteDataSourceBuilder builder) {
    try (CenoteDataSource pool = builder.build()) {
      throw new AssertionError("has started: " + pool);
    } catch (CenoteStartException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  private static CenoteDataSourceBuilder orders(Situation stage) {
    return CenoteDataSource.builder().name("orders").url(stage.database().url());
  }

  static String unreachable(Situation stage) {
    return Situation.refusal(
        stage.pool(b -> b.url(UNUSED_PORT).username("app").acquireTimeout(Duration.ofSeconds(5))));
  }

  static String recovered(Situation stage) throws Exception {
    stage.database().refuse(() -> new SQLException("Connection to db:5432 refused", "08001"));
    CountDownLatch failedTwice = new CountDownLatch(2);
    CenoteDataSource pool =
        stage.pool(b ->
            b.prefill(true)
                .listener(event -> {
                  if (event instanceof PoolEvent.OpenFailed) {
                    failedTwice.countDown();
                  }
                }));
    assertThat(failedTwice.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    stage.database().accept();
    FakeScene.awaitLending(pool);
    return stage.logged(ErrorCode.RECOVERED);
  }

  static String noAnswer(Situation stage) {
    stage.database().on("connect").hang();
    return Situation.refusal(stage.pool(b -> b));
  }

  static String givenUp(Situation stage) throws SQLException {
    stage.database().on("connect").once().hang();
    CenoteDataSource pool =
        stage.pool(b -> b.connectTimeout(Duration.ofMillis(200)).acquireTimeout(Stage.PATIENCE));
    pool.getConnection().close();
    return stage.logged(ErrorCode.NO_ANSWER, 1); // as above
  }

  static String loginRefused(Situation stage) {
    stage.database().settings().login("app", "secret");
    return Situation.refusal(stage.pool(b -> b.username("app").password("wrong")));
  }

  static String serverFull(Situation stage) {
    stage.database().settings().maxConnections(0);
    assertThat(Situation.refusal(stage.pool(b -> b))).contains(ErrorCode.SERVER_FULL.id());
    return stage.logged(ErrorCode.SERVER_FULL, 1); // the first tells that opening has begun to fail
  }

  static String cannotOpen(Situation stage) {
    stage
        .database()
        .on("Statement.execute")
        .throwing(() ->
            new SQLException(
                "ERROR: unrecognized configuration parameter \"serach_path\"", "42704"));
    return startFails(orders(stage).initSql("SET serach_path TO shop"));
  }

  static String knownDown(Situation stage) {
    stage.database().refuse(() -> new SQLException(REFUSED, "08001"));
    CenoteDataSource pool = stage.pool(b -> b.prefill(true).onOutage(OnOutage.FAIL_FAST));
    AtomicReference<String> told = new AtomicReference<>();
    Stage.eventually(() -> {
      told.set(Situation.refusal(pool));
      assertThat(told.get()).contains("refused at once", " attempts failed", "next is due in");
    });
    return told.get();
  }

  static String notFilled(Situation stage) {
    stage.database().settings().maxConnections(3);
    return startFails(
        orders(stage)
            .poolSize(5)
            .onStart(OnStart.WAIT_FILLED)
            .acquireTimeout(Duration.ofMillis(1_500)));
  }
}
