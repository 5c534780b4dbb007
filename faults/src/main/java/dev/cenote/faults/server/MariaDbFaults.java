package dev.cenote.faults.server;

import dev.cenote.faults.cell.Act;
import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.proxy.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What happens to a real MariaDB, where one is installed. */
public final class MariaDbFaults {

  private static final Duration LIMIT = Duration.ofSeconds(150);

  private static final Outage KILL = new Outage("mariadb-kill");
  private static final Outage RESTART = new Outage("mariadb-restart");
  private static final Termination TERMINATE = new Termination("mariadb-terminate");
  private static final FullServer FULL = new FullServer("mariadb-full");
  private static final ChangedPassword PASSWORD = new ChangedPassword("mariadb-password");

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          experiment(
              "mariadb-kill",
              "MariaDB is killed (SIGKILL) and started again a second later; 32 clients",
              MariaDbFaults::kill,
              KILL.rows()),
          experiment(
              "mariadb-restart",
              "MariaDB is stopped in order and started again 10 s later; 32 clients",
              MariaDbFaults::restart,
              RESTART.rows()),
          experiment(
              "mariadb-terminate",
              "all 10 sessions are ended by `KILL` right after use, borrowed again 50 ms after the"
                  + " server has ended the last; 10 times",
              MariaDbFaults::terminate,
              TERMINATE.rows()),
          experiment(
              "mariadb-full",
              "others take all room of MariaDB and 5 of the 10 idle connections are ended, then 8"
                  + " clients come",
              MariaDbFaults::full,
              FULL.rows()),
          experiment(
              "mariadb-password",
              "the password is changed in MariaDB and all sessions are ended; 4 clients",
              MariaDbFaults::password,
              PASSWORD.rows()));

  private MariaDbFaults() {}

  private static Experiment experiment(String key, String fault, Act act, List<Row> rows) {
    return new Experiment(key, fault, Stage.SERVER, LIMIT, rows, act);
  }

  private static Readings kill(Arena arena) throws Exception {
    MariaDb mariaDb = MariaDb.start();
    ServerProcess process = mariaDb.process();
    return KILL.measure(
        ServerFaults.open(arena, mariaDb.target()),
        mariaDb.target(),
        process::kill,
        Duration.ofSeconds(1),
        () -> process.start(MariaDb.ONLY_FIRST_START));
  }

  private static Readings restart(Arena arena) throws Exception {
    MariaDb mariaDb = MariaDb.start();
    ServerProcess process = mariaDb.process();
    return RESTART.measure(
        ServerFaults.open(arena, mariaDb.target()),
        mariaDb.target(),
        () -> process.stop("TERM"),
        Duration.ofSeconds(10),
        () -> process.start(MariaDb.ONLY_FIRST_START));
  }

  private static Readings terminate(Arena arena) throws Exception {
    MariaDb mariaDb = MariaDb.start();
    return TERMINATE.measure(ServerFaults.open(arena, mariaDb.target()), mariaDb);
  }

  private static Readings full(Arena arena) throws Exception {
    MariaDb mariaDb = MariaDb.start(Map.of("max-connections", Integer.toString(FullServer.ROOM)));
    try (FaultProxy counter = FaultProxy.before("127.0.0.1", mariaDb.port())) {
      return FULL.measure(
          ServerFaults.open(arena, mariaDb.targetAt(counter.port())), mariaDb, counter);
    }
  }

  private static Readings password(Arena arena) throws Exception {
    MariaDb mariaDb = MariaDb.start();
    try (FaultProxy counter = FaultProxy.before("127.0.0.1", mariaDb.port())) {
      return PASSWORD.measure(
          ServerFaults.open(arena, mariaDb.targetAt(counter.port())), mariaDb, counter);
    }
  }
}
