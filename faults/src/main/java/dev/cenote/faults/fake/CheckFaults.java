package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Beside;
import dev.cenote.faults.client.Client;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Connections that are dead, or that hang when they are checked. */
public final class CheckFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Longer than any of the pools trusts a connection unasked. */
  static final Duration LONG_IDLE = Duration.ofMillis(3_500);

  /** Longer than a tick, shorter than most windows of trust. */
  private static final Duration SHORT_IDLE = Duration.ofMillis(50);

  private static final int CLIENTS = 4;
  private static final int TRIALS = 20;
  private static final int CHECK_MILLIS = (int) PoolSettings.CHECK_TIMEOUT.toMillis();
  private static final int CLEANUP_MILLIS = (int) PoolSettings.CLEANUP_TIMEOUT.toMillis();

  private static final Row HANGS_FIRST =
      Row.millis("check-hangs.first", "until the first good borrow", CHECK_MILLIS + 1_000);
  private static final Row HANGS_FULL =
      Row.millis(
          "check-hangs.full",
          "until all 10 can be borrowed",
          CHECK_MILLIS + CLEANUP_MILLIS + 1_000);
  private static final Row HANGS_OVERRUN =
      Row.millis("check-hangs.overrun", "overrun of the deadline", 100);

  private static final Row HALF_OPEN_FIRST =
      Row.millis(
          "half-open.first",
          "until one caller has a good one, less a bare login and a late park",
          CHECK_MILLIS);
  private static final Row HALF_OPEN_REFUSED =
      Row.count("half-open.refused", "requests that failed before", 0);

  private static final Row DEAD_LENT =
      Row.count("dead-after-use.lent", "dead connections lent after the first error, of 20", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "check-hangs",
              "`isValid` never returns on any of the 10 idle connections, in native code",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(HANGS_FIRST, HANGS_FULL, HANGS_OVERRUN),
              CheckFaults::allHang),
          new Experiment(
              "half-open",
              "all 10 idle connections are half-open: `isValid` takes its timeout, then fails",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(HALF_OPEN_FIRST, HALF_OPEN_REFUSED),
              CheckFaults::halfOpen),
          Experiment.of(
              "dead-after-use",
              "a connection dies 1 ms after its return and is borrowed again 50 ms later",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(6),
              DEAD_LENT,
              CheckFaults::deadAfterUse));

  private CheckFaults() {}

  private static Readings allHang(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    Pause.of(LONG_IDLE);
    for (int number : scene.openNumbers()) {
      scene.database().on("isValid").onlyConnection(number).hangEvenWhenAborted();
    }
    Overrun overrun = new Overrun();
    Since start = Since.now();
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, Duration.ofMillis(5));
    Reading first = start.firstServed(crowd, PATIENCE);
    Pause.of(PoolSettings.ACQUIRE_TIMEOUT.plusSeconds(1));
    Diary diary = crowd.stop(Duration.ofMillis(500));
    return new Readings()
        .with(HANGS_FIRST, first)
        .with(HANGS_OVERRUN, overrun.of(diary))
        .with(HANGS_FULL, fullAfresh(arena));
  }

  /** Nobody else is there who would find some of them before. */
  private static Reading fullAfresh(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    Pause.of(LONG_IDLE);
    for (int number : scene.openNumbers()) {
      scene.database().on("isValid").onlyConnection(number).hangEvenWhenAborted();
    }
    return Since.now().full(scene.pool(), scene.size(), PATIENCE);
  }

  private static Readings halfOpen(Arena arena) throws Exception {
    FakeScene scene = FakeScene.usual(arena);
    Beside.warmUp(scene.target());
    Pause.of(LONG_IDLE);
    for (int number : scene.openNumbers()) {
      scene
          .database()
          .on("isValid")
          .onlyConnection(number)
          .throwing(() -> {
            Pause.of(PoolSettings.CHECK_TIMEOUT);
            return new SQLException("no answer", "08006");
          });
    }
    Since start = Since.now();
    Beside beside = Beside.begin(scene.target());
    Crowd one = Crowd.at(scene.pool(), Work.QUERY, 1, Duration.ofMillis(1));
    Reading first = start.firstServed(one, Duration.ofSeconds(30));
    Diary diary = one.stop(Duration.ofSeconds(1));
    int failed = diary.count(request -> request.end() != End.SERVED);
    return new Readings()
        .with(HALF_OPEN_FIRST, beside.off(first))
        .with(HALF_OPEN_REFUSED, Reading.of(failed));
  }

  // Before the first error nothing says that connections die here.
  private static Readings deadAfterUse(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    Client client = new Client(scene.pool(), Work.QUERY);
    int dead = 0;
    boolean warned = false;
    for (int trial = 0; trial <= TRIALS; trial++) {
      Pause.until(() -> client.request().end() == End.SERVED, PATIENCE);
      Pause.of(Duration.ofMillis(1));
      scene.database().killAll();
      Pause.of(SHORT_IDLE);
      boolean lentDead = client.request().end() == End.FAILED;
      dead += lentDead && warned ? 1 : 0;
      warned |= lentDead;
    }
    return Readings.only(DEAD_LENT, Reading.of(dead));
  }
}
