package dev.cenote.core.connect;

import static dev.cenote.core.connect.OpenFailure.SERVER_FULL;
import static dev.cenote.core.connect.OpenFailure.TIMED_OUT;
import static dev.cenote.core.connect.OpenFailure.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When to knock at a server that is full, or was. */
class FullGateTest {

  private static final long SECOND = 1_000_000_000;

  private long now = -2 * SECOND;
  private final OpenGate gate = new OpenGate(4, 8, 10 * SECOND, () -> 0);

  private long delay(int opening) {
    return gate.delay(now, opening, 0, true);
  }

  private void failOnce(OpenFailure kind) {
    gate.ended(gate.started(now));
    gate.failed(now, kind, new Exception("refused"));
  }

  private void succeedOnce() {
    gate.ended(gate.started(now));
    gate.succeeded(1_000_000);
  }

  @Test
  void roomOnAServerThatWasFullIsTakenByOneMoreAtOnceWithEachSuccess() {
    succeedOnce();
    failOnce(SERVER_FULL);
    now += SECOND;
    for (int atOnce = 1; atOnce <= 4; atOnce++) {
      assertThat(delay(atOnce - 1)).isZero();
      assertThat(delay(atOnce)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
      succeedOnce();
    }

    failOnce(SERVER_FULL);
    now += 10 * SECOND;
    assertThat(delay(1)).as("full again").isEqualTo(OpenGate.UNTIL_ONE_ENDS);
    failOnce(UNREACHABLE);
    succeedOnce();
    assertThat(delay(3)).as("an outage is over at once").isZero();
  }

  @Test
  void tenSecondsAfterTheLastRestRoomIsNoLongerTakenStepByStep() {
    failOnce(SERVER_FULL);
    now += 11 * SECOND - 1;
    succeedOnce(); // and all who waited were served
    assertThat(delay(2)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);

    now++;
    assertThat(delay(2)).isZero();
  }

  @Test
  void aChangeOfSettingsIsNoReasonToTakeRoomAllAtOnce() {
    failOnce(SERVER_FULL);
    now += SECOND;
    succeedOnce();

    gate.endRest(now);

    assertThat(delay(2)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void aChangeOfSettingsDoesNotBringBackAFullServerOfLongAgo() {
    failOnce(SERVER_FULL);
    now += 10 * SECOND; // nine after its rest

    gate.endRest(now);

    now += 2 * SECOND;
    assertThat(gate.isServerFull(now)).isFalse();
  }

  @Test
  void whenItIsNotKnownWhetherOpeningWorksThatKeepsNoProbe() {
    succeedOnce();
    failOnce(SERVER_FULL);
    now += SECOND;
    succeedOnce();
    gate.started(now);
    gate.started(now);
    gate.doubt(); // a connection died: these two may hang
    assertThat(delay(2)).isEqualTo(OpenGate.PROBE_INTERVAL);
    now += OpenGate.PROBE_INTERVAL;
    assertThat(delay(2)).isZero();

    succeedOnce();
    assertThat(delay(2)).as("it goes on where it was").isZero();
    assertThat(delay(3)).isEqualTo(OpenGate.UNTIL_ONE_ENDS);
  }

  @Test
  void thatAServerIsFullIsKnownUntilItSaysAnythingElseOrNobodyAsksFor10Seconds() {
    assertThat(gate.isServerFull(now)).isFalse();
    failOnce(SERVER_FULL);
    now += 11 * SECOND - 1;
    assertThat(gate.isServerFull(now)).isTrue();
    now++;
    assertThat(gate.isServerFull(now)).isFalse();

    failOnce(SERVER_FULL);
    succeedOnce();
    assertThat(gate.isServerFull(now)).isFalse();
    failOnce(SERVER_FULL);
    failOnce(TIMED_OUT);
    assertThat(gate.isServerFull(now)).isFalse();
  }
}
