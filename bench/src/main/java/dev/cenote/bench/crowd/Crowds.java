package dev.cenote.bench.crowd;

import dev.cenote.bench.row.Aim;
import dev.cenote.bench.row.Aim.Against;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Row;
import java.util.ArrayList;
import java.util.List;

/** The rows with many threads, most of which share few connections. */
public final class Crowds {

  private static final int FEW = 16;

  private Crowds() {}

  /** All of them. */
  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Hold hold : List.of(Hold.NOTHING, Hold.MILLISECOND)) {
      rows.add(threads(32, 8, hold));
      rows.add(threads(128, 8, hold));
      rows.add(threads(128, 32, hold));
    }
    for (Hold hold : Hold.values()) {
      for (int connections : List.of(FEW, 50)) {
        rows.add(virtual(1_000, connections, hold));
        rows.add(virtual(10_000, connections, hold));
      }
    }
    for (int threads : List.of(1, 1_000, 20_000)) {
      rows.add(turns(threads, 8));
    }
    return rows;
  }

  private static Row turns(int threads, int connections) {
    return new Row(
        Family.GROWTH,
        "turns." + threads + "on" + connections,
        new Row.Own(new Turns(threads, connections)),
        false,
        List.of());
  }

  private static Row threads(int threads, int connections, Hold hold) {
    List<Aim> aims =
        connections > 8
            ? List.of()
            : hold == Hold.NOTHING
                ? List.of(
                    Aim.of(Metric.SPREAD, Against.NOBODY, 3), Aim.of(Metric.CPU, Against.HIKARI, 1))
                : List.of(Aim.of(Metric.P999, Against.HIKARI, 0.5));
    return row(
        Family.THREADS,
        threads,
        connections,
        hold,
        new Row.Own(new HoldingCrowd(Threads.PLATFORM, threads, connections, hold)),
        aims);
  }

  private static Row virtual(int threads, int connections, Hold hold) {
    List<Aim> aims = new ArrayList<>(List.of(Aim.of(Metric.CPU, Against.BEST_PEER, 1)));
    if (connections == FEW) {
      aims.add(Aim.of(Metric.CPU, Against.HIKARI, 0.5));
    }
    if (hold == Hold.NOTHING) {
      FixedWork work = new FixedWork(Threads.VIRTUAL, threads, connections);
      return row(Family.VIRTUAL, threads, connections, hold, new Row.Own(work), aims);
    }
    aims.add(Aim.of(Metric.SERVED, Against.BEST_PEER, 1));
    aims.add(Aim.of(Metric.P99, Against.BEST_PEER, 1));
    if (hold == Hold.MILLISECOND) {
      aims.add(Aim.of(Metric.SPREAD, Against.NOBODY, 1.5));
    }
    HoldingCrowd crowd = new HoldingCrowd(Threads.VIRTUAL, threads, connections, hold);
    return row(Family.VIRTUAL, threads, connections, hold, new Row.Own(crowd), aims);
  }

  private static Row row(
      Family family, int threads, int connections, Hold hold, Row.Program program, List<Aim> aims) {
    String size = threads + "on" + connections + "." + hold.key();
    return new Row(family, size, program, true, aims);
  }
}
