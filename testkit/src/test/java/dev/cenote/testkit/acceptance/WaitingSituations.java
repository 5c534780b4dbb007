package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolKind;
import dev.cenote.error.ErrorCode;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ConnectionCustomizer;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** Callers that wait, and what they are told. */
final class WaitingSituations {

  private static final String WAITERS = " callers wait, the first for ";

  private WaitingSituations() {}

  static String allBorrowed(Situation stage) throws Exception {
    return Situation.again(() -> allBorrowedOnce(stage), WAITERS, "oldest");
  }

  private static String allBorrowedOnce(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b.poolSize(3).acquireTimeout(Duration.ofMillis(1_500)));
    Gate working = new Gate();
    stage.database().on("PreparedStatement.execute").waitFor(working);
    stage.hold(pool, 2);
    Background<Boolean> busy = stage.inBackground(() -> work(pool));
    working.awaitArrival();
    int before = stage.countLogged(ErrorCode.ALL_BORROWED);
    assertThat(stage.firstOfSeveral(pool)).contains(ErrorCode.ALL_BORROWED.id());
    String report = stage.logged(ErrorCode.ALL_BORROWED, before);
    working.open();
    assertThat(busy.result()).isTrue();
    return report;
  }

  private static boolean work(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        var statement = connection.prepareStatement("select 1")) {
      return statement.execute();
    }
  }

  static String deadlock(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b.acquireTimeout(Stage.PATIENCE));
    CyclicBarrier bothHaveOne = new CyclicBarrier(2);
    Background<String> one = stage.inBackground(() -> nested(pool, bothHaveOne));
    Background<String> other = stage.inBackground(() -> nested(pool, bothHaveOne));
    return one.result() + other.result();
  }

  private static String nested(CenoteDataSource pool, CyclicBarrier bothHaveOne) throws Exception {
    try (Connection outer = pool.getConnection()) {
      Stage.use(outer);
      bothHaveOne.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return inner(pool);
    }
  }

  private static String inner(CenoteDataSource pool) {
    try (Connection inner = pool.getConnection()) {
      Stage.use(inner);
      return "";
    } catch (SQLException failure) {
      return String.valueOf(failure.getMessage());
    }
  }

  static String queueFull(Situation stage) {
    CenoteDataSource pool = stage.pool(b -> b.maxWaiters(2));
    stage.hold(pool, 2);
    for (int i = 1; i <= 2; i++) {
      int waiting = i;
      stage.inBackground(pool::getConnection);
      Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(waiting));
    }
    return Situation.refusal(pool);
  }

  static String interrupted(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b.acquireTimeout(Stage.PATIENCE));
    stage.hold(pool, 2);
    Background<Connection> caller = stage.inBackground(pool::getConnection);
    Stage.eventually(() -> assertThat(pool.stats().waiting()).isEqualTo(1));
    caller.interrupt();
    return String.valueOf(caller.failure().getMessage());
  }

  static String paused(Situation stage) throws Exception {
    return Situation.again(() -> pausedOnce(stage), WAITERS);
  }

  private static String pausedOnce(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b);
    pool.pause();
    String told = stage.firstOfSeveral(pool);
    pool.resume();
    return told;
  }

  static String soleBorrowed(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b.kind(PoolKind.SOLE).poolSize(1));
    try (Connection held = pool.getConnection()) {
      Stage.use(held);
      return Situation.refusal(pool);
    }
  }

  static String refusedAtCheckout(Situation stage) {
    ConnectionCustomizer standby =
        new ConnectionCustomizer() {
          @Override
          public void onCheckout(Connection connection, ConnectionContext context)
              throws SQLException {
            throw new SQLException("this server is a standby");
          }
        };
    return Situation.refusal(stage.pool(b -> b.customizer(standby).acquireTimeout(Stage.PATIENCE)));
  }

  static String nestedAcquire(Situation stage) throws SQLException {
    CenoteDataSource pool = stage.pool(b -> b);
    stage.hold(pool, 1);
    try (Connection outer = pool.getConnection()) {
      Stage.use(outer);
      assertThat(inner(pool)).contains(ErrorCode.ALL_BORROWED.id());
    }
    return stage.logged(ErrorCode.NESTED_ACQUIRE);
  }

  static String openingSlowly(Situation stage) throws Exception {
    return Situation.again(() -> openingSlowlyOnce(stage), WAITERS, "; the last one took ");
  }

  private static String openingSlowlyOnce(Situation stage) throws Exception {
    CenoteDataSource pool = stage.pool(b -> b.poolSize(10));
    Gate working = new Gate();
    stage.database().on("Statement.execute").waitFor(working);
    for (int i = 0; i < 3; i++) {
      stage.inBackground(() -> {
        try (Connection connection = pool.getConnection();
            Statement statement = connection.createStatement()) {
          return statement.execute("select 1");
        }
      });
    }
    working.awaitArrivals(3);
    stage.database().on("connect").lasting(Duration.ofSeconds(4));
    String told = stage.firstOfSeveral(pool);
    working.open();
    stage.database().liftFaults();
    return told;
  }
}
