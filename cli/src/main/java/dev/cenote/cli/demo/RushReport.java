package dev.cenote.cli.demo;

import dev.cenote.cli.terminal.Paint;
import dev.cenote.cli.terminal.Table;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.cli.terminal.Times;
import dev.cenote.core.PoolStats;
import java.util.ArrayList;
import java.util.List;

/** What came of the rush, in a few lines. */
final class RushReport {

  private RushReport() {}

  static List<String> lines(RushResult rush, Terminal terminal) {
    Table table = new Table();
    table.row(
        Paint.PLAIN,
        "  queries",
        Times.count(rush.doneCount())
            + " in "
            + Times.of(rush.elapsedNanos())
            + ", "
            + Times.count(Math.round(rush.queriesPerSecond()))
            + " per second");
    table.row(
        Paint.PLAIN,
        "  waited",
        "p50 "
            + Times.of(rush.waits().at(50))
            + ", p99 "
            + Times.of(rush.waits().at(99))
            + "; at most "
            + rush.waitingMax()
            + " clients at once");
    table.row(Paint.PLAIN, "  connections", opened(rush));
    table.row(rush.addsUp() ? Paint.GOOD : Paint.BAD, "  at the end", sum(rush));
    List<String> lines = new ArrayList<>(table.lines(terminal));
    if (rush.gaveUpCount() > 0) {
      lines.add("  " + Times.count(rush.gaveUpCount()) + " times a client gave up. It was told:");
      lines.add("    " + rush.refusal());
    }
    return lines;
  }

  private static String opened(RushResult rush) {
    return Times.count(rush.after().created())
        + " opened for "
        + Times.count(rush.acquiredCount())
        + " acquires; at most "
        + Times.count(rush.after().maximum())
        + " are permitted";
  }

  /** The states, each slot counted once, beside what the counters say. */
  private static String sum(RushResult rush) {
    PoolStats after = rush.after();
    StringBuilder text = new StringBuilder();
    text.append(after.idle()).append(" idle + ").append(after.leased()).append(" borrowed");
    append(text, after.checking(), "being checked");
    append(text, after.resetting(), "being reset");
    append(text, after.closing(), "closing");
    text.append(" = ").append(after.open());
    text.append(" = ").append(after.created()).append(" opened - ");
    text.append(rush.closedCount()).append(" closed");
    return text.append(rush.addsUp() ? "; it adds up" : "; this does NOT add up").toString();
  }

  private static void append(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append(" + ").append(count).append(' ').append(what);
    }
  }
}
