package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Secrets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LogListenerTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = new LoggerContext().getLogger(LogListener.LOGGER);
  private final LogListener listener =
      new LogListener(log, "orders", "db:5432/orders", new Secrets(), now::get);

  @BeforeEach
  void collectEverything() {
    log.setLevel(Level.DEBUG);
    lines.start();
    log.addAppender(lines);
  }

  private List<String> at(Level level) {
    return lines.list.stream()
        .filter(line -> line.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private void pass(long seconds) {
    now.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static PoolEvent failed(String text, int consecutive) {
    return new PoolEvent.OpenFailed(
        new SQLException(text), "UNREACHABLE", consecutive, 500_000_000L, 0);
  }

  @Test
  void aChangeOfSettingsIsOneLineWithOldAndNew() {
    listener.on(
        new PoolEvent.Reconfigured(
            List.of(
                new PoolEvent.Change("poolSize", "5", "20"),
                new PoolEvent.Change("password", "***", "***"))));

    assertThat(at(Level.INFO))
        .containsExactly("orders: reconfigured: poolSize 5 -> 20, password changed");
  }

  @Test
  void theLastWarningIsKnownAlsoIfItWasHeldBack() {
    assertThat(listener.lastWarning()).isEmpty();
    listener.on(failed("first", 1));
    listener.on(failed("second", 2));
    pass(12);

    assertThat(listener.lastWarning()).startsWith("12.0 s ago: orders: ").contains("second");
  }

  @Test
  void aPoolThatIsNotInJmxIsAWarning() {
    listener.notInJmx(new SecurityException("not allowed"));

    assertThat(at(Level.WARN))
        .containsExactly(
            "orders: not registered in JMX: java.lang.SecurityException: not allowed. The pool works"
                + " all the same; see the cause, or set jmx=false. [CENOTE-705]");
  }

  @Test
  void aLostDatabaseIsAWarningWithCauseRemedyAndCode() {
    listener.on(failed("Connection refused.", 1));

    assertThat(at(Level.WARN))
        .containsExactly(
            "orders: cannot connect to db:5432/orders: Connection refused (0 open, next attempt in"
                + " 500 ms). Check that it runs, its host and port, and what lies between. [CENOTE-201]");
  }

  @Test
  void whileItStaysLostThereIsOneLineInTenSecondsThatCountsTheOthers() {
    for (int i = 1; i <= 20; i++) {
      listener.on(failed("refused", i));
      now.addAndGet(TimeUnit.MILLISECONDS.toNanos(490));
    }
    pass(1);
    listener.on(failed("refused", 21));

    assertThat(at(Level.WARN)).hasSize(2);
    assertThat(at(Level.WARN).get(1))
        .contains("21 failures in 10.8 s, 0 open, next attempt in 500 ms")
        .endsWith("(and 19 more like it since the last such line)");
    assertThat(at(Level.DEBUG)).hasSize(19);
  }

  @Test
  void anotherKindOfFailureIsNotHeldBack() {
    listener.on(failed("refused", 1));
    listener.on(new PoolEvent.OpenFailed(new SQLException("full"), "SERVER_FULL", 2, 1, 6));
    listener.on(new PoolEvent.OpenFailed(new SQLException("no"), "LOGIN_REFUSED", 3, 1, 6));

    assertThat(at(Level.WARN)).extracting(LogListenerTest::code).containsExactly(201, 205, 204);
  }

  private static int code(String line) {
    int at = line.indexOf("[CENOTE-") + "[CENOTE-".length();
    return Integer.parseInt(line.substring(at, at + 3));
  }

  private static PoolEvent restored(int requestsFailed) {
    return new PoolEvent.Restored(
        TimeUnit.SECONDS.toNanos(41), 38, 10, 400_000_000L, requestsFailed);
  }

  @Test
  void itsReturnIsOneLineWithHowLongHowManyAndWhatItCost() {
    listener.on(failed("refused", 1));
    listener.on(new PoolEvent.Recovered(TimeUnit.SECONDS.toNanos(41), 38));
    listener.on(restored(112));

    assertThat(at(Level.INFO))
        .containsExactly(
            "orders: db:5432/orders is lost: refused; 0 open [CENOTE-201]",
            "orders: db:5432/orders is back after 41.0 s and 38 failed attempts; 10 open in 400 ms;"
                + " 112 requests failed meanwhile [CENOTE-202]");
  }

  @Test
  void oneIsSaidAsOne() {
    listener.on(failed("refused", 1));
    listener.on(new PoolEvent.Restored(50_000_000, 1, 1, 2_000_000, 1));

    assertThat(at(Level.INFO))
        .containsExactly(
            "orders: db:5432/orders is lost: refused; 0 open [CENOTE-201]",
            "orders: db:5432/orders is back after 50 ms and 1 failed attempt; 1 open in 2 ms;"
                + " 1 request failed meanwhile [CENOTE-202]");
  }

  @Test
  void whatComesAndGoesIsToldEachTimeWithItsEndThoughTheWarningsAreHeldBack() {
    for (int i = 0; i < 20; i++) {
      listener.on(failed("refused", 1));
      listener.on(restored(i));
      pass(1);
    }

    assertThat(at(Level.WARN)).hasSize(2);
    assertThat(at(Level.INFO)).hasSize(40);
    for (int i = 0; i < 20; i++) {
      assertThat(at(Level.INFO).get(2 * i)).contains(" is lost: refused; 0 open ");
      assertThat(at(Level.INFO).get(2 * i + 1)).contains("; " + i + " request");
    }
  }

  @Test
  void aLossOfWhichACallerHasWarnedIsToldAllTheSame() {
    listener.acquireFailed(
        ErrorCode.UNREACHABLE, "orders: no connection", () -> "orders: no connection");
    listener.on(failed("refused", 1));
    listener.on(restored(1));

    assertThat(at(Level.WARN)).hasSize(1);
    assertThat(at(Level.INFO)).hasSize(2);
  }

  @Test
  void aServerThatIsFullOrRefusesTheLoginIsNotCalledLost() {
    listener.on(new PoolEvent.OpenFailed(new SQLException("too many"), "SERVER_FULL", 1, 1, 6));
    listener.on(new PoolEvent.OpenFailed(new SQLException("no"), "LOGIN_REFUSED", 1, 1, 6));

    assertThat(at(Level.INFO))
        .containsExactly(
            "orders: db:5432/orders is full: too many; 6 open [CENOTE-205]",
            "orders: db:5432/orders refuses the login: no; 6 open [CENOTE-204]");
  }

  @Test
  void thatCallersFailFastIsNoFurtherWarning() {
    listener.acquireFailed(
        ErrorCode.KNOWN_DOWN, "orders: refused at once", () -> "orders: refused at once");

    assertThat(at(Level.WARN)).isEmpty();
    assertThat(at(Level.DEBUG)).containsExactly("orders: refused at once");
  }

  @ParameterizedTest
  @EnumSource(RetireReason.class)
  void onlyAConnectionThatEndedBadlyIsAWarning(RetireReason reason) {
    listener.on(new PoolEvent.Retired(4, reason, new SQLException("gone", "08006"), 0, 0, 0));

    boolean badly =
        switch (reason) {
          case CHECK_FAILED,
              FOUND_CLOSED,
              CHECK_TIMED_OUT,
              RESET_FAILED,
              RESET_TIMED_OUT,
              BROKEN,
              ROLE_CHANGED,
              RECLAIMED ->
              true;
          default -> false;
        };
    assertThat(at(Level.WARN)).hasSize(badly ? 1 : 0);
    assertThat(at(Level.DEBUG)).hasSize(badly ? 0 : 1);
    assertThat(lines.list.get(0).getFormattedMessage())
        .startsWith("orders: ")
        .contains("#4")
        .contains("gone");
  }

  @Test
  void ofAConnectionThatBrokeInUseItTellsWhereItLedToAndWhatTheDriverCalledTheError() {
    SQLException refused = new SQLException("read-only.", "25006", 1290);
    listener.on(new PoolEvent.Retired(9, RetireReason.ROLE_CHANGED, refused, 0, 0, 0));
    listener.on(
        new PoolEvent.Retired(7, RetireReason.BROKEN, new OutOfMemoryError("heap"), 0, 0, 0));
    now.addAndGet(60_000_000_000L);
    listener.on(new PoolEvent.Retired(8, RetireReason.BROKEN, null, 0, 0, 0));

    assertThat(at(Level.WARN))
        .zipSatisfy(
            List.of(
                "orders: #9 to db:5432/orders is closed, its server has another role now:"
                    + " read-only (SQLState 25006, code 1290). ",
                "orders: #7 to db:5432/orders is closed, a borrowed connection broke: heap. ",
                "orders: #8 to db:5432/orders is closed, a borrowed connection broke. "),
            (line, begin) -> assertThat(line).startsWith(begin));
  }

  @Test
  void ofACheckWithoutAnswerItSaysHowManyOthersAreCheckedAgain() {
    listener.on(new PoolEvent.Retired(4, RetireReason.CHECK_TIMED_OUT, null, 9, 0, 9));
    pass(10);
    listener.on(new PoolEvent.Retired(5, RetireReason.CHECK_TIMED_OUT, null, 9, 0, 1));
    pass(10);
    listener.on(new PoolEvent.Retired(6, RetireReason.CHECK_TIMED_OUT, null, 9, 0, 0));

    assertThat(at(Level.WARN))
        .zipSatisfy(
            List.of(
                "orders: #4 is closed, a check got no answer; 9 others are checked before they are"
                    + " lent again. The network ",
                "orders: #5 is closed, a check got no answer; 1 other is checked before it is lent"
                    + " again. The network ",
                "orders: #6 is closed, a check got no answer. The network "),
            (line, begin) -> assertThat(line).startsWith(begin));
  }

  @Test
  void theLifeOfSingleConnectionsIsForDebugging() {
    listener.on(new PoolEvent.Opened(3, 18_000_000));

    assertThat(at(Level.DEBUG)).containsExactly("orders: opened #3 in 18 ms");
  }

  @Test
  void aCloseThatHangsIsAWarningButACheckIsToldByItsRetirement() {
    listener.on(new PoolEvent.GivenUp(3, "CHECK", 5_000_000_000L, 1, "t", List.of()));
    listener.on(new PoolEvent.GivenUp(3, "CLOSE", 5_000_000_000L, 2, "t", List.of()));
    listener.on(new PoolEvent.GivenUp(0, "ABORT", 5_000_000_000L, 3, "t", List.of()));

    assertThat(at(Level.WARN)).singleElement().asString().contains("CLOSE of #3").contains("5.0 s");
    assertThat(at(Level.DEBUG)).hasSize(2);
    assertThat(at(Level.DEBUG).get(1)).contains("ABORT of a connection that came too late");
  }

  @Test
  void stoppingUnderBorrowersIsAWarning() {
    listener.on(new PoolEvent.Closed(12_000_000, 2, 1));

    assertThat(at(Level.WARN)).singleElement().asString().contains("CENOTE-702").contains("2 conn");
    assertThat(at(Level.INFO))
        .containsExactly("orders: closed in 12 ms; 1 driver calls hang and were given up");
  }

  @Test
  void whatACloseGivesUpIsNoWarning() {
    listener.closing();
    listener.on(failed("no answer", 1));

    assertThat(at(Level.WARN)).isEmpty();
    assertThat(at(Level.INFO)).isEmpty();
    assertThat(at(Level.DEBUG)).hasSize(1);
  }

  @Test
  void aFailedAcquireIsLoggedButForAClosedPool() {
    listener.acquireFailed(
        ErrorCode.ALL_BORROWED, "orders: no connection", () -> "orders: no connection");
    listener.acquireFailed(
        ErrorCode.ALL_BORROWED, "orders: no connection", () -> "orders: no connection");
    listener.acquireFailed(ErrorCode.CLOSED, "orders: closed", () -> "orders: closed");

    assertThat(at(Level.WARN)).containsExactly("orders: no connection");
    assertThat(lines.list).hasSize(2);
  }

  @Test
  void theFullReportIsWrittenOnceInTenSecondsWhateverTheCauses() {
    listener.acquireFailed(ErrorCode.ALL_BORROWED, "first", () -> "first and its report");
    listener.acquireFailed(ErrorCode.QUEUE_FULL, "second", () -> "second and its report");
    pass(9);
    listener.acquireFailed(ErrorCode.DEADLOCK, "third", () -> "third and its report");
    pass(1);
    listener.acquireFailed(ErrorCode.PAUSED, "fourth", () -> "fourth and its report");

    assertThat(at(Level.WARN))
        .containsExactly("first and its report", "second", "third", "fourth and its report");
  }

  @Test
  void ofALostDatabaseTheReportOfHoldersSaysNothing() {
    for (ErrorCode lost :
        List.of(ErrorCode.UNREACHABLE, ErrorCode.LOGIN_REFUSED, ErrorCode.SERVER_FULL)) {
      listener.acquireFailed(lost, lost.id(), () -> "a report");
    }
    assertThat(at(Level.WARN)).containsExactly("CENOTE-201", "CENOTE-204", "CENOTE-205");
  }

  @Test
  void theDeathOfAnIdleConnectionSaysHowLongItWasIdleAndHowOldItWas() {
    long minute = TimeUnit.MINUTES.toNanos(1);
    listener.on(
        new PoolEvent.Retired(
            14, RetireReason.FOUND_CLOSED, null, 17 * minute, 6 * minute + minute / 6, 0));

    assertThat(at(Level.WARN).get(0))
        .startsWith(
            "orders: #14 is closed, an idle connection was dead after 6 min 10 s idle (age 17 min)."
                + " If it recurs, ");
  }

  @Test
  void whatDropsIdleConnectionsIsSaidEvenJustAfterADeathWas() {
    long minute = TimeUnit.MINUTES.toNanos(1);
    listener.on(new PoolEvent.Retired(14, RetireReason.CHECK_FAILED, null, 9 * minute, minute, 0));
    listener.on(
        new PoolEvent.IdleLimitFound(
            14, new IdleLimit(6, 4, 5 * minute, 7 * minute, 4 * minute, 0)));

    assertThat(at(Level.WARN).get(1))
        .isEqualTo(
            "orders: 6 idle connections died on 4 occasions, all after 5 min to 7 min without"
                + " traffic; after up to 4 min they lived. Something drops idle connections at"
                + " about 5 min. Set keepalive below 5 min (is: off). [CENOTE-301]");
  }

  @Test
  void noSecretIsLoggedAtAnyLevel() {
    SQLException telltale =
        new SQLException("x", new SQLException("bad url jdbc:x://u:S3CRET@db?password=S3CRET"));
    for (int i = 0; i < 2; i++) {
      listener.on(new PoolEvent.OpenFailed(telltale, "OTHER", 1, 1, 0));
      listener.on(new PoolEvent.Retired(1, RetireReason.BROKEN, telltale, 0, 0, 0));
      listener.on(new PoolEvent.Retired(1, RetireReason.EXPIRED, telltale, 0, 0, 0));
    }
    listener.anchorNotClosed(telltale);

    assertThat(lines.list).hasSize(9);
    assertThat(lines.list)
        .allSatisfy(line -> {
          assertThat(line.getFormattedMessage()).startsWith("orders: ").contains("***");
          assertThat(line.getFormattedMessage()).doesNotContain("S3CRET");
          assertThat(line.getThrowableProxy()).isNull();
        });
  }
}
