package dev.cenote.faults.server;

import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.pool.Target;
import dev.cenote.testkit.database.MariaDbServer;
import dev.cenote.testkit.database.MariaDbServer.Driver;
import dev.cenote.testkit.database.MariaDbServerStart;
import dev.cenote.testkit.database.MariaDbUnavailableException;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A real MariaDB with one database. It ends with the JVM.
 *
 * @param server the server
 * @param database the name of its database
 */
record MariaDb(MariaDbServer server, String database) implements RealServer {

  /** What the first start did with it is in the data, and its file is gone. */
  static final String ONLY_FIRST_START = "--init-file";

  /** Who takes the pool's place is in another database. */
  private static final String ELSEWHERE = "information_schema";

  private static final int NO_SUCH_SESSION = 1094;
  private static final Duration ENDING_MAX = Duration.ofSeconds(10);

  /** Starts one with these settings of the server. */
  static MariaDb start(Map<String, String> settings) throws MissingException, SQLException {
    MariaDbServerStart start = MariaDbServer.starting();
    settings.forEach(start::setting);
    try {
      MariaDbServer server = start.start();
      return new MariaDb(server, server.createDatabase(Driver.MARIADB));
    } catch (MariaDbUnavailableException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  /** Starts one with room for everybody. */
  static MariaDb start() throws MissingException, SQLException {
    return start(Map.of());
  }

  @Override
  public int port() {
    return server.port();
  }

  @Override
  public Target targetAt(int port) {
    return Target.mariaDb(urlOf(database, port), server.username(), server.password());
  }

  private String urlOf(String name, int port) {
    return server
        .jdbcUrl(Driver.MARIADB, name)
        .replace(":" + server.port() + "/", ":" + port + "/");
  }

  @Override
  public ServerProcess process() throws SQLException, IOException, MissingException {
    String data = ask("SELECT @@datadir").get(0);
    String pidFile = ask("SELECT @@pid_file").get(0);
    String pid = Files.readString(Path.of(data).resolve(pidFile));
    return ServerProcess.of(Long.parseLong(pid.trim()));
  }

  @Override
  public void terminate(int count) throws SQLException {
    end(sessions().stream().limit(count).toList());
  }

  @Override
  public void terminateAll() throws SQLException, InterruptedException {
    List<Long> these = sessions();
    end(these);
    if (!Pause.until(() -> areGone(these), ENDING_MAX)) {
      throw new IllegalStateException("sessions survive their end");
    }
  }

  private boolean areGone(List<Long> these) {
    try {
      return Collections.disjoint(sessions(), these);
    } catch (SQLException unknown) {
      return false;
    }
  }

  private void end(List<Long> sessions) throws SQLException {
    for (long session : sessions) {
      try {
        execute("KILL CONNECTION " + session);
      } catch (SQLException e) {
        if (e.getErrorCode() != NO_SUCH_SESSION) {
          throw e;
        }
      }
    }
  }

  /** Those of the pool, the oldest first. */
  private List<Long> sessions() throws SQLException {
    return ask("SELECT id FROM processlist WHERE db = '" + database + "' ORDER BY id").stream()
        .map(Long::valueOf)
        .toList();
  }

  @Override
  public void changePassword(String password) throws SQLException {
    execute(
        "ALTER USER '"
            + server.username()
            + "'@'"
            + server.host()
            + "' IDENTIFIED BY '"
            + password
            + "'");
  }

  @Override
  public Connection connectAsOther() throws SQLException {
    return DriverManager.getConnection(
        urlOf(ELSEWHERE, port()), server.username(), server.password());
  }

  /** Does something as administrator, for whom the server keeps a place. */
  private void execute(String sql) throws SQLException {
    try (Connection connection = server.connectAsAdministrator(Driver.MARIADB);
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }

  private List<String> ask(String sql) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = server.connectAsAdministrator(Driver.MARIADB);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
