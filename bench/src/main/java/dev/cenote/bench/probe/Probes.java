package dev.cenote.bench.probe;

import dev.cenote.bench.row.Aim;
import dev.cenote.bench.row.Aim.Against;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Row;
import java.util.List;

/** The rows that are no streams of requests. */
public final class Probes {

  private Probes() {}

  /** All of them. */
  public static List<Row> rows() {
    return List.of(
        new Row(
            Family.BURST,
            "cold",
            new Row.Own(new Burst(0)),
            true,
            List.of(
                Aim.of(Metric.DONE, Against.NOBODY, 330),
                Aim.of(Metric.OPENED, Against.NOBODY, 10))),
        new Row(
            Family.BURST,
            "5idle",
            new Row.Own(new Burst(5)),
            true,
            List.of(
                Aim.of(Metric.DONE, Against.NOBODY, 40), Aim.of(Metric.OPENED, Against.NOBODY, 2))),
        new Row(
            Family.HEAP,
            "",
            new Row.Own(new Heap()),
            false,
            List.of(Aim.of(Metric.HEAP, Against.NOBODY, 40))),
        new Row(
            Family.FIRST,
            "",
            new Row.Own(new FirstConnection()),
            false,
            List.of(Aim.of(Metric.FIRST, Against.HIKARI, 1))));
  }
}
