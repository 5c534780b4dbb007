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
import dev.cenote.testkit.driver.Fault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** Those that the borrower makes itself: whatever the pool is, they must meet their fault. */
  private static final Set<String> BORROWERS =
      Set.of(
          "createStatement",
          "execute",
          "Statement.close",
          "setAutoCommit",
          "commit",
          "setReadOnly",
          "setTransactionIsolation",
          "setCatalog",
          "setSchema",
          "setHoldability",
          "setNetworkTimeout",
          "setTypeMap",
          "setClientInfo",
          "getMetaData");

  private static final int SMALL = 2;
  private static final int STORM_SIZE = 10;
  private static final int STORM_ERRORS = 1_000;

  /** With fewer a pool that has lost nothing has proved nothing. */
  private static final int STORM_LEAST = 200;

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
              "1,000 errors (out of memory, stack overflow; 200 at least) from random calls, under"
                  + " 8 clients",
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
        "each JDBC call in turn throws "
            + what
            + " three times, and again as its borrower is about to return it",
        Stage.FAKE_DRIVER,
        Duration.ofMinutes(7),
        row,
        arena -> Readings.only(row, sweep(arena, failure)));
  }

  private static Reading sweep(Arena arena, Supplier<? extends Throwable> failure)
      throws SQLException, InterruptedException {
    int leaked = 0;
    List<String> where = new ArrayList<>();
    List<String> unmet = new ArrayList<>();
    for (String site : SITES) {
      Loss loss = lostBy(arena, site, failure);
      leaked += loss.slots();
      if (loss.slots() > 0) {
        where.add(site);
      }
      if (loss.errors() == 0) {
        unmet.add(site);
      }
    }
    // Who has lost some has proved it, too.
    if (leaked == 0 && unmet.stream().anyMatch(BORROWERS::contains)) {
      return Reading.failed("void: the fault was never met at " + String.join(", ", unmet));
    }
    String met = "met at %d of %d calls".formatted(SITES.size() - unmet.size(), SITES.size());
    String others = unmet.isEmpty() ? "" : ", never made: " + String.join(", ", unmet);
    String by = where.isEmpty() ? "" : "; lost by " + String.join(", ", where);
    return Reading.of(leaked, met + others + by);
  }

  /** How many slots were lost, and how often the fault was met. */
  private record Loss(int slots, int errors) {}

  /**
   * The borrower changes all that it can, so the fault of its own call is used up by itself; a
   * second fault comes when it has changed all, for the call by which the pool undoes it.
   */
  private static Loss lostBy(Arena arena, String site, Supplier<? extends Throwable> failure)
      throws SQLException, InterruptedException {
    FakeScene scene = FakeScene.filled(arena, SMALL);
    if (site.equals("isValid")) {
      Pause.of(CheckFaults.LONG_IDLE);
    }
    Fault first = scene.database().on(site).times(3).throwing(failure);
    AtomicReference<@Nullable Fault> second = new AtomicReference<>();
    Work work =
        connection -> {
          useEverything(connection);
          if (first.hits() >= 3 && second.get() == null) {
            second.set(scene.database().on(site).times(3).throwing(failure));
          }
        };
    Crowd crowd = Crowd.at(scene.pool(), work, 2, Duration.ofMillis(1));
    Pause.of(Duration.ofMillis(150));
    scene.database().killAll();
    Pause.of(Duration.ofMillis(150));
    Diary unused = crowd.stop(Duration.ofMillis(2_500));
    scene.database().liftFaults();
    int lent = Capacity.of(scene.pool(), SMALL, FULL_AGAIN_MAX).lent();
    Fault later = second.get();
    return new Loss(SMALL - lent, first.hits() + (later == null ? 0 : later.hits()));
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
    // Who has lost some has proved it with few errors, too.
    boolean isVoid = thrown.get() < STORM_LEAST && lent == STORM_SIZE;
    return Readings.only(
        STORM, isVoid ? Reading.failed("void: " + note) : Reading.of(STORM_SIZE - lent, note));
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
    connection.setCatalog("other");
    connection.setSchema("other");
    connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    connection.setTypeMap(Map.of("money", Long.class));
    connection.setNetworkTimeout(Runnable::run, 1_000);
    Object unused = connection.getMetaData();
    connection.setClientInfo("ApplicationName", "other");
    connection.setAutoCommit(false);
    Work.QUERY.on(connection);
    connection.commit();
    Work.QUERY.on(connection);
  }
}
