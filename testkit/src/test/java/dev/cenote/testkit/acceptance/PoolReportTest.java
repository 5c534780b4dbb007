package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.error.ErrorCode;
import dev.cenote.report.PoolReport;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whom the pool names when there is no connection to be had. Numbers are replaced. */
@Timeout(60)
class PoolReportTest {

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @RegisterExtension private final LogLines log = new LogLines();

  private final Gate database = new Gate();
  private final CountDownLatch remoteAnswer = new CountDownLatch(1);
  private final CountDownLatch charging = new CountDownLatch(3);
  private final List<Background<?>> borrowers = new ArrayList<>();

  private CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    return scene.pool(b ->
        settings.apply(
            b.name("orders").poolSize(3).maxOverflow(0).acquireTimeout(Duration.ofMillis(1_200))));
  }

  @AfterEach
  void letThemGo() {
    remoteAnswer.countDown();
    database.open();
    borrowers.forEach(borrower -> assertThat(borrower.endsWithin(Stage.PATIENCE)).isTrue());
  }

  /** Holds a connection while it waits for something else. */
  private final class OrderService {

    private final CenoteDataSource pool;

    OrderService(CenoteDataSource pool) {
      this.pool = pool;
    }

    void place() throws SQLException, InterruptedException {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        Stage.use(connection);
        charge();
        connection.commit();
      }
    }

    private void charge() throws InterruptedException {
      charging.countDown();
      remoteAnswer.await();
    }

    /** Two connections at once, on a pool that may have none left. */
    void audit() throws SQLException {
      try (Connection outer = pool.getConnection()) {
        Stage.use(outer);
        log();
      }
    }

    private void log() throws SQLException {
      try (Connection inner = pool.getConnection()) {
        Stage.use(inner);
      }
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  private void inBackground(Task task, CenoteDataSource pool) {
    int before = pool.stats().leased();
    borrowers.add(
        Background.call(() -> {
          task.run();
          return true;
        }));
    Stage.eventually(() -> assertThat(pool.stats().leased()).isEqualTo(before + 1));
  }

  private static String withoutNumbers(String text) {
    return text.replace(System.lineSeparator(), "\n")
        .replaceAll("\\d+(\\.\\d+)? (ms|s|µs|min)", "TIME")
        .replaceAll("TIME to TIME", "TIME")
        .replaceAll("(java|[a-z]):\\d+", "$1:LINE")
        .replaceAll("thread \"[^\"]*\"", "thread \"NAME\"")
        .replaceAll("#\\d+", "#N")
        .replaceAll("(\\n +at [^\\n]*)+", "\n AT");
  }

  @Test
  void aTimeoutNamesWhoHoldsTheConnectionsWhereAndDoingWhat() throws Exception {
    CenoteDataSource pool = pool(b -> b);
    OrderService orders = new OrderService(pool);
    for (int i = 0; i < 3; i++) {
      inBackground(orders::place, pool);
    }
    assertThat(charging.await(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

    Throwable timeout = catchThrowable(pool::getConnection);

    assertThat(timeout).isInstanceOf(SQLTransientConnectionException.class);
    String line =
        "orders: no connection within TIME: all 3 connections are borrowed (nobody else waits);"
            + " 3x held TIME: PoolReportTest.OrderService.place:LINE >"
            + " PoolReportTest.OrderService.charge:LINE, now in CountDownLatch.await."
            + " Shorten what holds them; raise poolSize or maxOverflow only if the database can"
            + " bear more. [CENOTE-101]";
    assertThat(withoutNumbers(timeout.getMessage())).isEqualTo(line);
    assertThat(log.with("CENOTE-101"))
        .singleElement()
        .satisfies(report ->
            assertThat(withoutNumbers(report))
                .isEqualTo(
                    line
                        + "\n  pool      3 of 3 borrowed, 0 idle; nobody else waits; the last opened"
                        + " TIME ago in TIME"
                        + "\n  holders   3x held TIME: PoolReportTest.OrderService.place:LINE >"
                        + " PoolReportTest.OrderService.charge:LINE, now in CountDownLatch.await,"
                        + " no JDBC call for TIME, transaction open"
                        + "\n  oldest    #N, thread \"NAME\", borrowed TIME ago"
                        + "\n AT"
                        + "\n  reading   3 of 3 connections wait for something that is not the"
                        + " database. Move that out of the time between getConnection and close; a"
                        + " larger pool would delay this, not fix it."
                        + "\n  remedy    Shorten what holds them; raise poolSize or maxOverflow only"
                        + " if the database can bear more. docs/errors/CENOTE-101.md"));
  }

  @Test
  void aStatementThatRunsIsTheDatabasesAffair() {
    CenoteDataSource pool = pool(b -> b);
    scene.database().on("Statement.execute").waitFor(database);
    for (int i = 0; i < 3; i++) {
      inBackground(
          () -> {
            try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
              statement.execute("select pg_sleep(60)");
            }
          },
          pool);
    }

    database.awaitArrivals(3);

    Throwable timeout = catchThrowable(pool::getConnection);

    assertThat(timeout.getMessage())
        .contains("now in Statement.execute")
        .doesNotContain("pg_sleep");
    assertThat(log.with("CENOTE-101"))
        .singleElement()
        .satisfies(report ->
            assertThat(withoutNumbers(report))
                .contains(
                    "now in Statement.execute, the last call began TIME ago",
                    "3 of 3 borrowers are inside a call of the database")
                .doesNotContain("pg_sleep"));
  }

  @Test
  void aBorrowerThatHasEndedIsTheCause() throws InterruptedException {
    CenoteDataSource pool = pool(b -> b.leakWatch(LeakWatch.STACK));
    Thread batch = new Thread(() -> forget(pool), "batch-3");
    batch.start();
    batch.join();

    Throwable timeout =
        catchThrowable(() -> {
          try (Connection one = pool.getConnection();
              Connection two = pool.getConnection()) {
            Stage.use(one);
            Stage.use(two);
            pool.getConnection().close();
          }
        });

    assertThat(withoutNumbers(timeout.getMessage()))
        .startsWith(
            "orders: no connection within TIME: 1 of 3 connections were borrowed by threads that"
                + " have ended (3 of 3 borrowed, 0 idle, nobody else waits); ")
        .endsWith("[CENOTE-403]");
    assertThat(log.with("CENOTE-403"))
        .anySatisfy(report ->
            assertThat(withoutNumbers(report))
                .contains(
                    "1x held TIME: thread \"NAME\" has ended (borrowed at"
                        + " PoolReportTest.aBorrowerThatHasEndedIsTheCause:LINE >"
                        + " PoolReportTest.forget:LINE)",
                    "they will not come back"));
  }

  private static void forget(CenoteDataSource pool) {
    try {
      pool.getConnection();
    } catch (SQLException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Test
  void threadsThatWaitForEachOtherAreToldSoAndTheOthersGoOn() {
    CenoteDataSource pool = pool(b -> b.poolSize(1).acquireTimeout(Duration.ofSeconds(30)));

    Throwable deadlock = catchThrowable(() -> new OrderService(pool).audit());

    assertThat(withoutNumbers(deadlock.getMessage()))
        .isEqualTo(
            "orders: deadlock: thread \"NAME\" has 1 connection and asks for another at"
                + " PoolReportTest.OrderService.audit:LINE >"
                + " PoolReportTest.OrderService.log:LINE, and there is no other. This request is"
                + " failed now, so that the others go on; they need at least 2 connections. Let nested code use the connection of its caller, or raise the"
                + " maximum to what is said here. [CENOTE-102]");
  }

  @Test
  void loginsThatTakeTooLongAreTold() {
    CenoteDataSource pool = pool(b -> b.acquireTimeout(Duration.ofMillis(300)));
    FakeScene.awaitLending(pool);
    scene.database().on("connect").lasting(Duration.ofSeconds(2));
    CenoteDataSource slow = pool;
    inBackground(new OrderService(slow)::place, slow);

    Throwable timeout = catchThrowable(slow::getConnection);

    assertThat(withoutNumbers(timeout.getMessage()))
        .startsWith("orders: no connection within TIME: 1 of 3 borrowed, 0 idle, 1 opening, nobody")
        .contains("; the last one took TIME to open; 1x held TIME: ")
        .endsWith("[CENOTE-208]");
  }

  /** Seen with kind DIRECT, whose next open begins when the borrowed one has been closed. */
  @Test
  void whoWaitedForABorrowerIsToldSoThoughAnOpenHasBegunAtLast() throws Exception {
    CenoteDataSource direct =
        pool(b -> b.kind(PoolKind.DIRECT).poolSize(0).maxOverflow(1).acquireTimeout(LONG));

    assertThat(toldWhenOneEndsLate(direct, direct.getConnection()))
        .startsWith("orders: no connection within TIME: 0 of 1 borrowed, 0 idle, 1 opening, nobody")
        .contains("; opening began TIME ago")
        .endsWith("[CENOTE-101]");
  }

  @Test
  void soIsWhoWaitedForSeveral() throws Exception {
    CenoteDataSource pool = pool(b -> b.poolSize(2).acquireTimeout(LONG));
    try (Connection kept = pool.getConnection()) {
      Stage.use(kept);

      assertThat(toldWhenOneEndsLate(pool, pool.getConnection()))
          .startsWith("orders: no connection within TIME: 1 of 2 borrowed, 0 idle, 1 opening, ")
          .contains("; opening began TIME ago")
          .endsWith("[CENOTE-101]");
    }
  }

  private static final Duration LONG = Duration.ofSeconds(5);

  private String toldWhenOneEndsLate(CenoteDataSource pool, Connection held) throws Exception {
    scene.database().on("connect").lasting(Duration.ofSeconds(10));
    Background<Connection> caller = Background.call(pool::getConnection);
    Stage.eventually(
        () -> assertThat(pool.stats().oldestWaitNanos()).isGreaterThan(3_000_000_000L));
    held.abort(Runnable::run);
    held.close();
    return withoutNumbers(caller.failure().getMessage());
  }

  @Test
  void whoWaitedForACheckWithoutAnswerIsToldThat() throws Exception {
    CenoteDataSource pool =
        pool(b ->
            b.poolSize(1).validation(Validation.ALWAYS).acquireTimeout(Duration.ofMillis(300)));
    FakeScene.awaitLending(pool);
    scene.database().on("isValid").waitFor(database);

    Throwable timeout = catchThrowable(pool::getConnection);

    assertThat(withoutNumbers(timeout.getMessage()))
        .startsWith("orders: no connection within TIME: checks of connections to ")
        .contains(" got no answer (0 of 1 borrowed, 0 idle, 1 being checked, nobody else waits)")
        .endsWith("[CENOTE-203]");
  }

  @Test
  void aFullServerMakesTheMaximumWhatIsOpen() throws Exception {
    CenoteDataSource pool = pool(b -> b.prefill(false).acquireTimeout(Duration.ofMillis(600)));
    FakeScene.awaitLending(pool);
    Connection held = pool.getConnection();
    scene.database().settings().maxConnections(1);

    Throwable timeout = catchThrowable(pool::getConnection);

    assertThat(withoutNumbers(timeout.getMessage()))
        .contains(" accepts no more connections: ")
        .contains(" (1 of 1 borrowed, 3 wanted but the server is full, 0 idle, nobody else waits)")
        .endsWith("[CENOTE-205]");
    assertThat(pool.status())
        .isEqualTo(
            "orders: 1 of 1 borrowed, 3 wanted but the server is full, 0 idle, nobody waits");
    held.close();
  }

  @Test
  void whoHoldsAllThatAFullServerHasRoomForIsReportedThoughThatItIsFullWasToldBefore()
      throws Exception {
    CenoteDataSource pool = pool(b -> b.prefill(false).acquireTimeout(Duration.ofMillis(600)));
    FakeScene.awaitLending(pool);
    inBackground(new OrderService(pool)::place, pool);
    scene.database().settings().maxConnections(1);

    Throwable timeout = catchThrowable(pool::getConnection);

    assertThat(withoutNumbers(timeout.getMessage()))
        .contains(" nobody else waits); 1x held TIME: PoolReportTest.OrderService.place:LINE")
        .endsWith("[CENOTE-205]");
    Stage.eventually(() ->
        assertThat(log.with("CENOTE-205"))
            .anySatisfy(line -> assertThat(line).contains("cannot connect to "))
            .anySatisfy(line -> assertThat(line).contains("\n  holders   1x held ")));
  }

  @Test
  void whoWillNotWaitIsToldAtOnceThatTheServerIsFull() throws Exception {
    CenoteDataSource pool = pool(b -> b.prefill(false).acquireTimeout(Duration.ofMillis(600)));
    FakeScene.awaitLending(pool);
    Connection held = pool.getConnection();
    scene.database().settings().maxConnections(1);
    assertThat(catchThrowable(pool::getConnection)).isNotNull();
    pool.reconfigure(change -> change.acquireTimeout(Duration.ZERO));

    Stage.eventually(() ->
        assertThat(catchThrowable(pool::getConnection))
            .hasMessageStartingWith("orders: no connection at once: ")
            .hasMessageContaining(" accepts no more connections: ")
            .hasMessageEndingWith("[CENOTE-205]"));
    held.close();
  }

  @Test
  void aPoolThatIsWellSaysSo() {
    CenoteDataSource pool = pool(b -> b);
    FakeScene.awaitLending(pool);

    PoolReport report = pool.report();

    assertThat(report.cause()).isNull();
    assertThat(withoutNumbers(report.toString()))
        .startsWith("orders: 0 of 3 borrowed, 1 idle, nobody waits\n  pool      ");
  }

  @Test
  void onDemandTheReportTellsWhyNothingCanBeOpened() {
    CenoteDataSource pool = pool(b -> b.acquireTimeout(Duration.ofMillis(100)));
    scene.database().stop();
    assertThat(catchThrowable(pool::getConnection)).isNotNull();
    Stage.eventually(() -> assertThat(pool.report().cause()).isEqualTo(ErrorCode.UNREACHABLE));
  }
}
