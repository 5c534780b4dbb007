package dev.cenote.core.connect;

import static dev.cenote.core.connect.OpenFailure.LOGIN_REFUSED;
import static dev.cenote.core.connect.OpenFailure.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The limits of a gate change while attempts are under way. */
class OpenGateChangeTest {

  private static final long SECOND = 1_000_000_000;
  private final Exception cause = new Exception("refused");
  private final long now = -2 * SECOND;
  private final OpenGate gate = new OpenGate(4, 8, 10 * SECOND, () -> 0);

  private long delay(int opening) {
    return gate.delay(now, opening, 0, true);
  }

  private long failOnce(OpenFailure kind) {
    gate.ended(gate.started(now));
    return gate.failed(now, kind, cause);
  }

  @Test
  void otherLimitsHoldFromTheNextAttemptOn() {
    gate.ended(gate.started(now));
    gate.succeeded(1);
    gate.limit(2, 1, 3 * SECOND);

    assertThat(gate.started(now)).isEqualTo(3 * SECOND);
    assertThat(delay(1)).isZero();
    assertThat(delay(2)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void afterAnotherTimeoutOneAttemptMayStillTakeLong() {
    long before = gate.started(now); // and it is under way when the limit changes
    gate.limit(4, 8, 20 * SECOND);
    gate.ended(before);
    gate.failed(now, UNREACHABLE, cause);

    assertThat(gate.started(now)).isEqualTo(20 * SECOND);
    assertThat(gate.started(now)).as("a probe beside it").isEqualTo(SECOND);
    gate.ended(20 * SECOND);
    assertThat(gate.started(now)).isEqualTo(20 * SECOND);
  }

  @Test
  void aRestThatIsEndedEndsAtOnceAndTheNextOneIsAShortOne() {
    for (int i = 0; i < 10; i++) {
      failOnce(LOGIN_REFUSED);
    }
    assertThat(gate.isRefused(now)).isTrue();

    gate.endRest(now);

    assertThat(gate.isRefused(now)).isFalse();
    assertThat(delay(0)).isZero();
    assertThat(failOnce(LOGIN_REFUSED)).isEqualTo(SECOND);
  }
}
