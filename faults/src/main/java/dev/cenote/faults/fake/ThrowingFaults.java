package dev.cenote.faults.fake;

import dev.cenote.faults.cell.Arena;
import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Readings;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.client.Capacity;
import dev.cenote.faults.client.Crowd;
import dev.cenote.faults.client.Diary;
import dev.cenote.faults.client.Pause;
import dev.cenote.faults.client.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A driver that throws, whatever it likes, from whatever call. */
public final class ThrowingFaults {

  /** The calls that a pool or its borrower makes. */
  private static final List<String> SITES =
      List.of(
          "connect",
          "isValid",
          "isClosed",
          "close",
          "abort",
          "createStatement",
          "execute",
          "Statement.close",
          "getAutoCommit",
          "setAutoCommit",
          "commit",
          "rollback",
          "getWarnings",
          "clearWarnings",
          "isReadOnly",
          "setReadOnly",
          "getTransactionIsolation",
          "setTransactionIsolation",
          "getCatalog",
          "setCatalog",
          "getSchema",
          "setSchema",
          "getHoldability",
          "setHoldability",
          "getNetworkTimeout",
          "setNetworkTimeout",
          "getTypeMap",
          "setTypeMap",
          "getClientInfo",
          "setClientInfo",
          "getMetaData",
          "beginRequest",
          "endRequest");

  private static final int SMALL = 2;
  private static final int STORM_SIZE = 10;
  private static final int STORM_ERRORS = 1_000;
  private static final Duration FULL_AGAIN_MAX = Duration.ofSeconds(5);

  private static final Row SQL = Row.count("sweep-sql.leaked", leaked(), 0);
  private static final Row RUNTIME = Row.count("sweep-runtime.leaked", leaked(), 0);
  private static final Row ERROR = Row.count("sweep-error.leaked", leaked(), 0);
  private static final Row STORM = Row.count("error-storm.leaked", "slots lost, of 10", 0);

  /** All of them. */
  public static final List<Experiment> ALL =
      List.of(
          sweep(SQL, "sweep-sql", "an SQLException", () -> new SQLException("fault")),
          sweep(
              RUNTIME,
              "sweep-runtime",
              "a RuntimeException",
              () -> new IllegalStateException("fault")),
          sweep(ERROR, "sweep-error", "an Error", () -> new InternalError("fault")),
          Experiment.of(
              "error-storm",
              "1,000 errors (out of memory, stack overflow) from random calls, under 8 clients",
              Stage.FAKE_DRIVER,
              Duration.ofMinutes(2),
              STORM,
              ThrowingFaults::storm));

  private ThrowingFaults() {}

  private static String leaked() {
    return "slots lost, of " + SITES.size() + " pools of 2";
  }

  private static Experiment sweep(
      Row row, String key, String what, Supplier<? extends Throwable> failure) {
    return Experiment.of(
        key,
        "each JDBC call in turn throws " + what + " three times",
        Stage.FAKE_DRIVER,
        Duration.ofMinutes(7),
        row,
        arena -> Readings.only(row, sweep(arena, failure)));
  }

  private static Reading sweep(Arena arena, Supplier<? extends Throwable> failure)
      throws SQLException, InterruptedException {
    int leaked = 0;
    List<String> where = new ArrayList<>();
    for (String site : SITES) {
      int lost = lostBy(arena, site, failure);
      leaked += lost;
      if (lost > 0) {
        where.add(site);
      }
    }
    return Reading.of(leaked, where.isEmpty() ? "" : "by " + String.join(", ", where));
  }

  private static int lostBy(Arena arena, String site, Supplier<? extends Throwable> failure)
      throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.filled(arena, SMALL);
    if (site.equals("isValid")) {
      Pause.of(CheckFaults.LONG_IDLE);
    }
    scene.database().on(site).times(3).throwing(failure);
    Crowd crowd = Crowd.at(scene.pool(), ThrowingFaults::useEverything, 2, Duration.ofMillis(1));
    Pause.of(Duration.ofMillis(150));
    scene.database().killAll();
    Pause.of(Duration.ofMillis(150));
    Diary unused = crowd.stop(Duration.ofMillis(2_500));
    scene.database().liftFaults();
    return SMALL - Capacity.of(scene.pool(), SMALL, FULL_AGAIN_MAX).lent();
  }

  private static Readings storm(Arena arena) throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.filled(arena, STORM_SIZE);
    AtomicInteger thrown = new AtomicInteger();
    Random random = new Random(1);
    for (String site : SITES) {
      for (int i = 0; i < 2 * STORM_ERRORS / SITES.size(); i++) {
        scene
            .database()
            .on(site)
            .afterCalls(1 + i * 10 + random.nextInt(10))
            .once()
            .throwing(() -> anError(thrown));
      }
    }
    Crowd crowd = Crowd.at(scene.pool(), ThrowingFaults::useEverything, 8, Duration.ofMillis(1));
    boolean unused = Pause.until(() -> thrown.get() >= STORM_ERRORS, Duration.ofMinutes(1));
    Diary diary = crowd.stop(Duration.ofSeconds(3));
    scene.database().liftFaults();
    int lent = Capacity.of(scene.pool(), STORM_SIZE, FULL_AGAIN_MAX).lent();
    String note = thrown + " errors, " + diary.served() + " requests served meanwhile";
    return Readings.only(STORM, Reading.of(STORM_SIZE - lent, note));
  }

  private static Throwable anError(AtomicInteger thrown) {
    return thrown.incrementAndGet() % 2 == 0
        ? new OutOfMemoryError("fault")
        : new StackOverflowError("fault");
  }

  /** So that the pool has something of everything to undo. */
  private static void useEverything(Connection connection) throws SQLException {
    connection.setReadOnly(true);
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setSchema("other");
    connection.setNetworkTimeout(Runnable::run, 1_000);
    connection.setClientInfo("ApplicationName", "other");
    connection.setAutoCommit(false);
    Work.QUERY.on(connection);
    connection.commit();
    Work.QUERY.on(connection);
  }
}
