package dev.cenote.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.testkit.contract.ThreadKind;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a driver does over a socket that can be looked at: all that it does over a plain one, on
 * every kind of thread.
 */
@ParameterizedClass
@CsvSource({"false, PLATFORM", "true, PLATFORM", "false, VIRTUAL", "true, VIRTUAL"})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LookedAtConnectionsTest {

  @TempDir static Path certificates;

  private static PostgresServer server;

  @RegisterExtension private final OnThread onThread;

  private final boolean encrypted;
  private final ThreadKind kind;
  private CenoteDataSource pool;

  LookedAtConnectionsTest(boolean encrypted, ThreadKind kind) {
    this.encrypted = encrypted;
    this.kind = kind;
    this.onThread = new OnThread(kind);
  }

  @BeforeAll
  static void start() throws Exception {
    EmbeddedPostgresDatabase.unavailability().ifPresent(reason -> Assumptions.abort(reason));
    SelfSigned own = SelfSigned.in(certificates);
    server =
        PostgresServer.starting()
            .setting("ssl", "on")
            .setting("ssl_cert_file", own.certificate().toString())
            .setting("ssl_key_file", own.key().toString())
            .start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
      server = null;
    }
  }

  @BeforeEach
  void build() throws SQLException {
    kind.assumeAvailable();
    CheckCount.warmUp();
    pool = builder().build();
  }

  private CenoteDataSourceBuilder builder() throws SQLException {
    return CenoteDataSource.builder()
        .url(server.jdbcUrl(server.createDatabase()))
        .username(server.username())
        .password(server.password())
        .property("sslmode", encrypted ? "require" : "disable")
        .poolSize(1)
        .maxOverflow(0)
        .acquireTimeout(Duration.ofSeconds(60));
  }

  @AfterEach
  void close() {
    if (pool != null) {
      pool.close();
    }
  }

  private static void idleForAMoment() {
    Awaitility.await().pollDelay(Duration.ofMillis(40)).until(() -> true);
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theConnectionIsEncryptedOrNotAsWasAskedAndIsLentWithoutAQuestion() throws Exception {
    long checks;
    try (CheckCount count = new CheckCount(pool.getName())) {
      for (int i = 0; i < 20; i++) {
        idleForAMoment();
        try (Connection connection = pool.getConnection()) {
          assertThat(ask(connection, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
              .isEqualTo(encrypted ? "t" : "f");
        }
      }
      checks = count.stop();
    }
    assertThat(checks).as("round trips").isZero();
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void whatTheServerEndsIsNotLent() throws Exception {
    for (int i = 0; i < 10; i++) {
      int backend;
      try (Connection connection = pool.getConnection()) {
        backend = PostgresServerView.backendOf(connection);
      }
      try (Connection admin = server.connectAsSuperuser()) {
        ask(admin, "SELECT pg_terminate_backend(" + backend + ", 20000)");
      }
      idleForAMoment();
      try (Connection connection = pool.getConnection()) {
        assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void aLargeResultComesWhole() throws Exception {
    try (Connection connection = pool.getConnection()) {
      try (Statement statement = connection.createStatement();
          ResultSet rows =
              statement.executeQuery(
                  "SELECT n, repeat('x', 1000) FROM generate_series(1, 20000) AS n")) {
        long sum = 0;
        while (rows.next()) {
          sum += rows.getLong(1) + rows.getString(2).length();
        }
        assertThat(sum).isEqualTo(20_000L * 20_001 / 2 + 20_000_000);
      }
      assertThat(ask(connection, "SELECT length('" + "y".repeat(3_000_000) + "')"))
          .isEqualTo("3000000");
    }
  }

  @Test
  void aStatementCanBeCancelledFromAnotherThreadAndByItsTimeout() throws Exception {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      FutureTask<Boolean> sleeping = started(() -> statement.execute("SELECT pg_sleep(100)"));
      try (Connection admin = server.connectAsSuperuser()) {
        int backend = PostgresServerView.backendOf(connection);
        Awaitility.await()
            .until(() ->
                ask(admin, "SELECT state FROM pg_stat_activity WHERE pid = " + backend)
                    .equals("active"));
      }
      statement.cancel();
      assertThatThrownBy(() -> sleeping.get(60, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(SQLException.class);

      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(100)"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("57014");
      statement.setQueryTimeout(0);
      assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  private static <T> FutureTask<T> started(Callable<T> call) {
    FutureTask<T> task = new FutureTask<>(call);
    Thread thread = new Thread(task, "in a call");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @Test
  void theNetworkTimeoutEndsACallAndIsPutBack() throws Exception {
    Executor executor = Runnable::run;
    try (Connection connection = pool.getConnection()) {
      connection.setNetworkTimeout(executor, 200);
      assertThatThrownBy(() -> execute(connection, "SELECT pg_sleep(100)"))
          .isInstanceOf(SQLException.class);
    }
    try (Connection connection = pool.getConnection()) {
      assertThat(connection.getNetworkTimeout()).isZero();
      execute(connection, "SELECT pg_sleep(0.4)");
    }
  }

  @Test
  void anAbortFreesWhoIsInACall() throws Exception {
    Connection connection = pool.getConnection();
    FutureTask<String> sleeping = started(() -> ask(connection, "SELECT pg_sleep(100)"));
    int backend = PostgresServerView.backendOf(connection);
    try (Connection admin = server.connectAsSuperuser()) {
      Awaitility.await()
          .until(() ->
              ask(admin, "SELECT state FROM pg_stat_activity WHERE pid = " + backend)
                  .equals("active"));
    }

    connection.abort(Runnable::run);

    assertThatThrownBy(() -> sleeping.get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(Exception.class);
    try (Connection next = pool.getConnection()) {
      assertThat(ask(next, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void anInterruptLeavesAQueryAloneOnAPlatformThread() throws Exception {
    Assumptions.assumeTrue(
        kind == ThreadKind.PLATFORM, "the JDK closes any socket of an interrupted virtual thread");
    try (Connection connection = pool.getConnection()) {
      Thread.currentThread().interrupt();
      try {
        assertThat(ask(connection, "SELECT 'done' FROM pg_sleep(0.2)")).isEqualTo("done");
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void noticesArriveWithTheStatementThatRaisedThem() throws Exception {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DO $$ BEGIN RAISE NOTICE 'mind the gap'; END $$");
      assertThat(statement.getWarnings().getMessage()).contains("mind the gap");
    }
  }

  @Test
  void aNotificationThatComesWhileIdleIsThereForTheNextBorrower() throws Exception {
    try (Connection connection = pool.getConnection()) {
      execute(connection, "LISTEN news");
    }
    idleForAMoment();
    try (CenoteDataSource other =
            CenoteDataSource.builder()
                .url(pool.getUrl())
                .username(server.username())
                .password(server.password())
                .poolSize(1)
                .build();
        Connection sender = other.getConnection()) {
      execute(sender, "NOTIFY news, 'first'");
    }
    try (Connection connection = pool.getConnection()) {
      Object received =
          Awaitility.await()
              .until(() -> invoke(connection, "getNotifications"), rows -> rows != null);
      assertThat((Object[]) received).hasSize(1);
      assertThat(ask(connection, "SELECT 1")).isEqualTo("1");
    }
    assertThat(pool.stats().created()).as("it was unclear, asked, and lent").isEqualTo(1);
  }

  /** By reflection, since compiling against the driver wants the annotations it was built with. */
  private static Object invoke(Connection connection, String method) throws Exception {
    Class<?> type = Class.forName("org.postgresql.PGConnection");
    try {
      return type.getMethod(method).invoke(connection.unwrap(type));
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(method, e.getCause());
    }
  }

  @Test
  void copyGoesInAndOut() throws Exception {
    try (Connection connection = pool.getConnection()) {
      execute(connection, "CREATE TABLE t (n int, s text)");
      StringBuilder rows = new StringBuilder();
      for (int n = 0; n < 50_000; n++) {
        rows.append(n).append('\t').append("some text of row ").append(n).append('\n');
      }
      Object copy = invoke(connection, "getCopyAPI");
      copy.getClass()
          .getMethod("copyIn", String.class, InputStream.class)
          .invoke(
              copy,
              "COPY t FROM STDIN",
              new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)));
      assertThat(ask(connection, "SELECT count(*) FROM t")).isEqualTo("50000");

      StringWriter out = new StringWriter();
      copy.getClass()
          .getMethod("copyOut", String.class, Writer.class)
          .invoke(copy, "COPY (SELECT * FROM t ORDER BY n) TO STDOUT", out);
      assertThat(out.toString()).isEqualTo(rows.toString());
    }
  }

  @Test
  void manyThreadsQueryAtOnce() throws Exception {
    try (CenoteDataSource busy = builder().poolSize(4).build()) {
      FutureTask<?>[] tasks = new FutureTask<?>[200];
      for (int i = 0; i < tasks.length; i++) {
        String number = String.valueOf(i);
        tasks[i] =
            new FutureTask<>(() -> {
              try (Connection connection = busy.getConnection()) {
                return ask(
                    connection, "SELECT " + number + ", repeat('z', 100000), pg_sleep(0.002)");
              }
            });
        Thread unused = kind.start(tasks[i]);
      }
      for (int i = 0; i < tasks.length; i++) {
        assertThat(tasks[i].get(90, TimeUnit.SECONDS)).isEqualTo(String.valueOf(i));
      }
    }
  }
}
