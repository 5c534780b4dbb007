package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import dev.cenote.cli.terminal.LiveLine;
import dev.cenote.cli.terminal.Paint;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.cli.terminal.Times;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole demo: both ways on every database, then many clients on the pool of the first one. Used
 * by one thread.
 */
final class Experiment {

  private final Plan plan;
  private final boolean json;
  private final Terminal terminal;
  private final Cleanup cleanup;
  private final List<Comparison> comparisons = new ArrayList<>();

  /**
   * A demo.
   *
   * @param json whether standard output gets one JSON object and nothing else
   */
  Experiment(Plan plan, boolean json, Terminal terminal, Cleanup cleanup) {
    this.plan = plan;
    this.json = json;
    this.terminal = terminal;
    this.cleanup = cleanup;
  }

  /** Measures both ways on one database. */
  void compare(DemoDatabase database) throws SQLException {
    ReadyDatabase ready = ReadyDatabase.prepare(database, cleanup, terminal::say);
    terminal.say(
        ready.product() + ": " + Times.count(plan.queries()) + " queries without a pool and with one…");
    comparisons.add(Comparison.measure(ready, plan, cleanup));
  }

  /**
   * Shows the table, lets the clients rush, and shows what came of it.
   *
   * @return whether all numbers agree; what does not was said
   */
  boolean conclude() throws SQLException, InterruptedException {
    if (!json) {
      showTable();
    }
    RushResult rush = rush(comparisons.get(0).database());
    if (json) {
      terminal.printRaw(JsonReport.of(plan, comparisons, rush).text());
    } else {
      RushReport.lines(rush, terminal).forEach(terminal::print);
    }
    return verified(rush);
  }

  private void showTable() {
    terminal.print("");
    terminal.print(
        Paint.BOLD.on(
            terminal,
            comparisons.get(0).database().users().sql()
                + ", "
                + Times.count(plan.queries())
                + " times"));
    terminal.print("");
    ComparisonTable.lines(comparisons, plan, terminal).forEach(terminal::print);
    terminal.print("");
    terminal.print(
        "Each query opens or borrows a connection, asks, reads all rows and closes it."
            + (allSame() ? " Both" : ""));
    if (allSame()) {
      terminal.print("ways have read the same rows.");
    }
  }

  private RushResult rush(ReadyDatabase database) throws SQLException, InterruptedException {
    String what =
        plan.clients()
            + " clients share a pool of "
            + plan.poolSize()
            + " + "
            + plan.maxOverflow()
            + " on "
            + database.product();
    String how = "Each query keeps its connection for " + Times.of(Rush.HOLD.toNanos()) + ".";
    if (json) {
      terminal.say(what);
    } else {
      terminal.print("");
      terminal.print(Paint.BOLD.on(terminal, what));
      terminal.print("");
      terminal.print(how + "  " + StateLine.LEGEND);
    }
    LiveLine line = terminal.liveLine(json);
    try (CenoteDataSource pool = cleanup.add(plan.pool(database.database()))) {
      return Rush.run(
          pool,
          database.users(),
          plan.clients(),
          (stats, elapsed, done) -> line.update(StateLine.of(stats, elapsed, done)));
    } finally {
      line.end();
    }
  }

  private boolean verified(RushResult rush) {
    for (Comparison each : comparisons) {
      if (!each.sameRows()) {
        terminal.say(
            each.database().product()
                + ": the runs did not see the same rows: "
                + each.direct().rows()
                + " without a pool, "
                + each.pooled().rows()
                + " with it");
      }
    }
    if (!rush.addsUp()) {
      terminal.say("the pool's numbers do not add up: " + rush.after());
    }
    return rush.addsUp() && comparisons.stream().allMatch(Comparison::sameRows);
  }
}
