package dev.cenote.faults.network;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.proxy.FaultProxy;
import dev.cenote.faults.proxy.Weather;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** One fault after the other, at random, on a real server. */
public final class SoakFaults {

  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final Duration CALM = Duration.ofSeconds(8);
  private static final int CLIENTS = 16;

  /** The same for every pool and every run. */
  private static final long SEED = 20_261_128;

  /** What a busy machine may add to the deadline of a caller. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Row VIOLATIONS =
      Row.count("soak.violations", "slots lost, sessions too many, deadlines overrun", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          Experiment.of(
              "soak",
              "a minute of random faults of network and PostgreSQL, then calm; 16 clients",
              Stage.NETWORK,
              Duration.ofMinutes(3),
              VIOLATIONS,
              SoakFaults::soak));

  private SoakFaults() {}

  private static Readings soak(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, Duration.ofMillis(10));
    Random random = new Random(SEED);
    long end = System.nanoTime() + LENGTH.toNanos();
    int faults = 0;
    while (System.nanoTime() - end < 0) {
      oneFault(scene, random);
      faults++;
    }
    scene.network().all(Weather.FAIR);
    Pause.of(CALM);
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    int lost = scene.size() - Capacity.of(scene.pool(), scene.size(), CALM).lent();
    int extra = Math.max(0, scene.postgres().sessions() - scene.size());
    int late = late(diary);
    String note =
        "%d faults, %d of %d requests served; %d slots lost, %d sessions too many, %d late"
            .formatted(faults, diary.served(), diary.requests().size(), lost, extra, late);
    return Readings.only(VIOLATIONS, Reading.of(lost + extra + late, note));
  }

  private static int late(Diary diary) {
    long allowed = PoolSettings.ACQUIRE_TIMEOUT.plus(GRACE).toNanos();
    long running = diary.running().stream().filter(nanos -> nanos > allowed).count();
    return diary.count(request -> request.waited() > allowed) + (int) running;
  }

  private static void oneFault(NetworkScene scene, Random random) throws SQLException {
    FaultProxy network = scene.network();
    switch (random.nextInt(6)) {
      case 0 -> network.reset();
      case 1 -> network.open(Weather.cut(random.nextInt(10)));
      case 2 -> network.open(Weather.BLACK_HOLE);
      case 3 -> network.all(Weather.BLACK_HOLE);
      case 4 -> network.coming(Weather.drip(Duration.ofMillis(20)));
      default -> scene.postgres().terminate(1 + random.nextInt(scene.size()));
    }
    Pause.of(Duration.ofMillis(200L + random.nextInt(1_300)));
    network.coming(Weather.FAIR);
    // What the network has forgotten it does not always remember.
    if (random.nextBoolean()) {
      network.open(Weather.FAIR);
    }
    Pause.of(Duration.ofMillis(random.nextInt(500)));
  }
}
