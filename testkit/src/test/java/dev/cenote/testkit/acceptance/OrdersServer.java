package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.database.EmbeddedPostgresDatabase;
import dev.cenote.testkit.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real PostgreSQL with a database named orders, for the tests of one class alone: they fill it,
 * stop it and change what it permits. Pools on it are closed after each test.
 */
final class OrdersServer implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  /** Few, so that it is soon full. */
  private static final int CONNECTIONS_MAX = 12;

  /** For superusers. */
  private static final int CONNECTIONS_RESERVED = 3;

  private static final String FULL = "53300";

  private interface Login {
    Connection open() throws SQLException;
  }

  private final List<CenoteDataSource> pools = new ArrayList<>();
  private final List<Connection> others = new ArrayList<>();
  private PostgresServer server;

  @Override
  public void beforeAll(ExtensionContext context) throws SQLException {
    EmbeddedPostgresDatabase.unavailability().ifPresent(Assumptions::abort);
    server =
        PostgresServer.starting()
            .setting("max_connections", String.valueOf(CONNECTIONS_MAX))
            .setting("superuser_reserved_connections", String.valueOf(CONNECTIONS_RESERVED))
            .start();
    execute("CREATE DATABASE orders OWNER " + server.username());
  }

  /** A pool named orders that opens nothing by itself, and lends for so long as a test may last. */
  CenoteDataSource pool(UnaryOperator<CenoteDataSourceBuilder> settings) {
    CenoteDataSourceBuilder builder =
        CenoteDataSource.builder()
            .name("orders")
            .url(server.jdbcUrl("orders"))
            .username(server.username())
            .password(server.password())
            .poolSize(2)
            .maxOverflow(0)
            .prefill(false)
            .onStart(OnStart.START_ANYWAY)
            .acquireTimeout(Stage.PATIENCE)
            .shutdownTimeout(Situation.SHORT);
    CenoteDataSource pool = settings.apply(builder).build();
    pools.add(pool);
    return pool;
  }

  /** Does something as superuser. */
  void execute(String sql) throws SQLException {
    try (Connection connection = server.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = server.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Takes every place that an application may have; they are given back after the test. */
  void fill() {
    fillBut(0);
  }

  /** All but so many. */
  void fillBut(int left) {
    take(
        CONNECTIONS_MAX - CONNECTIONS_RESERVED - left,
        () ->
            DriverManager.getConnection(
                server.jdbcUrl("orders"), server.username(), server.password()));
  }

  /** Takes those too that are kept for superusers. */
  void fillWithSuperusers() {
    take(others.size() + CONNECTIONS_RESERVED, server::connectAsSuperuser);
  }

  /** Until there are so many: sessions that have just ended, and refused ones, take places too. */
  private void take(int count, Login login) {
    Stage.eventually(() -> {
      try {
        while (others.size() < count) {
          others.add(login.open());
        }
      } catch (SQLException full) {
        assertThat(full.getSQLState()).as(full.getMessage()).isEqualTo(FULL);
      }
      assertThat(others).hasSize(count);
    });
  }

  /** Does this while the role has another password and its sessions were ended. */
  <T> T withOtherPassword(Callable<T> act) throws Exception {
    password("other");
    execute(
        "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE usename = '"
            + server.username()
            + "'");
    try {
      return act.call();
    } finally {
      password(server.password());
    }
  }

  /** New sessions of the role of the pools are ended when nothing was heard of them for so long. */
  void idleSessionsEndAfter(Duration limit) throws SQLException {
    String role = server.username();
    execute("ALTER ROLE " + role + " SET idle_session_timeout = " + limit.toMillis());
  }

  /** How many there are, of anybody but a superuser. */
  int sessionsOf(String database) throws SQLException {
    return Integer.parseInt(
        ask("SELECT count(*) FROM pg_stat_activity WHERE datname = '" + database + "'"));
  }

  /** Does this while the server takes so long over every login. */
  <T> T whileLoginsTake(Duration time, Callable<T> act) throws Exception {
    try (Connection connection = server.connectAsSuperuser(); // its login is not slow
        Statement statement = connection.createStatement()) {
      setting(statement, "pre_auth_delay", time.toSeconds() + "s");
      try {
        return act.call();
      } finally {
        setting(statement, "pre_auth_delay", "0");
      }
    }
  }

  /** What this session sees, the server's first process has seen before it. */
  private static void setting(Statement statement, String name, String value) throws SQLException {
    boolean unused = statement.execute("ALTER SYSTEM SET " + name + " = '" + value + "'");
    unused = statement.execute("SELECT pg_reload_conf()");
    Stage.eventually(() -> {
      try (ResultSet rows = statement.executeQuery("SHOW " + name)) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo(value);
      }
    });
  }

  private void password(String password) throws SQLException {
    execute("ALTER ROLE " + server.username() + " PASSWORD '" + password + "'");
  }

  /** Its first process. */
  ServerProcess process() throws SQLException, IOException {
    Path data = Path.of(ask("SHOW data_directory"));
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return new ServerProcess(ProcessHandle.of(Long.parseLong(pid.trim())).orElseThrow());
  }

  /** Does this while it is stopped, then starts it again as it was. */
  void whileItIsDown(ThrowingRunnable act) throws Exception {
    ServerProcess process = process();
    process.stop();
    try {
      ServerProcess.run(act);
    } finally {
      process.start();
      Awaitility.await()
          .atMost(Stage.PATIENCE)
          .ignoreExceptions()
          .until(() -> !ask("SELECT 1").isEmpty());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws SQLException {
    pools.forEach(CenoteDataSource::close);
    pools.clear();
    for (Connection other : others) {
      other.close();
    }
    others.clear();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (server != null) {
      server.close();
    }
  }
}
