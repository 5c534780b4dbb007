package dev.cenote.core.connect;

import static dev.cenote.core.connect.OpenFailure.LOGIN_REFUSED;
import static dev.cenote.core.connect.OpenFailure.OTHER;
import static dev.cenote.core.connect.OpenFailure.SERVER_FULL;
import static dev.cenote.core.connect.OpenFailure.TIMED_OUT;
import static dev.cenote.core.connect.OpenFailure.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenGateTest {

  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long CONNECT_TIMEOUT = 10 * SECOND;
  private final Exception cause = new Exception("refused");

  private long random;
  private long now = -2 * SECOND;
  private final OpenGate gate = new OpenGate(4, 8, CONNECT_TIMEOUT, () -> random);

  private long delay(int opening) {
    return gate.delay(now, opening, 0, true);
  }

  private long delayWithNobodyWaiting(int opening) {
    return gate.delay(now, opening, 0, false);
  }

  /** One attempt that fails at once; the answer is how long the gate rests. */
  private long failOnce(OpenFailure kind) {
    gate.ended(gate.started(now));
    return gate.failed(now, kind, cause);
  }

  private void succeedOnce() {
    gate.ended(gate.started(now));
    gate.succeeded(MILLISECOND);
  }

  @Test
  void theFirstAttemptMayStartAtOnceAndTakeAsLongAsAConnectMay() {
    assertThat(delay(0)).isZero();
    assertThat(delayWithNobodyWaiting(0)).isZero();
    assertThat(gate.started(now)).isEqualTo(CONNECT_TIMEOUT);
  }

  @Test
  void theFirstAttemptGoesAlone() {
    gate.started(now);

    assertThat(delayWithNobodyWaiting(1)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
    now += CONNECT_TIMEOUT;
    assertThat(delayWithNobodyWaiting(1)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void onceOneHasSucceededAsManyAsAllowedRunTogether() {
    succeedOnce();

    for (int opening = 0; opening < 4; opening++) {
      assertThat(delay(opening)).isZero();
      assertThat(delayWithNobodyWaiting(opening)).isZero();
      assertThat(gate.started(now)).isEqualTo(CONNECT_TIMEOUT);
    }
    assertThat(delay(4)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void afterAFailureTheNextGoesAloneAgain() {
    succeedOnce();
    failOnce(UNREACHABLE);
    now += 50 * MILLISECOND;

    assertThat(delayWithNobodyWaiting(0)).isZero();
    gate.started(now);
    assertThat(delayWithNobodyWaiting(1)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @ParameterizedTest
  @EnumSource(
      value = OpenFailure.class,
      names = {"UNREACHABLE", "TIMED_OUT", "OTHER"})
  void theRestDoublesFromFiftyMillisecondsUpToFiveSeconds(OpenFailure kind) {
    long[] expected = {50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000};
    for (long milliseconds : expected) {
      assertThat(failOnce(kind)).isEqualTo(milliseconds * MILLISECOND);
      assertThat(delayWithNobodyWaiting(0)).isEqualTo(milliseconds * MILLISECOND);
    }
    for (int i = 0; i < 100; i++) {
      assertThat(failOnce(kind)).isEqualTo(5 * SECOND);
    }
  }

  @Test
  void aFullServerIsLeftAloneForLonger() {
    for (long seconds : new long[] {1, 2, 4, 8, 10, 10}) {
      assertThat(failOnce(SERVER_FULL)).isEqualTo(seconds * SECOND);
    }
  }

  @Test
  void aFullServerIsAskedTwelveTimesInTheFirstMinuteAtMostWhoeverWaits() {
    random = 10 * SECOND / 4 - 1; // the shortest rests
    int attempts = 0;
    for (long end = now + 60 * SECOND; now < end; now += delay(0)) {
      failOnce(SERVER_FULL);
      attempts++;
    }
    assertThat(attempts).isBetween(8, 12);
  }

  @Test
  void whileConnectionsLeadToTheWrongServerAttemptsStartFurtherAndFurtherApart() {
    for (long milliseconds : new long[] {0, 50, 100, 200, 400, 800}) {
      now += 1;
      succeedOnce();
      gate.misplaced(now, now);
      assertThat(delayWithNobodyWaiting(0)).isEqualTo(milliseconds * MILLISECOND);
      assertThat(delay(0)).isEqualTo(Math.min(milliseconds, 500) * MILLISECOND);
      assertThat(gate.failures()).as("nothing failed to open").isZero();
    }
    succeedOnce();
    assertThat(delay(0)).as("that one may die too").isEqualTo(500 * MILLISECOND);
    now += SECOND;
    assertThat(delay(0)).as("it lives").isZero();
    assertThat(delay(1)).isZero();
    now += 10 * SECOND;
    gate.misplaced(now, now - 1);
    assertThat(delayWithNobodyWaiting(0)).as("long after").isZero();
  }

  @Test
  void connectionsOfOneTimeCountOnce() {
    succeedOnce();
    long opened = now;
    now += SECOND / 2;
    for (int i = 0; i < 10; i++) {
      gate.misplaced(now, opened);
    }

    assertThat(delay(0)).isZero();
  }

  @Test
  void aRefusedLoginRestsAsEverThoughConnectionsWereMisplaced() {
    for (int i = 0; i < 10; i++) {
      succeedOnce();
      now += 1;
      gate.misplaced(now, now);
    }

    assertThat(failOnce(LOGIN_REFUSED)).isEqualTo(SECOND);
    assertThat(delay(0)).isEqualTo(SECOND);
  }

  @Test
  void oneThatHasServedForASecondIsReplacedAtOnce() {
    succeedOnce();
    gate.misplaced(now, now - SECOND);

    assertThat(delay(0)).isZero();
    assertThat(delayWithNobodyWaiting(0)).isZero();
  }

  @Test
  void afterADoubtTheNextGoesAlone() {
    succeedOnce();
    gate.doubt();

    assertThat(delayWithNobodyWaiting(0)).isZero();
    gate.started(now);
    assertThat(delayWithNobodyWaiting(1)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
    assertThat(delay(1)).isEqualTo(500 * MILLISECOND);
    gate.succeeded(MILLISECOND);
    assertThat(delayWithNobodyWaiting(1)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 12_499_999, 12_500_000, Long.MAX_VALUE, Long.MIN_VALUE})
  void jitterTakesAQuarterAtMostAndNeverAdds(long bits) {
    random = bits;

    long rest = failOnce(UNREACHABLE);

    assertThat(rest).isBetween(50 * MILLISECOND * 3 / 4, 50 * MILLISECOND);
    assertThat(delayWithNobodyWaiting(0)).isEqualTo(rest);
  }

  @Test
  void jitterReachesBothEnds() {
    random = 0;
    assertThat(failOnce(SERVER_FULL)).isEqualTo(SECOND);
    random = 2 * SECOND / 4 - 1;
    assertThat(failOnce(SERVER_FULL)).isEqualTo(2 * SECOND * 3 / 4 + 1);
  }

  @Test
  void whileSomebodyWaitsAnAttemptStartsEveryHalfSecondHoweverLongTheRest() {
    for (int i = 0; i < 20; i++) {
      failOnce(UNREACHABLE);
    }

    assertThat(delayWithNobodyWaiting(0)).isEqualTo(5 * SECOND);
    assertThat(delay(0)).isEqualTo(500 * MILLISECOND);
    now += 499 * MILLISECOND;
    assertThat(delay(0)).isEqualTo(MILLISECOND);
    now += MILLISECOND;
    assertThat(delay(0)).isZero();
    now += SECOND;
    assertThat(delay(0)).isZero();
  }

  @Test
  void aShortRestIsNotMadeLongerByThoseWhoWait() {
    failOnce(UNREACHABLE);

    assertThat(delay(0)).isEqualTo(50 * MILLISECOND);
  }

  @Test
  void inAnOutageProbesStartEveryHalfSecondThoughEarlierOnesHang() {
    failOnce(TIMED_OUT);
    now += SECOND;

    assertThat(delay(0)).isZero();
    assertThat(gate.started(now)).isEqualTo(CONNECT_TIMEOUT);
    for (int hanging = 1; hanging < 4; hanging++) {
      assertThat(delay(hanging)).isEqualTo(500 * MILLISECOND);
      now += 500 * MILLISECOND;
      assertThat(delay(hanging)).isZero();
      assertThat(gate.started(now)).as("limit of probe %s", hanging).isEqualTo(SECOND);
    }
    now += 500 * MILLISECOND;
    assertThat(delay(4)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void onlyOneProbeIsLongAndWhenItEndsTheNextMayBe() {
    failOnce(TIMED_OUT);
    long longOne = gate.started(now);
    long shortOne = gate.started(now);
    assertThat(longOne).isEqualTo(CONNECT_TIMEOUT);
    assertThat(shortOne).isEqualTo(SECOND);

    gate.ended(shortOne);
    assertThat(gate.started(now)).isEqualTo(SECOND);

    gate.ended(longOne);
    assertThat(gate.started(now)).isEqualTo(CONNECT_TIMEOUT);
  }

  @Test
  void aProbeMayNotTakeLongerThanAConnect() {
    OpenGate hasty = new OpenGate(4, 8, 300 * MILLISECOND, () -> 0);

    assertThat(hasty.started(now)).isEqualTo(300 * MILLISECOND);
    assertThat(hasty.started(now)).isEqualTo(300 * MILLISECOND);
  }

  @Test
  void aRefusedLoginRestsFromOneSecondToAMinuteWhoeverWaits() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(failOnce(LOGIN_REFUSED)).isEqualTo(seconds * SECOND);
      assertThat(delay(0)).isEqualTo(seconds * SECOND);
      assertThat(gate.isRefused(now)).isTrue();
      assertThat(gate.isRefused(now + seconds * SECOND - 1)).isTrue();
      assertThat(gate.isRefused(now + seconds * SECOND)).isFalse();
    }
  }

  @Test
  void aRefusedLoginIsNotProbed() {
    failOnce(LOGIN_REFUSED);
    now += SECOND;
    gate.started(now);

    now += 5 * SECOND;
    assertThat(delay(1)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void onlyARefusedLoginCountsAsRefused() {
    for (OpenFailure kind : List.of(UNREACHABLE, TIMED_OUT, SERVER_FULL, OTHER)) {
      failOnce(kind);
      assertThat(gate.isRefused(now)).as("%s", kind).isFalse();
    }
  }

  @Test
  void fewerHangingCallsThanTheLimitPauseNothing() {
    failOnce(TIMED_OUT);

    assertThat(gate.delay(now + 500 * MILLISECOND, 0, 7, true)).isZero();
  }

  @Test
  void beyondTheLimitThePauseDoublesUpToAMinuteAndNeverBecomesNever() {
    failOnce(TIMED_OUT);
    long[] milliseconds = {500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000};

    for (int beyond = 0; beyond < milliseconds.length; beyond++) {
      long pause = milliseconds[beyond] * MILLISECOND;
      assertThat(gate.delay(now, 0, 8 + beyond, true)).isEqualTo(pause);
      assertThat(gate.delay(now + pause - 1, 0, 8 + beyond, true)).isEqualTo(1);
      assertThat(gate.delay(now + pause, 0, 8 + beyond, true)).isZero();
    }
    assertThat(gate.delay(now, 0, 1_000_000, true)).isEqualTo(60 * SECOND);
  }

  @Test
  void thePauseHoldsBackProbesToo() {
    failOnce(TIMED_OUT);
    gate.started(now);

    assertThat(gate.delay(now, 1, 12, true)).isEqualTo(8 * SECOND);
    assertThat(gate.delay(now + 8 * SECOND, 1, 12, true)).isZero();
  }

  @Test
  void aPoolThatHasNeverTriedIsNotPaused() {
    assertThat(gate.delay(now, 0, 100, true)).isZero();
  }

  @Test
  void aSuccessEndsTheOutage() {
    failOnce(UNREACHABLE);
    failOnce(LOGIN_REFUSED);
    assertThat(gate.failures()).isEqualTo(2);
    assertThat(gate.lastFailure()).isSameAs(cause);

    gate.ended(gate.started(now));
    int failedBefore = gate.succeeded(MILLISECOND);

    assertThat(failedBefore).isEqualTo(2);
    assertThat(gate.failures()).isZero();
    assertThat(gate.lastFailure()).isNull();
    assertThat(gate.isRefused(now)).isFalse();
    assertThat(delay(0)).isZero();
    assertThat(delay(3)).isZero();
    assertThat(failOnce(UNREACHABLE)).isEqualTo(50 * MILLISECOND);
  }

  @Test
  void anOutageBeganWithTheFirstFailure() {
    failOnce(UNREACHABLE);
    long first = now;
    now += SECOND;
    failOnce(UNREACHABLE);

    assertThat(gate.lostAt()).isEqualTo(first);
  }

  @Test
  void theRecentTimeToOpenForgetsWithinAFewOpens() {
    assertThat(gate.recentOpenNanos()).isZero();
    gate.succeeded(100 * MILLISECOND);
    assertThat(gate.recentOpenNanos()).isEqualTo(100 * MILLISECOND);

    for (int i = 0; i < 12; i++) {
      gate.succeeded(MILLISECOND);
    }

    assertThat(gate.recentOpenNanos()).isBetween(MILLISECOND, 5 * MILLISECOND);
  }

  @Test
  void whileOpeningWorksHangingCallsPauseNothing() {
    succeedOnce();

    assertThat(gate.delay(now, 0, 1_000, true)).isZero();
    assertThat(gate.delay(now, 4, 1_000, true)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void aFailureOfAnotherKindBeginsItsOwnRowOfRests() {
    for (int i = 0; i < 10; i++) {
      failOnce(UNREACHABLE);
    }

    assertThat(failOnce(LOGIN_REFUSED)).isEqualTo(SECOND);
    assertThat(failOnce(LOGIN_REFUSED)).isEqualTo(2 * SECOND);
    assertThat(failOnce(UNREACHABLE)).isEqualTo(50 * MILLISECOND);
    assertThat(gate.failures()).isEqualTo(13);
  }
}
