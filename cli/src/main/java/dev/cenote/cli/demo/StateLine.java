package dev.cenote.cli.demo;

import dev.cenote.cli.terminal.Times;
import dev.cenote.core.PoolStats;
import java.util.Locale;

/** The state of a pool in one line: a cell for each permitted connection, then the numbers. */
final class StateLine {

  /** What the cells mean. */
  static final String LEGEND = "█ borrowed  ░ idle  ▒ opening or other work  · not open";

  private static final int CELLS_MAX = 30;

  private StateLine() {}

  static String of(PoolStats stats, long elapsedNanos, long doneCount) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "  %4.1f s  ", elapsedNanos / 1e9));
    line.append(cells(stats));
    line.append("  ").append(stats.leased()).append(" borrowed");
    append(line, stats.idle(), "idle");
    append(line, stats.opening(), "opening");
    append(line, stats.waiting(), "waiting");
    if (stats.waiting() > 0) {
      line.append(" (first ").append(Times.of(stats.oldestWaitNanos())).append(')');
    }
    return line.append(", ").append(Times.count(doneCount)).append(" done").toString();
  }

  private static String cells(PoolStats stats) {
    int busy = stats.permitted() - stats.leased() - stats.idle();
    double perCell = Math.max(1, stats.maximum() / (double) CELLS_MAX);
    StringBuilder cells = new StringBuilder();
    append(cells, '█', stats.leased() / perCell);
    append(cells, '▒', (stats.leased() + busy) / perCell);
    append(cells, '░', stats.permitted() / perCell);
    append(cells, '·', stats.maximum() / perCell);
    return cells.toString();
  }

  private static void append(StringBuilder cells, char cell, double upTo) {
    while (cells.length() < Math.round(upTo)) {
      cells.append(cell);
    }
  }

  private static void append(StringBuilder line, int count, String what) {
    if (count > 0) {
      line.append(", ").append(count).append(' ').append(what);
    }
  }
}
