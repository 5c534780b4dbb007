package dev.cenote.testkit.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cenote.CenoteDataSource;
import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.OnStart;
import dev.cenote.core.AcquireFailure;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.PoolKind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.jfr.Flight;
import dev.cenote.testkit.contract.Background;
import dev.cenote.testkit.contract.Stage;
import dev.cenote.testkit.driver.FakeDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording tells of a pool. */
@Timeout(120)
class FlightTest {

  private static final String[] ALL = {
    "Acquire",
    "Hold",
    "Open",
    "OpenFailed",
    "Validate",
    "Retire",
    "Timeout",
    "Refused",
    "Reconfigure"
  };

  /** Long enough to borrow what is idle, on a busy machine too. */
  private static final Duration LIMIT = Duration.ofMillis(500);

  @TempDir private Path folder;
  private final FakeDatabase database = FakeDatabase.create();

  @AfterEach
  void close() {
    database.close();
  }

  private CenoteDataSourceBuilder orders() {
    return CenoteDataSource.builder()
        .name("orders")
        .url(database.url())
        .poolSize(1)
        .maxOverflow(0)
        .validation(Validation.NEVER)
        .acquireTimeout(LIMIT)
        .onStart(OnStart.WAIT_FILLED);
  }

  private static void borrow(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Stage.use(connection);
    }
  }

  @Test
  void aCallerThatGetsNothingIsThereWithItsStackAndThePoolsNumbers() throws Exception {
    List<RecordedEvent> events;
    try (Flown flown = Flown.of(folder, ALL).start();
        CenoteDataSource pool = orders().build()) {
      Connection held = pool.getConnection();
      timesOut(pool);
      held.close();
      events = flown.stop();
    }
    assertThat(Flown.only(events, "Timeout")).hasSize(1);
    RecordedEvent timeout = Flown.only(events, "Timeout").get(0);
    assertThat(timeout.getString("pool")).isEqualTo("orders");
    assertThat(timeout.getString("code")).isEqualTo("CENOTE-101");
    assertThat(timeout.getString("cause")).isEqualTo("BUSY");
    assertThat(Flown.only(events, "Refused")).isEmpty();
    assertThat(timeout.getDuration("waited")).isGreaterThanOrEqualTo(LIMIT);
    assertThat(timeout.getInt("borrowed")).isEqualTo(1);
    assertThat(timeout.getInt("permitted")).isEqualTo(1);
    assertThat(timeout.getStackTrace().getFrames().stream().map(FlightTest::name))
        .contains("dev.cenote.CenoteDataSource.getConnection");
    RecordedEvent acquire =
        Flown.only(events, "Acquire").stream()
            .filter(event -> event.getString("outcome").equals("CENOTE-101"))
            .findAny()
            .orElseThrow();
    assertThat(acquire.getDuration()).isGreaterThanOrEqualTo(LIMIT);
    assertThat(acquire.getStackTrace()).isNull();
    assertThat(Flown.only(events, "Hold"))
        .singleElement()
        .satisfies(hold -> {
          assertThat(hold.getInt("slot")).isEqualTo(1);
          assertThat(hold.getString("borrower")).isEqualTo(Thread.currentThread().getName());
          assertThat(hold.getString("outcome")).isEqualTo("returned");
          assertThat(hold.getDuration()).isGreaterThanOrEqualTo(LIMIT);
        });
  }

  @Test
  void aCallerThatIsRefusedAtOnceIsThereTooWithTheReason() throws Exception {
    List<RecordedEvent> events;
    try (Flown flown = Flown.of(folder, ALL).start();
        CenoteDataSource pool = orders().build();
        Connection held = pool.getConnection()) {
      Stage.use(held);
      assertThatThrownBy(pool::getConnection).hasMessageContaining("CENOTE-102");
      pool.reconfigure(change -> change.maxWaiters(0));
      assertThatThrownBy(pool::getConnection).hasMessageContaining("CENOTE-103");
      pool.reconfigure(change -> change.maxWaiters(1).acquireTimeout(Duration.ZERO));
      assertThatThrownBy(pool::getConnection).hasMessageContaining("CENOTE-101");
      assertThat(pool.stats().refused(AcquireFailure.DEADLOCK)).isEqualTo(1);
      assertThat(pool.stats().refused(AcquireFailure.QUEUE_FULL)).isEqualTo(1);
      assertThat(pool.stats().rejected()).isEqualTo(3);
      events = flown.stop();
    }
    assertThat(Flown.only(events, "Timeout")).isEmpty();
    List<RecordedEvent> refused = Flown.only(events, "Refused");
    assertThat(refused)
        .extracting(event -> event.getString("code") + " " + event.getString("cause"))
        .containsExactly("CENOTE-102 DEADLOCK", "CENOTE-103 QUEUE_FULL", "CENOTE-101 BUSY");
    assertThat(refused)
        .allSatisfy(event -> {
          assertThat(event.getString("pool")).isEqualTo("orders");
          assertThat(event.getInt("borrowed")).isEqualTo(1);
          assertThat(event.getStackTrace().getFrames().stream().map(FlightTest::name))
              .contains("dev.cenote.CenoteDataSource.getConnection");
        });
  }

  /** On a thread of its own: one that waits for itself is told so at once. */
  private static void timesOut(CenoteDataSource pool) throws Exception {
    assertThat(Background.call(pool::getConnection).failure()).isInstanceOf(SQLException.class);
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
  }

  @Test
  void theLifeOfAConnectionIsThereAndWhatWasChanged() throws Exception {
    List<RecordedEvent> events;
    try (Flown flown = Flown.of(folder, ALL)) {
      flown.enableAll("Acquire", "Hold", "Validate");
      flown.start();
      try (CenoteDataSource pool =
          orders()
              .onStart(OnStart.FAIL_FAST)
              .prefill(false)
              .validation(Validation.ALWAYS)
              .acquireTimeout(Duration.ofSeconds(3))
              .build()) {
        borrow(pool);
        pool.resize(2, 3);
        pool.reconfigure(change -> change.maxOverflow(4).maxWaiters(9));
        database.stop();
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);
      }
      events = flown.stop();
    }
    assertThat(Flown.only(events, "Open"))
        .singleElement()
        .satisfies(open -> {
          assertThat(open.getInt("slot")).isEqualTo(1);
          assertThat(open.getDuration("took")).isPositive();
          assertThat(open.getString("place")).contains(database.name());
        });
    assertThat(Flown.only(events, "Acquire").get(0).getString("outcome")).isEqualTo("lent");
    assertThat(Flown.only(events, "Validate"))
        .extracting(check -> check.getString("outcome"))
        .as("the last one, of the server that has stopped")
        .anyMatch(outcome -> !outcome.equals("alive"));
    assertThat(Flown.only(events, "Retire").get(0).getString("reason")).isEqualTo("CHECK_FAILED");
    RecordedEvent failed = Flown.only(events, "OpenFailed").get(0);
    assertThat(failed.getString("kind")).isEqualTo("UNREACHABLE");
    assertThat(failed.getString("failure")).isEqualTo("java.sql.SQLTransientConnectionException");
    assertThat(failed.getInt("consecutive")).isEqualTo(1);
    assertThat(Flown.only(events, "Reconfigure"))
        .extracting(changed -> changed.getString("change"))
        .containsExactly(
            "poolSize 1 -> 2, maxOverflow 0 -> 3", "maxOverflow 3 -> 4, maxWaiters UNLIMITED -> 9");
  }

  @Test
  void theEndOfAConnectionThatBrokeInUseSaysWhatTheDriverThrew() throws Exception {
    List<RecordedEvent> events;
    try (FakeDatabase database = FakeDatabase.create();
        Flown flown = Flown.of(folder, "Retire").start()) {
      database
          .on("Statement.executeQuery")
          .throwing(() -> new SQLNonTransientConnectionException("I/O error", "08006"));
      try (CenoteDataSource pool = CenoteDataSource.create(database.url())) {
        assertThatThrownBy(() -> borrow(pool)).isInstanceOf(SQLException.class);
      }
      events = flown.stop();
    }
    assertThat(Flown.only(events, "Retire"))
        .filteredOn(retired -> retired.getString("reason").equals("BROKEN"))
        .extracting(retired -> retired.getString("cause"))
        .containsExactly("java.sql.SQLNonTransientConnectionException");
  }

  @Test
  void whatTookNoTimeIsLeftOutUnlessItIsAskedFor() throws Exception {
    List<RecordedEvent> events;
    try (CenoteDataSource pool = orders().acquireTimeout(Duration.ofSeconds(30)).build()) {
      borrow(pool);
      try (Flown flown = Flown.of(folder, "Acquire", "Hold").start()) {
        for (int i = 0; i < 1_000; i++) {
          borrow(pool);
        }
        events = flown.stop();
      }
    }
    assertThat(events).as("those that took 10 ms or 20 ms").hasSizeLessThan(100);
  }

  @Test
  void aConnectionThatSeveralHaveIsHeldByNobodyAlone() throws Exception {
    List<RecordedEvent> events;
    try (Flown flown = Flown.of(folder)) {
      flown.enableAll("Acquire", "Hold");
      flown.start();
      try (CenoteDataSource pool =
          CenoteDataSource.builder().url(database.url()).kind(PoolKind.SHARED).build()) {
        borrow(pool);
      }
      events = flown.stop();
    }
    assertThat(Flown.only(events, "Acquire")).isNotEmpty();
    assertThat(Flown.only(events, "Hold")).isEmpty();
  }

  @Test
  void thePoolsNumbersAreThereAtIntervalsUntilItCloses() throws Exception {
    try (Flown flown = Flown.of(folder)) {
      flown.enable("PoolState").with("period", "endChunk");
      flown.start();
      CenoteDataSource closed = orders().name("closed").build();
      closed.close();
      try (CenoteDataSource pool = orders().build();
          Connection held = pool.getConnection()) {
        Stage.use(held);
        assertThat(Flown.only(flown.stop(), "PoolState"))
            .singleElement()
            .satisfies(state -> {
              assertThat(state.getString("pool")).isEqualTo("orders");
              assertThat(state.getInt("borrowed")).isEqualTo(1);
              assertThat(state.getInt("permitted")).isEqualTo(1);
              assertThat(state.getLong("acquired")).isEqualTo(1);
            });
      }
    }
  }

  @Test
  void aConnectionThatIsHeldForLongIsThereWithItsBorrower() throws Exception {
    CompletableFuture<PoolEvent> told = new CompletableFuture<>();
    List<RecordedEvent> events;
    try (Flown flown = Flown.of(folder, "LeakSuspected").start();
        CenoteDataSource pool =
            orders()
                .leakWatch(LeakWatch.STACK)
                .leakThreshold(Duration.ofMillis(100))
                .listener(event -> {
                  if (event instanceof PoolEvent.HeldLong) {
                    told.complete(event);
                  }
                })
                .build();
        Connection held = pool.getConnection()) {
      told.get(1, TimeUnit.MINUTES);
      Stage.use(held);
      events = flown.stop();
    }
    RecordedEvent leak = Flown.only(events, "LeakSuspected").get(0);
    assertThat(leak.getString("borrower")).isEqualTo(Thread.currentThread().getName());
    assertThat(leak.getDuration("held")).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    assertThat(leak.getBoolean("ended")).isFalse();
    assertThat(leak.getString("site"))
        .contains("FlightTest.aConnectionThatIsHeldForLongIsThereWithItsBorrower");
  }

  @Test
  void withoutARecordingNobodyWatches() throws Exception {
    try (Flown flown = Flown.of(folder, "Acquire").start()) {
      assertThat(Flight.watchesBorrows()).isTrue();
      flown.stop();
    }
    assertThat(Flight.watchesBorrows()).isFalse();
  }

  /** As README.md of docs/monitoring tells it. */
  @Test
  void theCommandOfTheJdkPrintsIt() throws Exception {
    assumeThat(Flown.program("jfr")).as("the command jfr").exists();
    Path file;
    try (Flown flown = Flown.of(folder, ALL).start();
        CenoteDataSource pool = orders().build();
        Connection held = pool.getConnection()) {
      Stage.use(held);
      timesOut(pool);
      flown.stop();
      file = flown.file();
    }
    String said =
        Flown.said(
            folder,
            List.of(
                Flown.program("jfr").toString(),
                "print",
                "--events",
                "dev.cenote.*",
                file.toString()));
    assertThat(said)
        .contains("dev.cenote.Open {")
        .contains("dev.cenote.Timeout {")
        .contains("pool = \"orders\"")
        .contains("code = \"CENOTE-101\"")
        .contains("outcome = \"CENOTE-101\"")
        .contains("RunningPool.lend(Duration)");
  }

  /** As with jcmd: the pool's classes were loaded, and lent connections, before. */
  @Test
  void aRecordingThatBeginsLaterFindsThePool() throws Exception {
    assertThat(java("dev.cenote.testkit.flight.RecordedLater"))
        .contains("acquire lent orders", "state orders 1 borrowed");
  }

  @Test
  void aPoolWorksOnARuntimeImageWithoutTheRecorder() throws Exception {
    assertThat(
            java(
                "--limit-modules",
                "java.sql,java.naming,java.logging",
                "dev.cenote.testkit.flight.WithoutRecorder"))
        .contains("no recorder, lent 20 times, 1 timed out");
  }

  private String java(String... arguments) throws Exception {
    Path classes = folder.resolve("arguments");
    Files.writeString(
        classes, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"");
    List<String> command = new ArrayList<>();
    command.add(Flown.program("java").toString());
    command.add("@" + classes);
    command.addAll(List.of(arguments));
    return Flown.said(folder, command);
  }
}
