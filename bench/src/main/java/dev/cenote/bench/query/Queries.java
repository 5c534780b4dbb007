package dev.cenote.bench.query;

import dev.cenote.bench.row.Aim;
import dev.cenote.bench.row.Aim.Against;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.server.Database;
import java.util.ArrayList;
import java.util.List;

/** The rows in which real databases are asked. */
public final class Queries {

  private static final int CONNECTIONS = 16;
  private static final int MANY = 64;

  /** Where waiting, fairness and the client's CPU time count. */
  private static final List<Aim> AIMS =
      List.of(
          Aim.of(Metric.CPU, Against.BEST_PEER, 1.1),
          Aim.of(Metric.SERVED, Against.BEST_PEER, 0.9),
          Aim.of(Metric.P999, Against.FAST_PEER, 1));

  private Queries() {}

  /** All of them. */
  public static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Database database : Database.values()) {
      for (int threads : List.of(1, 8, MANY)) {
        boolean isAim = database == Database.POSTGRESQL && threads == MANY;
        rows.add(row(database, threads, Style.PLAIN, isAim ? AIMS : List.of()));
      }
      if (database == Database.POSTGRESQL) {
        rows.add(row(database, MANY, Style.SPRING, List.of()));
      }
    }
    return rows;
  }

  private static Row row(Database database, int threads, Style style, List<Aim> aims) {
    return new Row(
        Family.DATABASE,
        database.key() + "." + threads + "on" + CONNECTIONS + style.suffix(),
        new Row.Own(new Asking(database, threads, CONNECTIONS, style)),
        threads > CONNECTIONS,
        aims);
  }
}
