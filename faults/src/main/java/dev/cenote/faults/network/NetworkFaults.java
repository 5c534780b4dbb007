package dev.cenote.faults.network;

import dev.cenote.faults.cell.Act;
import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Beside;
import dev.cenote.faults.client.Burst;
import dev.cenote.faults.client.Client;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Hung;
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.proxy.Weather;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** What a network does, and when it is well again. */
public final class NetworkFaults {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int CLIENTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private static final Duration BLACK_HOLE = Duration.ofMinutes(1);

  /** Longer than Cenote trusts a connection that it has heard of, unless its look tells more. */
  private static final Duration LONG_IDLE = Duration.ofSeconds(7);

  /**
   * Within that time: a silent loss cannot be seen by looking. Networks forget after minutes, but
   * one that fails over forgets what was used just now.
   */
  private static final Duration SHORT_IDLE = Duration.ofMillis(3_500);

  private static final Row HOLE_OVERRUN =
      Row.millis("black-hole.overrun", "overrun of the deadline", 100);
  private static final Row HOLE_BACK =
      Row.millis("black-hole.back", "from its end until the first good borrow", 2_000);

  private static final Row HOLE_HUNG = Hung.told("black-hole");

  private static final Forgotten FORGOTTEN = new Forgotten("forgotten");
  private static final Forgotten FORGOTTEN_SOON = new Forgotten("forgotten-soon");

  private static final Row RESET_LENT =
      Row.count("reset.lent", "dead connections lent to 10 callers", 0);

  private static final Duration FAR = Duration.ofMillis(100);
  private static final Row FAR_BORROW =
      Row.millis("far.borrow", "getConnection, the median of 5", 20);

  private static final Duration DRIP = Duration.ofSeconds(10);
  private static final Row DRIP_OVERRUN =
      Row.millis("drip.overrun", "overrun of the deadline", 100);
  private static final Row DRIP_BACK =
      Row.millis("drip.back", "from its end until the first good borrow", 2_000);

  private static final Row DRIP_HUNG = Hung.row("drip");

