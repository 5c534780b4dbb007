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
import dev.cenote.faults.client.Overrun;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.server.Postgres;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * A black hole by the kernel itself. The proxy's takes connections and holds what they carry; here
 * nothing is taken: connecting is not answered, what was sent is sent again, ever less often.
 */
public final class DroppedFaults {

  private static final Duration DARK = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final int CLIENTS = 20;

  private static final Row OVERRUN = Row.millis("dropped.overrun", "overrun of the deadline", 100);
  private static final Row BACK =
      Row.millis("dropped.back", "from its end until the first good borrow", 2_000);
  private static final Row HUNG = Hung.told("dropped");

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
                  "dropped",
                  "the kernel drops every packet for 60 s (no proxy between; a network namespace of"
                      + " the cell's own); 20 clients",
                  Stage.NETWORK,
                  Duration.ofMinutes(3),
                  List.of(OVERRUN, BACK, HUNG),
                  DroppedFaults::dropped)
              .withOwnNetwork());

  private DroppedFaults() {}

  private static Readings dropped(Arena arena) throws Exception {
    OwnNetwork.require();
    Postgres postgres = Postgres.start();
    DataSource pool =
        arena.open(postgres.target().withSocketTimeout(), PoolSettings.USUAL).dataSource();
    Capacity.requireAll(pool, PoolSettings.USUAL.size());
    Crowd crowd = Crowd.at(pool, Work.QUERY, CLIENTS, Duration.ofMillis(20));
    Pause.of(Duration.ofSeconds(1));
    Overrun overrun = new Overrun();
    OwnNetwork.drop();
    Since dark = Since.now();
    Pause.of(DARK);
    Reading hung = Hung.since(crowd.diary(), dark.moment());
    OwnNetwork.pass();
    Reading back = Since.now().firstServed(crowd, PATIENCE);
    Pause.of(Duration.ofSeconds(1));
    Diary diary = crowd.stop(Duration.ofSeconds(1));
    return new Readings().with(OVERRUN, overrun.of(diary)).with(BACK, back).with(HUNG, hung);
  }
}
