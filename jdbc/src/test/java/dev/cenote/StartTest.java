package dev.cenote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.config.OnStart;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a start and the first acquires say when the database does not let anybody in. */
@Timeout(60)
class StartTest {

  /** Long enough for a busy machine, and less than any deadline of 30 s or 40 s. */
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String postgresql(int port) {
    return "postgresql://app:S3CRET@127.0.0.1:"
        + port
        + "/orders?sslmode=disable&gssEncMode=disable";
  }

  @Test
  void aWrongPasswordFailsAtOnce() throws SQLException {
    String url = "jdbc:h2:mem:wrong-password";
    try (Connection owner = DriverManager.getConnection(url, "sa", "right")) {
      long start = System.nanoTime();
      CenoteStartException refused =
          catchThrowableOfType(
              CenoteStartException.class,
              () ->
                  CenoteDataSource.builder()
                      .url(url + ";DB_CLOSE_DELAY=-1")
                      .username("sa")
                      .password("S3CRET")
                      .connectTimeout(Duration.ofSeconds(40))
                      .build());

      assertThat(owner.isClosed()).isFalse();
      assertThat(refused.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(refused)
          .hasCauseInstanceOf(SQLInvalidAuthorizationSpecException.class)
          .hasMessageContaining("h2:mem:wrong-password refuses the login: Wrong user name")
          .hasMessageContaining("CENOTE-204");
      assertThat(refused.sqlException().getSQLState()).isEqualTo("28000");
      assertThat(refused.sqlException().getErrorCode()).isEqualTo(28000);
      assertThat(refused.toString()).doesNotContain("S3CRET");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void anUnreachableDatabaseIsNamedWithHostPortAndCauseWithinTheConnectTimeout()
      throws IOException {
    int port = closedPort();
    long start = System.nanoTime();
    CenoteStartException failure =
        catchThrowableOfType(
            CenoteStartException.class,
            () ->
                CenoteDataSource.builder()
                    .url(postgresql(port))
                    .connectTimeout(Duration.ofSeconds(5))
                    .build());

    assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
    assertThat(failure)
        .hasMessageStartingWith(
            "127.0.0.1/orders: cannot start: 127.0.0.1:" + port + "/orders cannot be reached")
        .hasMessageContaining("refused")
        .hasMessageEndingWith("[CENOTE-201]");
    assertThat(failure.getCause())
        .isInstanceOf(SQLTransientConnectionException.class)
        .hasCauseInstanceOf(org.postgresql.util.PSQLException.class);
    assertThat(failure.toString()).doesNotContain("S3CRET");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  @Test
  void aServerThatNeverAnswersIsToldApartAndLeavesNoThread() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      CenoteStartException failure =
          catchThrowableOfType(
              CenoteStartException.class,
              () ->
                  CenoteDataSource.builder()
                      .url(postgresql(silent.getLocalPort()))
                      .name("silent")
                      .connectTimeout(Duration.ofSeconds(1))
                      .shutdownTimeout(Duration.ofSeconds(1))
                      .build());

      assertThat(failure.code()).isIn(ErrorCode.NO_ANSWER, ErrorCode.UNREACHABLE);
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() ->
              assertThat(Thread.getAllStackTraces().keySet())
                  .extracting(Thread::getName)
                  .noneMatch(n -> n.contains("cenote-silent") || n.contains("PostgreSQL")));
    }
  }

  @Test
  void aStatementThatFailsOnEachConnectionFailsAtOnce() {
    long start = System.nanoTime();

    assertThatThrownBy(() ->
            CenoteDataSource.builder()
                .url("jdbc:h2:mem:")
                .initSql("NONSENSE")
                .connectTimeout(Duration.ofSeconds(40))
                .build())
        .isInstanceOf(CenoteStartException.class)
        .hasMessageContaining("CENOTE-206")
        .hasMessageContaining("NONSENSE");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
  }

  @Test
  void withoutPrefillTheStartOpensTheOneConnectionThatItNeeds() {
    try (CenoteDataSource pool =
        CenoteDataSource.builder().url("jdbc:h2:mem:").prefill(false).build()) {
      assertThat(pool.stats().created()).isEqualTo(1);
    }
  }

  @Test
  void aStartThatFailsLaterOnLeavesAPoolThatWorkedOpen() throws SQLException {
    String url = "jdbc:h2:mem:started-again";
    Connection owner = DriverManager.getConnection(url, "sa", "right");
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .url(url)
            .username("sa")
            .password("right")
            .connectTimeout(Duration.ofSeconds(5))
            .poolSize(1)
            .build()) {
      sql(owner, "ALTER USER sa SET PASSWORD 'another'");
      pool.invalidateAll();
      Awaitility.await().until(() -> pool.stats().open() == 0);

      assertThatThrownBy(pool::start).isInstanceOf(CenoteStartException.class);

      assertThat(pool.toString()).endsWith("running");
      sql(owner, "ALTER USER sa SET PASSWORD 'right'");
      Awaitility.await().ignoreExceptions().until(() -> pool.withConnection(one -> one.isValid(1)));
    } finally {
      owner.close();
    }
  }

