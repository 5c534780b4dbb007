package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import dev.cenote.cli.terminal.LiveLine;
import dev.cenote.cli.terminal.Paint;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.cli.terminal.Times;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The whole demo: the first steps on the first database, unless it is somebody's; both ways on
 * every database, then many clients on the pool of the first one. Used by one thread.
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
  void compare(DemoDatabase database) throws SQLException, InterruptedException {
    ReadyDatabase ready = ReadyDatabase.prepare(database, cleanup, terminal::say);
    String loginUrl = database.loginUrl();
    if (comparisons.isEmpty() && loginUrl != null && !json) {
      new Lesson(terminal, cleanup).give(ready, loginUrl);
    }
    comparisons.add(Comparison.measure(ready, plan, cleanup, terminal::say));
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
        "Each query gets a connection, asks, reads all rows, and closes the connection;");
    terminal.print("opened: connections. p50, p99: half, 99 of 100 queries took at most this.");
    terminal.print("Starting the pool, once, took " + poolStarts() + ".");
    if (allSame()) {
      long rows = comparisons.get(0).direct().rows().count();
      terminal.print("Both ways have read the same " + Times.count(rows) + " rows everywhere.");
    }
  }

  private String poolStarts() {
    return comparisons.stream()
        .map(each -> Times.of(each.poolStartNanos()))
        .collect(Collectors.joining(", "));
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
    if (json) {
      terminal.say(what);
    } else {
      terminal.print("");
      terminal.print(Paint.BOLD.on(terminal, what));
      terminal.print("");
      terminal.print(
          "Each query keeps its connection for "
              + Rush.HOLD.toMillis()
              + " ms, as if there were work to do with the rows.");
      terminal.print(StateLine.LEGEND);
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
    return rush.addsUp() && allSame();
  }

  private boolean allSame() {
    return comparisons.stream().allMatch(Comparison::sameRows);
  }
}
