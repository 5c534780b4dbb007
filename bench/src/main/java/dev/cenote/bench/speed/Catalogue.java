package dev.cenote.bench.speed;

import dev.cenote.bench.CycleBenchmark;
import dev.cenote.bench.StatementBenchmark;
import dev.cenote.bench.UnitBenchmark;
import dev.cenote.bench.crowd.Crowds;
import dev.cenote.bench.probe.Probes;
import dev.cenote.bench.query.Queries;
import dev.cenote.bench.row.Aim;
import dev.cenote.bench.row.Aim.Against;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All rows. */
final class Catalogue {

  private static final List<Integer> THREADS = List.of(1, 2, 8, 32, 128);
  private static final double TWO_THIRDS = 0.667;

  /** So many connections are open where a pool of a thousand is hardly used. */
  private static final int FEW = 10;

  private static final List<Aim> NO_MORE_THAN_HIKARI =
      List.of(Aim.of(Metric.CPU, Against.HIKARI, 1));

  static final List<Row> ALL = all();

  /** A little of everything, in two minutes with two pools and one round. */
  static final List<Row> QUICK =
      ALL.stream()
          .filter(row ->
              List.of(
                      "cycle.1on32",
                      "cycle.32on8",
                      "statement.1on32",
                      "unit.1on32",
                      "threads.32on8.1ms",
                      "virtual.1000on16.1ms",
                      "burst.cold",
                      "heap",
                      "first")
                  .contains(row.key()))
          .toList();

  private Catalogue() {}

  static Optional<Row> row(String key) {
    return ALL.stream().filter(row -> row.key().equals(key)).findFirst();
  }

  /** The row with this key, all rows of this family, or the cycle of this size; maybe none. */
  static List<Row> named(String name) {
    return ALL.stream()
        .filter(row ->
            row.key().equals(name)
                || row.family().key().equals(name)
                || row.key().equals(Family.CYCLE.key() + "." + name))
        .toList();
  }

  private static List<Row> all() {
    List<Row> rows = new ArrayList<>(cycles());
    rows.addAll(growth());
    rows.addAll(statements());
    rows.addAll(units());
    rows.addAll(Crowds.rows());
    rows.addAll(Queries.rows());
    rows.addAll(Probes.rows());
    return List.copyOf(rows);
  }

  private static List<Row> cycles() {
    List<Row> rows = new ArrayList<>();
    for (int connections : List.of(32, 8)) {
      for (int threads : THREADS) {
        List<Aim> aims = cycleAims(threads > connections);
        rows.add(benchmark(Family.CYCLE, CycleBenchmark.class, threads, connections, aims));
      }
    }
    return rows;
  }

  private static List<Row> growth() {
    List<Row> rows = new ArrayList<>();
    for (int connections : List.of(1, 8, 100, 1_000)) {
      rows.add(benchmark(Family.GROWTH, CycleBenchmark.class, 1, connections, List.of()));
    }
    rows.add(
        new Row(
            Family.GROWTH,
            "1on1000few",
            new Row.Benchmark(CycleBenchmark.class, 1, 1_000, FEW, 0),
            false,
            List.of()));
    rows.add(benchmark(Family.GROWTH, CycleBenchmark.class, 128, 128, NO_MORE_THAN_HIKARI));
    rows.add(benchmark(Family.GROWTH, CycleBenchmark.class, 128, 1_000, List.of()));
    for (int open : List.of(1, 10, 100, 1_000)) {
      rows.add(
          new Row(
              Family.GROWTH,
              "statements." + open,
              new Row.Benchmark(StatementBenchmark.class, 1, 8, 0, open),
              false,
              List.of()));
    }
    return rows;
  }

  private static List<Row> statements() {
    List<Row> rows = new ArrayList<>();
    for (int connections : List.of(32, 8)) {
      THREADS.stream()
          .filter(threads -> threads <= connections) // each keeps a connection
          .map(threads ->
              benchmark(
                  Family.STATEMENT,
                  StatementBenchmark.class,
                  threads,
                  connections,
                  NO_MORE_THAN_HIKARI))
          .forEach(rows::add);
    }
    return rows;
  }

  private static List<Row> units() {
    List<Row> rows = new ArrayList<>();
    for (int connections : List.of(32, 8)) {
      for (int threads : THREADS) {
        List<Aim> aims =
            threads > connections
                ? List.of()
                : List.of(Aim.of(Metric.CPU, Against.BEST_PEER, TWO_THIRDS));
        rows.add(benchmark(Family.UNIT, UnitBenchmark.class, threads, connections, aims));
      }
    }
    return rows;
  }

  private static List<Aim> cycleAims(boolean isContended) {
    return isContended
        ? List.of(Aim.of(Metric.CPU, Against.HIKARI, 1), Aim.guard(Metric.CPU, Against.HIKARI, 1.5))
        : List.of(
            Aim.of(Metric.CPU, Against.HIKARI, 0.2),
            Aim.of(Metric.CPU, Against.BEST_PEER, TWO_THIRDS),
            Aim.of(Metric.CPU, Against.BOUND, 2.5),
            Aim.guard(Metric.CPU, Against.HIKARI, 0.5),
            // not 1: what JMH allocates itself is shared out among the operations too
            Aim.guard(Metric.BYTES, Against.HIKARI, 1.02));
  }

  private static Row benchmark(
      Family family, Class<?> type, int threads, int connections, List<Aim> aims) {
    return new Row(
        family,
        threads + "on" + connections,
        new Row.Benchmark(type, threads, connections, 0, 0),
        threads > connections,
        aims);
  }
}
