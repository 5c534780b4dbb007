package dev.cenote.faults.server;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.MissingException;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.testkit.database.MariaDbServer;
import dev.cenote.testkit.database.MariaDbServer.Driver;
import dev.cenote.testkit.database.MariaDbUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** What happens to a real MariaDB, where one is installed. */
public final class MariaDbFaults {

  private static final Outage KILL = new Outage("mariadb-kill");

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "mariadb-kill",
              "MariaDB is killed (SIGKILL) and started again a second later; 32 clients",
              Stage.SERVER,
              Duration.ofSeconds(150),
              KILL.rows(),
              MariaDbFaults::kill));

  private MariaDbFaults() {}

  private static Readings kill(Arena arena) throws Exception {
    MariaDbServer server = start();
    Target target =
        Target.mariaDb(
            server.jdbcUrl(Driver.MARIADB, server.createDatabase(Driver.MARIADB)),
            server.username(),
            server.password());
    DataSource pool = arena.open(target, PoolSettings.USUAL).dataSource();
    Capacity.requireAll(pool, PoolSettings.USUAL.size());
    ServerProcess process = processOf(server);
    // The file of the first start is gone; the logins that it made are in the data.
    return KILL.measure(
        pool, target, process::kill, Duration.ofSeconds(1), () -> process.start("--init-file"));
  }

  private static MariaDbServer start() throws MissingException {
    try {
      return MariaDbServer.starting().start();
    } catch (MariaDbUnavailableException e) {
      throw new MissingException(String.valueOf(e.getMessage()));
    }
  }

  private static ServerProcess processOf(MariaDbServer server)
      throws SQLException, IOException, MissingException {
    try (Connection connection = server.connectAsAdministrator(Driver.MARIADB);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@datadir, @@pid_file")) {
      boolean unused = row.next();
      Path pidFile = Path.of(row.getString(1)).resolve(row.getString(2));
      return ServerProcess.of(Long.parseLong(Files.readString(pidFile).trim()));
    }
  }
}