  private static final Row CUT_LENT =
      Row.count("cut.lent", "dead connections lent after the first error", 0);
  private static final Row CUT_HUNG = Hung.row("cut");

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          experiment(
              "black-hole",
              "the proxy takes connections and passes nothing for 60 s; 20 clients",
              NetworkFaults::blackHole,
              HOLE_OVERRUN,
              HOLE_BACK,
              HOLE_HUNG),
          experiment(
              "forgotten",
              "the network has forgotten all 10 connections, idle for 7 s (NAT), new ones pass",
              arena -> forgotten(arena, LONG_IDLE, FORGOTTEN),
              FORGOTTEN.first(),
              FORGOTTEN.failed()),
          experiment(
              "forgotten-soon",
              "the network has forgotten all 10 connections, idle for 3.5 s (a failover of the"
                  + " NAT), new ones pass",
              arena -> forgotten(arena, SHORT_IDLE, FORGOTTEN_SOON),
              FORGOTTEN_SOON.first(),
              FORGOTTEN_SOON.failed()),
          experiment(
              "reset",
              "all 10 idle connections are reset (RST) 1 s after their last use",
              NetworkFaults::reset,
              RESET_LENT),
          experiment(
              "far",
              "the server is 100 ms away, each way; a connection that was idle for 1 s",
              NetworkFaults::far,
              FAR_BORROW),
          experiment(
              "drip",
              "all are reset, and for 10 s new ones get a byte every 100 ms; 20 clients",
              NetworkFaults::drip,
              DRIP_OVERRUN,
              DRIP_BACK,
              DRIP_HUNG),
          experiment(
              "cut",
              "each of 10 connections is cut in the middle of its next message; 20 clients",
              NetworkFaults::cut,
              CUT_LENT,
              CUT_HUNG));

  private NetworkFaults() {}

  private static Experiment experiment(String key, String fault, Act act, Row... rows) {
    return new Experiment(key, fault, Stage.NETWORK, LIMIT, List.of(rows), act);
  }

  private static Readings blackHole(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, PAUSE);
    Pause.of(Duration.ofSeconds(1));
    Overrun overrun = new Overrun();
    scene.network().all(Weather.BLACK_HOLE);
    Since dark = Since.now();
    Pause.of(BLACK_HOLE);
    // Who hangs is counted before the answers that were kept come after all.
    Reading hung = Hung.since(crowd.diary(), dark.moment());
    scene.network().all(Weather.FAIR);
    return backSince(Since.now(), crowd, overrun, HOLE_OVERRUN, HOLE_BACK).with(HOLE_HUNG, hung);
  }

  private static Readings drip(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    scene.network().coming(Weather.drip(Duration.ofMillis(100)));
    scene.network().reset();
    Overrun overrun = new Overrun();
    Since start = Since.now();
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, PAUSE);
    Pause.of(DRIP);
    scene.network().coming(Weather.FAIR);
    Readings readings = backSince(Since.now(), crowd, overrun, DRIP_OVERRUN, DRIP_BACK);
    return readings.with(DRIP_HUNG, Hung.since(crowd.diary(), start.moment()));
  }

  private static Readings backSince(
      Since healed, Crowd crowd, Overrun overrun, Row overrunRow, Row backRow) {
    Reading back = healed.firstServed(crowd, PATIENCE);
    Pause.of(Duration.ofSeconds(1));
    Diary diary = crowd.stop(Duration.ofSeconds(1));
    return new Readings().with(overrunRow, overrun.of(diary)).with(backRow, back);
  }

  private record Forgotten(Row first, Row failed) {
    Forgotten(String key) {
      this(
          Row.millis(
              key + ".first",
              "until one caller has a good one, less a bare login and a late park",
              (int) PoolSettings.CHECK_TIMEOUT.toMillis()),
          Row.count(key + ".failed", "requests that failed before", 0));
    }
  }

  private static Readings forgotten(Arena arena, Duration idle, Forgotten rows) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    Beside.warmUp(scene.target());
    Pause.of(idle);
    scene.network().open(Weather.BLACK_HOLE);
    Since start = Since.now();
    Beside beside = Beside.begin(scene.target());
    Crowd one = Crowd.at(scene.pool(), Work.QUERY, 1, Duration.ofMillis(1));
    Reading first = start.firstServed(one, PATIENCE);
    Diary diary = one.stop(Duration.ofSeconds(1));
    int failed = diary.count(request -> request.end() != End.SERVED);
    return new Readings()
        .with(rows.first(), beside.off(first))
        .with(rows.failed(), Reading.of(failed));
  }

  private static Readings reset(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    Pause.of(Duration.ofSeconds(1));
    scene.network().reset();
    Pause.of(Duration.ofMillis(50));
    Diary diary = Burst.of(scene.pool(), Work.QUERY, scene.size()).await(PATIENCE);
    int refused = diary.count(request -> request.end() == End.REFUSED);
    int dead = diary.count(request -> request.end() == End.FAILED);
    int hung = scene.size() - diary.requests().size();
    String note = refused + hung == 0 ? "" : refused + " refused besides, " + hung + " hung";
    return Readings.only(RESET_LENT, Reading.of(dead + hung, note));
  }

  private static Readings far(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    scene.network().all(Weather.delay(FAR));
    Client client = new Client(scene.pool(), Work.QUERY);
    List<Long> waits = new ArrayList<>();
    for (int trial = 0; trial < 5; trial++) {
      Pause.of(Duration.ofSeconds(1));
      Request request = client.request();
      if (request.end() != End.SERVED) {
        return Readings.only(FAR_BORROW, Reading.failed(String.valueOf(request.failure())));
      }
      waits.add(request.waited());
    }
    waits.sort(null);
    return Readings.only(FAR_BORROW, Reading.of(waits.get(waits.size() / 2) / 1e6));
  }

  private static Readings cut(Arena arena) throws Exception {
    NetworkScene scene = NetworkScene.start(arena);
    Crowd crowd = Crowd.at(scene.pool(), Work.QUERY, CLIENTS, PAUSE);
    Pause.of(Duration.ofSeconds(1));
    Since start = Since.now();
    scene.network().open(Weather.cut(3));
    Pause.of(Duration.ofSeconds(6));
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    OptionalLong first = diary.firstTrouble(start.moment());
    int failed = diary.count(r -> r.end() == End.FAILED && r.told() - start.moment() >= 0);
    int after = first.isPresent() ? diary.count(End.FAILED, first.getAsLong()) : 0;
    return new Readings()
        .with(CUT_LENT, Reading.of(after, failed + " requests failed in all"))
        .with(CUT_HUNG, Hung.since(diary, start.moment()));
  }
}
