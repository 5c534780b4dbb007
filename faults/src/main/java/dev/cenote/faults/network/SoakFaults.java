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
import dev.cenote.faults.client.Hung;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.server.Postgres;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One fault after the other, at random, on a real server: for a minute, and for ten. */
public final class SoakFaults {

  private static final Duration SHORT = Duration.ofMinutes(1);
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration CALM = Duration.ofSeconds(8);

  /** Longer than any of the pools keeps a thread of its own that has nothing to do. */
  private static final Duration REST = Duration.ofSeconds(45);

  private static final int CLIENTS = 16;

  /** Others fill it within moments. Sessions that the network has cut off may stay for a while. */
  private static final Map<String, String> ROOM = Map.of("max_connections", "50");

  /** What a busy machine may add to the deadline of a caller. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /**
   * In MiB. Ten minutes are some 500 faults and 400,000 requests: this is 5 bytes of each request,
   * or 4 KiB of each fault, less than a forgotten connection of the driver with its buffers.
   */
  private static final int GROWTH_MAX = 2;

  private static final String COUNTED = "slots lost, sessions too many, deadlines overrun";

  private static final Row VIOLATIONS = Row.count("soak.violations", COUNTED, 0);

  private static final Row HUNG = Hung.told("soak");

  private static final Row LONG_VIOLATIONS = Row.count("long-soak.violations", COUNTED, 0);
  private static final Row LONG_HUNG = Hung.told("long-soak");
  private static final Row LONG_HEAP =
      Row.mebi("long-soak.heap", "growth of the heap since the first minute", GROWTH_MAX);
  private static final Row LONG_THREADS =
      Row.count("long-soak.threads", "threads more than after the first minute", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "soak",
              "a minute of random faults of network and PostgreSQL (ended, killed, full, a process of it at a standstill), then calm; 16 clients",
              Stage.NETWORK,
              Duration.ofMinutes(3),
              List.of(VIOLATIONS, HUNG),
              SoakFaults::soak),
          new Experiment(
              "long-soak",
              "such faults for a minute and, after a rest, for 10 minutes, then calm; 16 clients",
              Stage.NETWORK,
              Duration.ofMinutes(16),
              List.of(LONG_VIOLATIONS, LONG_HUNG, LONG_HEAP, LONG_THREADS),
              SoakFaults::longSoak));

  private SoakFaults() {}

  private static Readings soak(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena, Postgres.start(ROOM));
    Found found = violations(scene, new RandomFaults(scene), SHORT);
    return new Readings().with(VIOLATIONS, found.violations()).with(HUNG, found.hung());
  }

  private static Readings longSoak(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena, Postgres.start(ROOM));
    RandomFaults faults = new RandomFaults(scene);
    Found unused = violations(scene, faults, SHORT); // loads and compiles what faults need
    Pause.of(REST);
    Footprint before = Footprint.now();
    Found found = violations(scene, faults, LONG);
    Pause.of(REST);
    Footprint after = Footprint.now();
    String heap = "%.1f MiB, then %.1f MiB".formatted(before.heapMebi(), after.heapMebi());
    String threads = "%d, then %d".formatted(before.threads(), after.threads());
    return new Readings()
        .with(LONG_VIOLATIONS, found.violations())
        .with(LONG_HUNG, found.hung())
        .with(LONG_HEAP, Reading.of(after.heapMebi() - before.heapMebi(), heap))
        .with(LONG_THREADS, Reading.of(after.threads() - before.threads(), threads));
  }

  private record Found(Reading violations, Reading hung) {}

  /** What the clients have seen is forgotten afterwards: it must not count as the pool's memory. */
  private static Found violations(NetworkScene scene, RandomFaults random, Duration length)
      throws Exception {
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, Duration.ofMillis(10));
    int faults = random.last(length);
    Pause.of(CALM);
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    int lost = scene.size() - Capacity.of(scene.pool(), scene.size(), CALM).lent();
    int extra = Math.max(0, scene.postgres().sessions() - scene.size());
    int late = late(diary);
    String note =
        "%d faults, %d of %d requests served; %d slots lost, %d sessions too many, %d late"
            .formatted(faults, diary.served(), diary.requests().size(), lost, extra, late);
    return new Found(Reading.of(lost + extra + late, note), Hung.of(diary, random.silences()));
  }

  private static int late(Diary diary) {
    long allowed = PoolSettings.ACQUIRE_TIMEOUT.plus(GRACE).toNanos();
    long running = diary.running().stream().filter(nanos -> nanos > allowed).count();
    return diary.count(request -> request.waited() > allowed) + (int) running;
  }
}
