package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import dev.cenote.cli.terminal.Paint;
import dev.cenote.cli.terminal.Terminal;
import dev.cenote.cli.terminal.Times;
import java.sql.SQLException;
import java.time.Duration;

/** Runs the first steps on a database and shows each beside what it did. Used by one thread. */
final class Lesson {

  private static final int POOL_SIZE = 5;
  private static final Duration FILLED_WITHIN = Duration.ofSeconds(10);

  /** One step. */
  private interface Step {
    Rows run(CenoteDataSource pool) throws SQLException;
  }

  private final Terminal terminal;
  private final Cleanup cleanup;

  Lesson(Terminal terminal, Cleanup cleanup) {
    this.terminal = terminal;
    this.cleanup = cleanup;
  }

  /** All of them. */
  void give(ReadyDatabase database, String url) throws SQLException, InterruptedException {
    FirstSteps steps = new FirstSteps(database.users());
    terminal.print("");
    terminal.print(Paint.BOLD.on(terminal, "Pooling in three steps, on " + database.product()));
    show("create");
    long begun = System.nanoTime();
    try (CenoteDataSource pool = cleanup.add(steps.create(url))) {
      boolean unused = pool.awaitReady(POOL_SIZE, FILLED_WITHIN); // the numbers tell
      did(pool.stats().open() + " connections open after " + since(begun));
      did("the pool says: " + pool.status());
      step("borrow", steps::borrow, pool);
      step("with", steps::with, pool);
    }
    terminal.print("");
    terminal.print("The first query of a JVM is slow. What a pool saves is measured next.");
    terminal.print("");
  }

  private void step(String name, Step step, CenoteDataSource pool) throws SQLException {
    show(name);
    long openedBefore = pool.stats().created();
    long begun = System.nanoTime();
    Rows rows = step.run(pool);
    long opened = pool.stats().created() - openedBefore;
    did(rows.count() + " rows after " + since(begun));
    did(opened + " connections opened for them, " + pool.stats().idle() + " idle again");
  }

  private void show(String step) {
    terminal.print("");
    StepSource.of(step).forEach(line -> terminal.print("  " + Paint.FAINT.on(terminal, line)));
  }

  private void did(String what) {
    terminal.print("  → " + what);
  }

  private static String since(long begun) {
    return Times.of(System.nanoTime() - begun);
  }
}
