package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Client;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Request.End;
import dev.cenote.faults.client.Since;
import dev.cenote.faults.client.Work;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.testkit.driver.FakeSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Undoing what a borrower left, when the driver fails at it. */
public final class ResetFaults {

  private static final int TRIALS = 10;
  private static final String INSERT = "INSERT INTO orders VALUES (1)";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Row FAILS_DIRTY =
      Row.count("reset-fails.dirty", "dirty connections lent, of 10", 0);
  private static final Row FAILS_COMMITTED =
      Row.count("reset-fails.committed", "abandoned transactions committed, of 11", 0);
  private static final Row BREAKS_DIRTY =
      Row.count("reset-breaks.dirty", "dirty connections lent, of 10", 0);
  private static final Row BREAKS_COMMITTED =
      Row.count("reset-breaks.committed", "abandoned transactions committed, of 11", 0);
  private static final Row BREAKS_REFUSED =
      Row.count("reset-breaks.refused", "requests refused, of 10", 0);
  private static final Row HANGS_FULL =
      Row.millis(
          "reset-hangs.full",
          "until all 10 can be borrowed",
          (int) PoolSettings.CLEANUP_TIMEOUT.toMillis() + 1_000);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "reset-fails",
              "`rollback` on return throws an SQLException without SQLState; a pool of 1",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(FAILS_DIRTY, FAILS_COMMITTED),
              ResetFaults::fails),
          new Experiment(
              "reset-breaks",
              "`rollback` on return throws a RuntimeException; a pool of 1",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              List.of(BREAKS_DIRTY, BREAKS_COMMITTED, BREAKS_REFUSED),
              ResetFaults::breaks),
          Experiment.of(
              "reset-hangs",
              "`rollback` on return never returns for 3 borrowers, in native code",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(1),
              HANGS_FULL,
              ResetFaults::hangs));

  private ResetFaults() {}

  private static Readings fails(Arena arena) throws SQLException, InterruptedException {
    Outcome outcome = leave(arena, () -> new SQLException("rollback failed"));
    return new Readings()
        .with(FAILS_DIRTY, Reading.of(outcome.dirty()))
        .with(FAILS_COMMITTED, Reading.of(outcome.committed()));
  }

  private static Readings breaks(Arena arena) throws SQLException, InterruptedException {
    Outcome outcome = leave(arena, () -> new IllegalStateException("rollback broke"));
    return new Readings()
        .with(BREAKS_DIRTY, Reading.of(outcome.dirty()))
        .with(BREAKS_COMMITTED, Reading.of(outcome.committed()))
        .with(BREAKS_REFUSED, Reading.of(outcome.refused()));
  }

  private record Outcome(int dirty, int committed, int refused) {}

  /** Borrowers leave in the middle of a transaction, one after the other. */
  private static Outcome leave(Arena arena, Supplier<Throwable> failure)
      throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.single(arena);
    scene.database().on("rollback").throwing(failure);
    AtomicInteger dirty = new AtomicInteger();
    Work transaction =
        connection -> {
          if (isDirty(scene.database().openSessions())) {
            dirty.incrementAndGet();
          }
          beginAndLeave(connection);
        };
    Client client = new Client(scene.pool(), transaction);
    int refused = 0;
    // The first is the one who leaves it dirty.
    for (int trial = 0; trial <= TRIALS; trial++) {
      refused += client.request().end() == End.REFUSED ? 1 : 0;
    }
    List<String> committed = scene.database().committedStatements();
    return new Outcome(
        dirty.get(), (int) committed.stream().filter(INSERT::equals).count(), refused);
  }

  private static boolean isDirty(List<FakeSession> open) {
    return open.stream().anyMatch(FakeSession::inTransaction);
  }

  private static void beginAndLeave(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      int unused = statement.executeUpdate(INSERT);
    }
  }

  private static Readings hangs(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.usual(arena);
    scene.database().on("rollback").times(3).hangEvenWhenAborted();
    Client client = new Client(scene.pool(), ResetFaults::beginAndLeave);
    for (int i = 0; i < 3; i++) {
      Thread thread = new Thread(client::request, "leaver-" + i);
      thread.setDaemon(true);
      thread.start();
    }
    // A pool that does not roll back does not hang either.
    boolean unused =
        Pause.until(() -> scene.database().calls("rollback") >= 3, Duration.ofMillis(500));
    return Readings.only(HANGS_FULL, Since.now().full(scene.pool(), scene.size(), PATIENCE));
  }
}
