package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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

  private static final Duration PHASE = Duration.ofSeconds(4);
  private static final Duration BETWEEN = Duration.ofMillis(400);

  /** What a busy machine makes of a percentile: "unchanged" cannot mean less. */
  private static final int UNCHANGED_MILLIS = 5;

  private static final Row P99 =
      Row.millis(
          "close-hangs.p99",
          "by how much the 99th percentile of getConnection grows while one after the other dies",
          UNCHANGED_MILLIS);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "close-hangs",
              "all 10 die, and `close` and `abort` never return on any of them, in native code",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(FULL, OVERRUN, P99),
              CloseFaults::allHang));

  private CloseFaults() {}

  private static Readings allHang(Arena arena) throws SQLException, InterruptedException {
    Killed killed = killed(arena);
    FakeScene scene = killed.scene();
    return new Readings()
        .with(FULL, killed.since().full(scene.pool(), scene.size(), PATIENCE))
        .with(OVERRUN, overrun(arena))
        .with(P99, p99(arena));
  }

  /** Some connections are always left, so nobody needs to wait for a close. */
  private static Reading p99(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    Crowd calm = Crowd.at(scene.pool(), Work.SHORT_USE, CLIENTS, Duration.ofMillis(5));
    Pause.of(PHASE);
    double before = millis99(calm.stop(Duration.ofSeconds(1)));
    scene.database().on("close").hangEvenWhenAborted();
    scene.database().on("abort").hangEvenWhenAborted();
    Crowd crowd = Crowd.at(scene.pool(), Work.SHORT_USE, CLIENTS, Duration.ofMillis(5));
    Set<Integer> died = new HashSet<>();
    while (BETWEEN.multipliedBy(died.size()).compareTo(PHASE) < 0) {
      int next =
          scene.openNumbers().stream().filter(n -> !died.contains(n)).findFirst().orElseThrow();
      died.add(next);
      scene.database().session(next).kill();
      Pause.of(BETWEEN);
    }
    Diary diary = crowd.stop(Duration.ofSeconds(1));
    int hung = diary.calling().size() + diary.running().size();
    if (hung > 0) {
      return Reading.never(1e3 * PHASE.toSeconds(), hung + " of " + CLIENTS + " borrowers hung");
    }
    double after = millis99(diary);
    String note = String.format(Locale.ROOT, "%.2f ms, then %.2f ms", before, after);
    return Reading.of(Math.max(0, after - before), note);
  }

  private static double millis99(Diary diary) {
    long[] waits = diary.requests().stream().mapToLong(Request::waited).sorted().toArray();
    return waits[(int) (waits.length * 0.99)] / 1e6;
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
