package dev.cenote.faults.server;

import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.pool.Target;
import dev.cenote.testkit.database.PostgresServer;
import dev.cenote.testkit.database.PostgresServerStart;
import dev.cenote.testkit.database.PostgresUnavailableException;
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
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real PostgreSQL with one database. It ends with the JVM.
 *
 * @param server the server
 * @param database the name of its database
 */
public record Postgres(PostgresServer server, String database) implements RealServer {

  private static final String OTHER = "other";
  private static final Duration START_MAX = Duration.ofSeconds(30);

  /** Starts one with these settings of the server. */
  public static Postgres start(Map<String, String> settings) throws MissingException, SQLException {
    PostgresServerStart start = PostgresServer.starting();
    settings.forEach(start::setting);
    try {
      PostgresServer server = start.start();
      return new Postgres(server, server.createDatabase());
    } catch (PostgresUnavailableException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  /** Starts one with room for everybody. */
  public static Postgres start() throws MissingException, SQLException {
    return start(Map.of("max_connections", "100"));
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public Target targetAt(int port) {
    return Target.postgres(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
        server.username(),
        server.password());
  }

  @Override
  public ServerProcess process() throws SQLException, IOException, MissingException {
    List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
    return ServerProcess.of(Long.parseLong(lines.get(0).trim()));
  }

  /** Where its data lie. */
  Path data() throws SQLException {
    return Path.of(ask("SHOW data_directory").get(0));
  }

  @Override
  public Connection connectAsOther() throws SQLException {
    return DriverManager.getConnection(
        target().url() + "?ApplicationName=" + OTHER, server.username(), server.password());
  }

  /** The process ids of those who serve the pool. */
  List<Long> backends() throws SQLException {
    return ask(
            "SELECT pid FROM pg_stat_activity WHERE datname = '"
                + database
                + "' AND application_name <> '"
                + OTHER
                + "' AND backend_type = 'client backend' ORDER BY backend_start")
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  /** How many sessions the pool has, as the server sees it. */
  public int sessions() throws SQLException {
    return backends().size();
  }

  @Override
  public void terminate(int count) throws SQLException {
    for (long backend : backends().stream().limit(count).toList()) {
      List<String> unused = ask("SELECT pg_terminate_backend(" + backend + ")");
    }
  }

  /** The server tells the client before it takes a session off its list. */
  @Override
  public void terminateAll() throws SQLException {
    String these =
        backends().stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid IN "
            + these
            + "; DO $$ BEGIN WHILE EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid IN "
            + these
            + ") LOOP PERFORM pg_sleep(0.002); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
  }

  @Override
  public void changePassword(String password) throws SQLException {
    execute("ALTER ROLE " + server.username() + " PASSWORD '" + password + "'");
  }

  /** Has the process of the pool's oldest session stand still. */
  public Trouble freezeOldest() throws SQLException, IOException, InterruptedException {
    List<Long> backends = backends();
    if (backends.isEmpty()) {
      return Trouble.NONE;
    }
    long oldest = backends.get(0);
    ServerProcess.signal(oldest, "STOP");
    return () -> ServerProcess.signal(oldest, "CONT");
  }

  /** Kills the server and all that serve, and blocks until one can log in again. */
  public void killAndStartAgain()
      throws SQLException, IOException, InterruptedException, MissingException {
    ServerProcess process = process();
    process.kill();
    process.start();
    if (!Pause.until(this::isUp, START_MAX)) {
      throw new IllegalStateException("the server did not come back");
    }
  }

  private boolean isUp() {
    try (Connection connection = server.connectAsSuperuser()) {
      return !connection.isClosed();
    } catch (SQLException notYet) {
      return false;
    }
  }

  /** Does something as superuser. */
  void execute(String sql) throws SQLException {
    try (Connection connection = server.connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  /** The first column of what a question of the superuser yields. */
  List<String> ask(String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = server.connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
