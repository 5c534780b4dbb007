package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Closing that hangs. */
public final class CloseFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(12);
  private static final int CLIENTS = 4;

  private static final Row FULL =
      Row.millis(
          "close-hangs.full",
          "until all 10 can be borrowed",
          (int) PoolSettings.CLEANUP_TIMEOUT.toMillis() + 1_000);
  private static final Row OVERRUN =
      Row.millis("close-hangs.overrun", "overrun of the deadline", 100);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "close-hangs",
              "all 10 die, and `close` and `abort` never return on any of them, in native code",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(FULL, OVERRUN),
              CloseFaults::allHang));

  private CloseFaults() {}

  private static Readings allHang(Arena arena) throws SQLException, InterruptedException {
    Killed killed = killed(arena);
    FakeScene scene = killed.scene();
    return new Readings()
        .with(FULL, killed.since().full(scene.pool(), scene.size(), PATIENCE))
        .with(OVERRUN, overrun(arena));
  }

  private static Reading overrun(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = killed(arena).scene();
    Overrun overrun = new Overrun();
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, Duration.ofMillis(5));
    Pause.of(PoolSettings.ACQUIRE_TIMEOUT.multipliedBy(2));
    return overrun.of(crowd.stop(Duration.ofMillis(500)));
  }

  private record Killed(FakeScene scene, Since since) {}

  private static Killed killed(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    for (int number : scene.openNumbers()) {
      scene.database().on("close").onlyConnection(number).hangEvenWhenAborted();
      scene.database().on("abort").onlyConnection(number).hangEvenWhenAborted();
    }
    scene.database().killAll();
    return new Killed(scene, Since.now());
  }
}
