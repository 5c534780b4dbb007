package dev.cenote.testkit.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cenote.error.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each situation that has a code is brought about, and what the pool says of it is the example on
 * the code's page, but for numbers and names. So every text is under test, and no page goes stale.
 */
@Timeout(60)
class ErrorPageExamplesTest {

  private static final Map<ErrorCode, Situation.Told> SITUATIONS =
      Map.ofEntries(
          Map.entry(ErrorCode.ALL_BORROWED, WaitingSituations::allBorrowed),
          Map.entry(ErrorCode.DEADLOCK, WaitingSituations::deadlock),
          Map.entry(ErrorCode.QUEUE_FULL, WaitingSituations::queueFull),
          Map.entry(ErrorCode.INTERRUPTED, WaitingSituations::interrupted),
          Map.entry(ErrorCode.PAUSED, WaitingSituations::paused),
          Map.entry(ErrorCode.SOLE_BORROWED, WaitingSituations::soleBorrowed),
          Map.entry(ErrorCode.REFUSED_AT_CHECKOUT, WaitingSituations::refusedAtCheckout),
          Map.entry(ErrorCode.NESTED_ACQUIRE, WaitingSituations::nestedAcquire),
          Map.entry(ErrorCode.UNREACHABLE, OpeningSituations::unreachable),
          Map.entry(ErrorCode.RECOVERED, OpeningSituations::recovered),
          Map.entry(ErrorCode.NO_ANSWER, OpeningSituations::noAnswer),
          Map.entry(ErrorCode.LOGIN_REFUSED, OpeningSituations::loginRefused),
          Map.entry(ErrorCode.SERVER_FULL, OpeningSituations::serverFull),
          Map.entry(ErrorCode.CANNOT_OPEN, OpeningSituations::cannotOpen),
          Map.entry(ErrorCode.KNOWN_DOWN, OpeningSituations::knownDown),
          Map.entry(ErrorCode.OPENING_SLOWLY, WaitingSituations::openingSlowly),
          Map.entry(ErrorCode.FOUND_DEAD, ConnectionSituations::foundDead),
          Map.entry(ErrorCode.CHECK_UNANSWERED, ConnectionSituations::checkUnanswered),
          Map.entry(ErrorCode.ROLE_CHANGED, ConnectionSituations::roleChanged),
          Map.entry(ErrorCode.BROKE_IN_USE, ConnectionSituations::brokeInUse),
          Map.entry(ErrorCode.CLOSE_UNANSWERED, ConnectionSituations::closeUnanswered),
          Map.entry(ErrorCode.REQUEST_NOT_BEGUN, ConnectionSituations::requestNotBegun),
          Map.entry(ErrorCode.HELD_LONG_RETURNED, ConnectionSituations::heldLongReturned),
          Map.entry(ErrorCode.BORROWER_ENDED, ConnectionSituations::borrowerEnded),
          Map.entry(ErrorCode.HELD_LONG, ConnectionSituations::heldLong),
          Map.entry(ErrorCode.RECLAIMED, ConnectionSituations::reclaimed),
          Map.entry(ErrorCode.RESET_FAILED, ConnectionSituations::resetFailed),
          Map.entry(ErrorCode.RESET_UNANSWERED, ConnectionSituations::resetUnanswered),
          Map.entry(ErrorCode.WRONG_SETTINGS, SettingSituations::wrongSettings),
          Map.entry(ErrorCode.UNKNOWN_SETTING, SettingSituations::unknownSetting),
          Map.entry(ErrorCode.UNKNOWN_URL, SettingSituations::unknownUrl),
          Map.entry(ErrorCode.NO_DRIVER, SettingSituations::noDriver),
          Map.entry(ErrorCode.PRIVATE_MEMORY, SettingSituations::privateMemory),
          Map.entry(ErrorCode.OTHER_CREDENTIALS, SettingSituations::otherCredentials),
          Map.entry(ErrorCode.ALREADY_STARTED, SettingSituations::alreadyStarted),
          Map.entry(ErrorCode.NOT_LIVE, SettingSituations::fixed),
          Map.entry(ErrorCode.CLOSED, ConnectionSituations::closed),
          Map.entry(ErrorCode.CLOSED_WHILE_BORROWED, ConnectionSituations::closedWhileBorrowed),
          Map.entry(ErrorCode.NOT_FILLED, OpeningSituations::notFilled),
          Map.entry(ErrorCode.STILL_STARTING, SettingSituations::stillStarting));

  /** What cannot be brought about here, with the reason and the test that does. */
  private static final Map<ErrorCode, String> MISSING =
      Map.of(
          ErrorCode.STALLED, "the process has to stand still: StalledProcessTest",
          ErrorCode.NOT_IN_JMX, "the virtual machine has to be another one: NotInJmxTest",
          ErrorCode.MORE_THAN_PERMITTED, "it takes a real server: ServerLimitTest");

  @RegisterExtension private final FakeScene scene = new FakeScene();

  @RegisterExtension private final LogLines log = new LogLines();

  @ParameterizedTest
  @EnumSource
  void theExampleOnItsPageIsWhatThePoolSays(ErrorCode code) throws Exception {
    assumeThat(MISSING).doesNotContainKey(code);
    assertThat(SITUATIONS).as("how each situation comes about").containsKey(code);

    String told;
    try (Situation stage = new Situation(scene, log)) {
      told = SITUATIONS.get(code).by(stage);
    }

    assertThat(told).contains("[" + code.id() + "]");
    String example = PageExample.plain(PageExample.of(code));
    String said = PageExample.plain(told);
    if (example.contains("\n")) {
      assertThat(said).isEqualTo(example);
    } else {
      assertThat(said.lines().findFirst()).hasValue(example);
    }
  }

  @Test
  void theSecondExampleOfNoAnswerIsWhatTheLogSaysOfAnAttemptThatWasGivenUp() throws Exception {
    String told;
    try (Situation stage = new Situation(scene, log)) {
      told = OpeningSituations.givenUp(stage);
    }

    assertThat(PageExample.plain(told))
        .isEqualTo(PageExample.plain(PageExample.of(ErrorCode.NO_ANSWER, 1)));
  }

  @Test
  void whatIsCalledMissingIsNotThere() {
    assertThat(MISSING.keySet()).doesNotContainAnyElementsOf(SITUATIONS.keySet());
  }

  @Test
  void wordsAreNotTakenForNamesOrNumbers() {
    assertThat(
            PageExample.plain("orders: 3 of 10 borrowed, T. held 4.0 s to 1 min 2 s [CENOTE-101]"))
        .isEqualTo("orders: N of N borrowed, T. held TIME [CENOTE-101]");
    assertThat(
            PageExample.plain("thread \"a 1\" at A.b:1 > C.d:20, now in E.f. See db:5432/orders."))
        .isEqualTo("thread \"NAME\" at SITE, now in METHOD. See PLACE.");
  }
}
