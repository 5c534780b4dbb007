package dev.cenote.faults.server;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** A real PostgreSQL behind pgbouncer in transaction mode, where one is installed. */
public final class BouncerFaults {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Outage KILL = new Outage("pgbouncer-kill");

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "pgbouncer-kill",
              "PostgreSQL behind pgbouncer (transaction mode) is killed and started again a second"
                  + " later; 32 clients",
              Stage.SERVER,
              LIMIT,
              KILL.rowsBehindAnother(),
              BouncerFaults::kill));

  private BouncerFaults() {}

  private static Readings kill(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    ServerProcess process = postgres.process();
    // Statements that the server keeps are lost in transaction mode, so the driver shall keep none.
    Target target = postgres.targetAt(Bouncer.before(postgres).port()).with("prepareThreshold=0");
    DataSource pool = arena.open(target, PoolSettings.USUAL).dataSource();
    Capacity.requireAll(pool, PoolSettings.USUAL.size());
    return KILL.measure(pool, target, process::kill, Duration.ofSeconds(1), process::start);
  }
}
