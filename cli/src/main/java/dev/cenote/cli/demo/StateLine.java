package dev.cenote.cli.demo;

import dev.cenote.core.PoolStats;
import java.util.Locale;

/** The state of a pool in one line: a cell for each permitted connection, then the numbers. */
final class StateLine {

  /** What the cells mean. */
  static final String LEGEND =
      "█ borrowed  ░ idle  ▒ being opened, checked or closed  · not needed so far";

  private static final int CELLS_MAX = 15;

  private StateLine() {}

  /** Every number has its place, so that the eye finds it while the line changes. */
  static String of(PoolStats stats, long elapsedNanos, long doneCount) {
    return String.format(
        Locale.ROOT,
        "%3.1f s  %s  %2d borrowed, %2d idle, %d opening, %2d waiting, %,5d done",
        elapsedNanos / 1e9,
        cells(stats),
        stats.leased(),
        stats.idle(),
        stats.opening(),
        stats.waiting(),
        doneCount);
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
}
