package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Burst;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Connecting that hangs, and connecting that is slow. */
public final class ConnectFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final int CLIENTS = 20;

  /** An attempt is given up at the connect timeout, and a second later all is well. */
  private static final int REPLACED_MILLIS = 1_000 + (int) PoolSettings.CONNECT_TIMEOUT.toMillis();

  private static final Row HANGS_FIRST =
      Row.millis("connect-hangs.first", "until the first good borrow", REPLACED_MILLIS);
  private static final Row HANGS_FULL =
      Row.millis("connect-hangs.full", "until all 10 can be borrowed", REPLACED_MILLIS);
  private static final Row HANGS_OVERRUN =
      Row.millis("connect-hangs.overrun", "overrun of the deadline", 100);

  private static final int BURST = 50;
  private static final Duration SLOW_CONNECT = Duration.ofMillis(200);
  private static final Duration HOLD = Duration.ofMillis(2);

  private static final Row BURST_TIME =
      Row.millis("burst.time", "until all 50 have been served", 440);
  private static final Row BURST_OPENED = Row.count("burst.opened", "connections opened", 10);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "connect-hangs",
              "the server restarts, and the first login after it never returns, in native code",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(HANGS_FIRST, HANGS_FULL, HANGS_OVERRUN),
              ConnectFaults::oneHangs),
          new Experiment(
              "burst",
              "50 requests of 2 ms at once on an empty pool of 50; a login takes 200 ms",
              Stage.FAKE_DRIVER,
              Duration.ofSeconds(30),
              List.of(BURST_TIME, BURST_OPENED),
              ConnectFaults::burst));

  private ConnectFaults() {}

  private static Readings oneHangs(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, Duration.ofMillis(5));
    Overrun overrun = new Overrun();
    scene.database().on("connect").once().hangEvenWhenAborted();
    scene.database().restart();
    Since restart = Since.now();
    Reading first = restart.firstServed(crowd, PATIENCE);
    Pause.of(PoolSettings.ACQUIRE_TIMEOUT);
    Pause.of(Duration.ofSeconds(1));
    Diary diary = crowd.stop(Duration.ofMillis(500));
    return new Readings()
        .with(HANGS_FIRST, first)
        .with(HANGS_OVERRUN, overrun.of(diary))
        .with(HANGS_FULL, fullAfresh(arena));
  }

  /** From the restart itself: what was measured before would be part of the time. */
  private static Reading fullAfresh(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    scene.database().on("connect").once().hangEvenWhenAborted();
    scene.database().restart();
    return Since.now().full(scene.pool(), scene.size(), PATIENCE);
  }

  private static Readings burst(Arena arena) throws SQLException, InterruptedException {
    Work shortQuery =
        connection -> {
          Work.QUERY.on(connection);
          Pause.of(HOLD);
        };
    FakeScene warmUp = FakeScene.start(arena, PoolSettings.empty(BURST));
    Diary unused = Burst.of(warmUp.pool(), shortQuery, BURST).await(PATIENCE);
    FakeScene scene = FakeScene.start(arena, PoolSettings.empty(BURST));
    scene.database().on("connect").lasting(SLOW_CONNECT);
    Since start = Since.now();
    Diary diary = Burst.of(scene.pool(), shortQuery, BURST).await(PATIENCE);
    int served = diary.served();
    // What is being opened for nobody counts too.
    Pause.of(SLOW_CONNECT.multipliedBy(3));
    Reading time =
        served == BURST
            ? Reading.of(start.millisTo(diary.lastEnd()))
            : Reading.never(1e3 * PATIENCE.toSeconds(), served + " of " + BURST + " were served");
    return new Readings()
        .with(BURST_TIME, time)
        .with(BURST_OPENED, Reading.of(scene.database().connectionsEver()));
  }
}