  private static void sql(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void startAnywayStartsWithoutADatabaseAndTellsEachCallerWhy() throws Exception {
    int port = closedPort();
    try (CenoteDataSource pool =
        CenoteDataSource.builder()
            .url(postgresql(port))
            .onStart(OnStart.START_ANYWAY)
            .acquireTimeout(Duration.ofSeconds(5))
            .build()) {
      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("127.0.0.1:" + port + "/orders cannot be reached")
          .hasMessageContaining("[CENOTE-201]")
          .hasMessageNotContaining("S3CRET")
          .hasCauseInstanceOf(org.postgresql.util.PSQLException.class);
    }
  }

  @Test
  void waitFilledSaysHowManyAreMissing() throws SQLException {
    GatedSource source = new GatedSource("jdbc:h2:mem:", 3);
    source.getConnection().close(); // H2 is loaded: what follows takes no time but the wait
    assertThatThrownBy(() ->
            CenoteDataSource.builder()
                .dataSource(source)
                .name("orders")
                .onStart(OnStart.WAIT_FILLED)
                .poolSize(3)
                .connectTimeout(Duration.ofSeconds(2))
                .acquireTimeout(Duration.ofSeconds(2))
                .build())
        .isInstanceOf(CenoteStartException.class)
        .hasMessageContaining("orders: 2 of 3 connections to ")
        .hasMessageContaining("CENOTE-703");
    source.open();
  }

  @Test
  void aPoolThatHasComeToLendIsNotClosedBecauseAStartGaveUp() throws Exception {
    GatedSource source = new GatedSource("jdbc:h2:mem:", 0);
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setDataSource(source);
      pool.setPoolSize(1);
      pool.setMaxOverflow(0);
      pool.setPrefill(false);
      pool.setConnectTimeout(Duration.ofSeconds(4));
      Executor each = task -> new Thread(task).start(); // the common pool may have one thread
      CompletableFuture<Connection> borrower =
          CompletableFuture.supplyAsync(() -> connectionOf(pool), each);
      Awaitility.await().until(() -> pool.stats().waiting() == 1);
      CompletableFuture<Void> start = CompletableFuture.runAsync(pool::start, each);
      Awaitility.await().until(() -> pool.stats().waiting() == 2);
      source.open();
      try (Connection borrowed = borrower.get()) {
        assertThatThrownBy(start::get).hasCauseInstanceOf(CenoteStartException.class);
        assertThat(borrowed.isValid(1)).isTrue();
      }
      pool.getConnection().close();
    }
  }

  private static Connection connectionOf(CenoteDataSource pool) {
    try {
      return pool.getConnection();
    } catch (SQLException none) {
      throw new IllegalStateException(none);
    }
  }

  @Test
  void aFirstCallerWaitsNoLongerThanItsOwnTimeoutEvenIfTheDatabaseHangs() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        CenoteDataSource pool = new CenoteDataSource()) {
      pool.setUrl(postgresql(silent.getLocalPort()));
      pool.setAcquireTimeout(Duration.ofMillis(300));
      pool.setConnectTimeout(Duration.ofSeconds(40));
      pool.setShutdownTimeout(Duration.ofSeconds(1));
      long start = System.nanoTime();

      assertThatThrownBy(pool::getConnection)
          .isInstanceOf(SQLTransientConnectionException.class)
          .hasMessageContaining("got no answer")
          .hasMessageContaining("CENOTE-203");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    }
  }

  @Test
  void manyFirstCallersStartOnePool() throws Exception {
    GatedSource source = new GatedSource("jdbc:h2:mem:one-pool;DB_CLOSE_DELAY=-1", 100);
    try (CenoteDataSource pool = new CenoteDataSource()) {
      pool.setDataSource(source);
      pool.setPoolSize(1);
      pool.setMaxOverflow(0);
      Set<String> seen = ConcurrentHashMap.newKeySet();
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Thread caller =
            new Thread(() -> {
              try {
                go.await();
                try (Connection connection = pool.getConnection()) {
                  seen.add(connection.unwrap(org.h2.jdbc.JdbcConnection.class).toString());
                }
              } catch (SQLException | InterruptedException failure) {
                seen.add(failure.toString());
              }
            });
        caller.start();
        callers.add(caller);
      }
      go.countDown();
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(seen).hasSize(1).noneMatch(text -> text.contains("Exception"));
    }
  }

  @Test
  void aCloseThatRacesWithTheStartLeavesNothing() throws Exception {
    for (int round = 0; round < 50; round++) {
      GatedSource source = new GatedSource("jdbc:h2:mem:race;DB_CLOSE_DELAY=-1", 1000);
      CenoteDataSource pool = new CenoteDataSource();
      pool.setDataSource(source);
      pool.setName("racing");
      CountDownLatch go = new CountDownLatch(1);
      Thread caller =
          new Thread(() -> {
            try {
              go.await();
              pool.getConnection().close();
            } catch (SQLException | InterruptedException closedFirst) {
              assertThat(closedFirst).hasMessageContaining("CENOTE-701");
            }
          });
      caller.start();
      go.countDown();
      pool.close();
      caller.join();

      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(1))
          .until(() -> source.stillOpen() == 0);
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("cenote-racing")));
  }
}
