package dev.cenote.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.faults.cell.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VerdictTest {

  private static final Reading FAST = Reading.of(300);
  private static final Reading SLOW = Reading.of(1_500);
  private static final Reading NONE = Reading.of(0);

  @Test
  void thePromisesAreKeptIfEachIs() {
    assertThat(verdict(FAST, NONE).kept()).isTrue();
    assertThat(verdict(SLOW, NONE).kept()).isFalse();
    assertThat(verdict(FAST, Reading.wedged("")).kept()).isFalse();
    assertThat(verdict(FAST, Reading.failed("void")).kept()).isFalse();
  }

  @Test
  void whatCouldNotBeRunHereIsNamedWithItsReason() {
    Verdict verdict = verdict(FAST, Reading.skipped("no server"));
    assertThat(verdict.kept()).isTrue();
    assertThat(verdict.notMeasured()).containsExactly("outage.dead: no server");
    assertThat(verdict(FAST, NONE).notMeasured()).isEmpty();
  }

  @Test
  void whereNothingCouldBeRunNothingIsKept() {
    Verdict verdict = verdict(Reading.skipped("no server"), Reading.skipped("no server"));
    assertThat(verdict.kept()).isFalse();
  }

  @Test
  void aRowWithoutAResultIsNotKept() {
    List<Result> peers = Samples.results(Samples.HIKARI, FAST, NONE);
    Verdict verdict = Verdict.of(Samples.CHOICE, peers, "cenote");
    assertThat(verdict.kept()).isFalse();
    assertThat(verdict.notMeasured())
        .containsExactly("outage.back: there is no result", "outage.dead: there is no result");
    List<Result> one = List.of(Result.of(Samples.BACK, Samples.CENOTE, FAST));
    assertThat(Verdict.of(Samples.CHOICE, one, "cenote").kept()).isFalse();
  }

  private static Verdict verdict(Reading back, Reading dead) {
    return Verdict.of(Samples.CHOICE, Samples.results(Samples.CENOTE, back, dead), "cenote");
  }
}
