package dev.cenote.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Secrets;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log says of a driver call that was given up. */
class StuckCallLogTest {

  private static final long LIMIT = TimeUnit.SECONDS.toNanos(5);

  private static final List<StackTraceElement> STACK =
      List.of(
          new StackTraceElement("org.example.Wire", "read", "Wire.java", 88),
          new StackTraceElement("org.example.Session", "ask", "Session.java", 17));

  private static final String WHERE =
      String.format(
          "%n  stuck     thread \"cenote-orders-3\""
              + "%n              at org.example.Wire.read(Wire.java:88)"
              + "%n              at org.example.Session.ask(Session.java:17)");

  private final AtomicLong now = new AtomicLong();
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

  private List<String> warnings() {
    return lines.list.stream()
        .filter(line -> line.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static UnansweredException unanswered(Kind call) {
    return new UnansweredException(call, LIMIT, "cenote-orders-3", STACK);
  }

  private static PoolEvent openFailed(Throwable failure) {
    return new PoolEvent.OpenFailed(failure, "TIMED_OUT", 1, 500_000_000L, 0);
  }

  /** What the engine tells of such a call, in its order. */
  private void givenUp(Kind call, RetireReason reason) {
    PoolEvent givenUp = new PoolEvent.GivenUp(3, call.name(), LIMIT, 1, "cenote-orders-3", STACK);
    switch (call) {
      case OPEN -> {
        listener.on(givenUp);
        listener.on(openFailed(unanswered(call)));
      }
      case CHECK, RESET -> {
        listener.on(new PoolEvent.Retired(3, reason, unanswered(call), 0, 0, 0));
        listener.on(givenUp);
      }
      case CLOSE, ABORT -> listener.on(givenUp);
    }
  }

  private static RetireReason endOf(Kind call) {
    return call == Kind.CHECK ? RetireReason.CHECK_TIMED_OUT : RetireReason.RESET_TIMED_OUT;
  }

  private static ErrorCode codeOf(Kind call) {
    return switch (call) {
      case OPEN -> ErrorCode.NO_ANSWER;
      case CHECK -> ErrorCode.CHECK_UNANSWERED;
      case RESET -> ErrorCode.RESET_UNANSWERED;
      case CLOSE, ABORT -> ErrorCode.CLOSE_UNANSWERED;
    };
  }

  @ParameterizedTest
  @EnumSource
  void itIsOneWarningWithItsCodeAndTheStackOfTheThreadThatIsStuck(Kind call) {
    givenUp(call, endOf(call));

    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith("orders: ")
        .endsWith("[" + codeOf(call).id() + "]" + WHERE);
  }

  @ParameterizedTest
  @EnumSource
  void itIsToldAtMostOnceInTenSecondsAndTheOthersAreCounted(Kind call) {
    for (int i = 0; i < 20; i++) {
      givenUp(call, endOf(call));
      now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }

    assertThat(warnings()).hasSize(2);
    assertThat(warnings().get(1))
        .endsWith(
            "[" + codeOf(call).id() + "] (and 9 more like it since the last such line)" + WHERE);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHECK", "RESET"})
  void itIsAWarningAlsoOfAConnectionThatWasToGoAnyway(Kind call) {
    givenUp(call, RetireReason.INVALIDATED);

    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("#3 is closed, ", "no answer within 5000 ms")
        .endsWith("[" + codeOf(call).id() + "]" + WHERE);
  }

  @Test
  void itsStackIsToldThoughALineOfItsCodeWithoutAnyWasJustBefore() {
    listener.acquireFailed(ErrorCode.NO_ANSWER, "orders: no connection", () -> "");
    listener.on(openFailed(new SQLException("login timed out")));

    givenUp(Kind.OPEN, RetireReason.UNWANTED);

    assertThat(warnings()).hasSize(2);
    assertThat(warnings().get(1)).endsWith("[CENOTE-203]" + WHERE);
  }

  @Test
  void ofACallThatNoThreadHasBegunThatIsSaid() {
    listener.on(new PoolEvent.GivenUp(3, "CLOSE", LIMIT, 1, "", List.of()));

    assertThat(warnings())
        .singleElement()
        .asString()
        .endsWith(String.format("[CENOTE-305]%n  stuck     no thread had begun the call"));
  }

  @Test
  void ofADeepStackTheInnermostFiftyFramesAreTold() {
    List<StackTraceElement> deep = Collections.nCopies(62, STACK.get(0));
    listener.on(new PoolEvent.GivenUp(3, "CLOSE", LIMIT, 1, "t", deep));

    assertThat(warnings()).singleElement().asString().endsWith("  ... 12 more");
    assertThat(warnings().get(0).lines().filter(line -> line.contains(" at org."))).hasSize(50);
  }

  @Test
  void anOpenThatTheEndOfThePoolCutsShortIsNoWarning() {
    listener.closing();
    givenUp(Kind.OPEN, RetireReason.UNWANTED);

    assertThat(warnings()).isEmpty();
  }
}
