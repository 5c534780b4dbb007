package dev.cenote.cli.demo;

import dev.cenote.cli.terminal.Bar;
import dev.cenote.cli.terminal.Paint;
import dev.cenote.cli.terminal.Table;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.cli.terminal.Times;
import java.util.List;

/** What pooling brings, as a table with a bar for the time that each way takes. */
final class ComparisonTable {

  private static final int BAR_WIDTH = 18;

  private ComparisonTable() {}

  static List<String> lines(List<Comparison> comparisons, Plan plan, Terminal terminal) {
    Table table = new Table();
    table.row(Paint.FAINT, "", "wall time", "per query", "p50", "p99", "opened", "");
    for (Comparison each : comparisons) {
      table.heading(
          each.database().product()
              + " – "
              + each.database().database().mode()
              + "; "
              + plan.poolText());
      double most = Math.max(each.direct().wallNanos(), each.pooled().wallNanos());
      row(table, Paint.BAD, "without pool", each.direct(), each.directOpened(), most, "");
      row(table, Paint.GOOD, "with Cenote", each.pooled(), each.poolOpened(), most, verdict(each));
    }
    return table.lines(terminal);
  }

  private static void row(
      Table table, Paint paint, String way, Run run, long opened, double most, String verdict) {
    String bar = Bar.of((double) run.wallNanos(), most, BAR_WIDTH);
    table.row(
        paint,
        "  " + way,
        Times.of(run.wallNanos()),
        Times.of(run.perQueryNanos()),
        Times.of(run.p50Nanos()),
        Times.of(run.p99Nanos()),
        Times.count(opened),
        verdict.isEmpty() ? bar : bar + " " + verdict);
  }

  private static String verdict(Comparison comparison) {
    double ratio = comparison.ratio();
    return ratio >= 1 ? Times.factor(ratio) + "× faster" : Times.factor(1 / ratio) + "× slower";
  }
}
