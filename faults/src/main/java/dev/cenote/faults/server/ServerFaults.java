package dev.cenote.faults.server;

import dev.cenote.faults.cell.Act;
import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Burst;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** What happens to a real PostgreSQL. */
public final class ServerFaults {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int SIZE = PoolSettings.USUAL.size();

  private static final Outage KILL = new Outage("postgres-kill");
  private static final Outage RESTART = new Outage("postgres-restart");

  private static final int ROUNDS = 10;
  private static final Row TERMINATE_LENT =
      Row.count("postgres-terminate.lent", "dead connections lent, of 100", 0);

  private static final Row FROZEN_OVERRUN =
      Row.millis("postgres-frozen.overrun", "overrun of the deadline", 100);
  private static final Row FROZEN_FAILED =
      Row.count("postgres-frozen.failed", "requests that failed", 0);

  private static final Row FROZEN_HUNG = Hung.row("postgres-frozen");

  private static final int ROOM = 20;
  private static final int RESERVED = 3;
  private static final Row FULL_FAILED =
      Row.count("postgres-full.failed", "requests that failed", 0);
  private static final Row FULL_LOGINS =
      Row.count("postgres-full.logins", "logins tried in a minute", 12);

  private static final Row PASSWORD_TOLD =
      Row.millis("postgres-password.told", "the longest wait for the failure", 1_000);
  private static final Row PASSWORD_LOGINS =
      Row.count("postgres-password.logins", "logins tried in 10 s", 4);

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
              List.of(TERMINATE_LENT)),
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
              List.of(FULL_FAILED, FULL_LOGINS)),
          experiment(
              "postgres-password",
              "the password is changed and all sessions are ended; 4 clients",
              ServerFaults::password,
              List.of(PASSWORD_TOLD, PASSWORD_LOGINS)));

  private ServerFaults() {}

  private static Experiment experiment(String key, String fault, Act act, List<Row> rows) {
    return new Experiment(key, fault, Stage.SERVER, LIMIT, rows, act);
  }

  private static DataSource open(Arena arena, Target target)
      throws SQLException, InterruptedException {
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
    DataSource pool = open(arena, postgres.target());
    int dead = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Capacity.requireAll(pool, SIZE);
      postgres.terminateAll();
      Pause.of(Duration.ofMillis(50));
      Diary diary = Burst.of(pool, Work.QUERY, SIZE).await(Duration.ofSeconds(10));
      // Who has no answer by now has a dead one, too.
      dead += diary.count(request -> request.end() == End.FAILED);
      dead += SIZE - diary.requests().size();
    }
    return Readings.only(TERMINATE_LENT, Reading.of(dead));
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
                "max_connections", Integer.toString(ROOM),
                "superuser_reserved_connections", Integer.toString(RESERVED)));
    try (FaultProxy counter = FaultProxy.before("127.0.0.1", postgres.server().port())) {
      DataSource pool = open(arena, postgres.targetAt(counter.port()));
      List<Connection> others = new ArrayList<>();
      for (int i = SIZE; i < ROOM - RESERVED; i++) {
        others.add(postgres.connectAsOther());
      }
      // Nobody is in a call whose session is ended: no request needs to fail.
      for (int taken = 0; taken < SIZE / 2; taken++) {
        takePlaceOfOne(postgres, others);
      }
      int before = counter.accepted();
      Since start = Since.now();
      Crowd crowd = Crowd.at(pool, Work.QUERY, 8, Duration.ofMillis(5));
      Pause.of(Duration.ofSeconds(2));
      Since third = Since.now();
      Pause.of(Duration.ofSeconds(58));
      int logins = counter.accepted() - before;
      Diary diary = crowd.stop(Duration.ofSeconds(3));
      return new Readings()
          .with(FULL_FAILED, failed(diary, start, third, others.size()))
          .with(FULL_LOGINS, Reading.of(logins));
    }
  }

  private static Reading failed(Diary diary, Since start, Since third, int others) {
    int refused = diary.count(End.REFUSED, start.moment());
    int dead = diary.count(End.FAILED, start.moment());
    int later = diary.count(End.REFUSED, third.moment()) + diary.count(End.FAILED, third.moment());
    String note =
        "%d refused, %d dead, %d of them in the first two seconds; %d served; others held %d"
            .formatted(refused, dead, refused + dead - later, diary.served(), others);
    return Reading.of(refused + dead, note);
  }

  /** Ends a session of the pool and is quicker than the pool to take its place, or tries again. */
  private static void takePlaceOfOne(Postgres postgres, List<Connection> others)
      throws SQLException {
    for (int tried = 0; tried < 20; tried++) {
      postgres.terminate(1);
      if (Pause.until(() -> postgres.takesPlaceFor(others), Duration.ofMillis(50))) {
        return;
      }
    }
  }

  private static Readings password(Arena arena) throws Exception {
    Postgres postgres = Postgres.start();
    try (FaultProxy counter = FaultProxy.before("127.0.0.1", postgres.server().port())) {
      DataSource pool = open(arena, postgres.targetAt(counter.port()));
      postgres.execute("ALTER ROLE " + postgres.server().username() + " PASSWORD 'changed'");
      int before = counter.accepted();
      postgres.terminate(SIZE);
      Crowd crowd = Crowd.at(pool, Work.QUERY, 4, Duration.ofMillis(100));
      Pause.of(Duration.ofSeconds(10));
      int logins = counter.accepted() - before;
      Diary diary = crowd.stop(Duration.ofSeconds(3));
      int refused = diary.count(request -> request.end() == End.REFUSED);
      return new Readings()
          .with(PASSWORD_TOLD, Reading.of(diary.longestWait() / 1e6, refused + " were told"))
          .with(PASSWORD_LOGINS, Reading.of(logins));
    }
  }
}
