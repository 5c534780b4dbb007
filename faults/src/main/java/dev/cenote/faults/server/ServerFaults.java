package dev.cenote.faults.server;

import dev.cenote.faults.cell.Act;
import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Hung;
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.faults.proxy.FaultProxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What happens to a real PostgreSQL. */
public final class ServerFaults {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int SIZE = PoolSettings.USUAL.size();

  private static final Outage KILL = new Outage("postgres-kill");
  private static final Outage RESTART = new Outage("postgres-restart");

  private static final Termination TERMINATE = new Termination("postgres-terminate");
  private static final FullServer FULL = new FullServer("postgres-full");
  private static final ChangedPassword PASSWORD = new ChangedPassword("postgres-password");

  private static final Row FROZEN_OVERRUN =
      Row.millis("postgres-frozen.overrun", "overrun of the deadline", 100);
  private static final Row FROZEN_FAILED =
      Row.count("postgres-frozen.failed", "requests that failed", 0);

  private static final Row FROZEN_HUNG = Hung.row("postgres-frozen");

  private static final int RESERVED = 3;

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          experiment(
              "postgres-kill",
              "PostgreSQL is killed (SIGKILL) and started again a second later; 32 clients",
              ServerFaults::kill,
              KILL.rows()),
          experiment(
              "postgres-restart",
              "PostgreSQL is stopped in order and started again 10 s later; 32 clients",
              ServerFaults::restart,
              RESTART.rows()),
          experiment(
              "postgres-terminate",
              "all 10 sessions are ended by `pg_terminate_backend` right after use, borrowed again"
                  + " 50 ms after the server has ended the last; 10 times",
              ServerFaults::terminate,
              TERMINATE.rows()),
          experiment(
              "postgres-frozen",
              "the server's process of one idle connection stands still (SIGSTOP); 20 clients hold"
                  + " each for 5 ms, so that all 10 are in use",
              ServerFaults::frozen,
              List.of(FROZEN_OVERRUN, FROZEN_FAILED, FROZEN_HUNG)),
          experiment(
              "postgres-full",
              "others take all room of the server and 5 of the 10 idle connections are ended, then"
                  + " 8 clients come",
              ServerFaults::full,
              FULL.rows()),
          experiment(
              "postgres-password",
              "the password is changed and all sessions are ended; 4 clients",
              ServerFaults::password,
              PASSWORD.rows()));

  private ServerFaults() {}

  private static Experiment experiment(String key, String fault, Act act, List<Row> rows) {
    return new Experiment(key, fault, Stage.SERVER, LIMIT, rows, act);
  }

  /** A pool of the usual size, all open. */
  static DataSource open(Arena arena, Target target) throws SQLException, InterruptedException {
    DataSource pool = arena.open(target, PoolSettings.USUAL).dataSource();
    Capacity.requireAll(pool, SIZE);
    return pool;
  }

  private static Readings kill(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    ServerProcess process = postgres.process();
    return KILL.measure(
        open(arena, postgres.target()),
        postgres.target(),
        process::kill,
        Duration.ofSeconds(1),
        process::start);
  }

  private static Readings restart(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    ServerProcess process = postgres.process();
    return RESTART.measure(
        open(arena, postgres.target()),
        postgres.target(),
        () -> process.stop("INT"),
        Duration.ofSeconds(10),
        process::start);
  }

  private static Readings terminate(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    return TERMINATE.measure(open(arena, postgres.target()), postgres);
  }

  private static Readings frozen(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    DataSource pool = open(arena, postgres.target().withSocketTimeout());
    Pause.of(Duration.ofMillis(3_500));
    long backend = postgres.backends().get(0);
    ServerProcess.signal(backend, "STOP");
    try {
      Overrun overrun = new Overrun();
      Since start = Since.now();
      Crowd crowd = Crowd.at(pool, Work.SHORT_USE, 20, Duration.ofMillis(1));
      Pause.of(Duration.ofSeconds(6));
      Diary diary = crowd.stop(Duration.ofSeconds(1));
      int failed =
          diary.count(End.FAILED, start.moment()) + diary.count(End.REFUSED, start.moment());
      return new Readings()
          .with(FROZEN_OVERRUN, overrun.of(diary))
          .with(FROZEN_FAILED, Reading.of(failed, "of " + diary.requests().size()))
          .with(FROZEN_HUNG, Hung.since(diary, start.moment()));
    } finally {
      ServerProcess.signal(backend, "CONT");
    }
  }

  private static Readings full(Arena arena) throws Exception {
    Postgres postgres =
        Postgres.start(
            Map.of(
                "max_connections", Integer.toString(FullServer.ROOM + RESERVED),
                "superuser_reserved_connections", Integer.toString(RESERVED)));
    try (FaultProxy counter = FaultProxy.before("127.0.0.1", postgres.port())) {
      return FULL.measure(open(arena, postgres.targetAt(counter.port())), postgres, counter);
    }
  }

  private static Readings password(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    try (FaultProxy counter = FaultProxy.before("127.0.0.1", postgres.port())) {
      return PASSWORD.measure(open(arena, postgres.targetAt(counter.port())), postgres, counter);
    }
  }
}
