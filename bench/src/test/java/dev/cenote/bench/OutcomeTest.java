package dev.cenote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeTest {

  private final Outcome uncontended = new Outcome(Row.CYCLE_1_ON_32);

  @Test
  void aRatioComparesReadingsOfTheSameRound() {
    round(uncontended, 10, 100);
    round(uncontended, 60, 200); // a slow moment for both
    round(uncontended, 20, 100);

    assertThat(uncontended.ratios(Reading::cpuNanos)).containsExactly(0.1, 0.2, 0.3);
    assertThat(uncontended.median(Peer.HIKARI, Reading::cpuNanos)).isEqualTo(100);
  }

  @Test
  void aRoundThatHasOnlyHalfOfItsPairDoesNotCount() {
    round(uncontended, 10, 100);
    uncontended.add(Peer.CENOTE, reading(1, 0));

    assertThat(uncontended.ratios(Reading::cpuNanos)).containsExactly(0.1);
  }

  @Test
  void oneDisturbedRoundDoesNotDecideTheBar() {
    round(uncontended, 30, 100);
    round(uncontended, 900, 100);
    round(uncontended, 40, 100);

    assertThat(uncontended.meetsBar()).isTrue();
  }

  @Test
  void moreThanHalfOfTheCpuTimeMissesTheBar() {
    round(uncontended, 51, 100);

    assertThat(uncontended.meetsBar()).isFalse();
  }

  @Test
  void moreMemoryThanTheRivalMissesTheBarHoweverFast() {
    uncontended.add(Peer.CENOTE, reading(1, 64));
    uncontended.add(Peer.HIKARI, reading(100, 56));

    assertThat(uncontended.meetsBar()).isFalse();
  }

  @Test
  void underContentionOneAndAHalfTimesIsAllowed() {
    Outcome contended = new Outcome(Row.CYCLE_32_ON_8);
    round(contended, 149, 100);
    assertThat(contended.meetsBar()).isTrue();

    Outcome slower = new Outcome(Row.CYCLE_32_ON_8);
    round(slower, 151, 100);
    assertThat(slower.meetsBar()).isFalse();
  }

  @Test
  void theTableShowsRatioRangeAndBar() {
    round(uncontended, 10, 100);
    round(uncontended, 20, 100);
    round(uncontended, 90, 100);
    Settings settings = new Settings(List.of(Row.CYCLE_1_ON_32), 3, 0, 2, 1);

    String table = MarkdownTable.of(List.of(uncontended), settings, new Machine(2, "here", "java"));

    assertThat(table)
        .contains(
            "| cycle | 1 on 32 | 20.0 | 100.0 | **0.20** (0.10–0.90) | ≤ 0.5, no more bytes: met |");
  }

  private static void round(Outcome outcome, double ours, double theirs) {
    outcome.add(Peer.CENOTE, reading(ours, 0));
    outcome.add(Peer.HIKARI, reading(theirs, 0));
  }

  private static Reading reading(double cpuNanos, double bytes) {
    return new Reading(cpuNanos, cpuNanos, bytes, 1);
  }
}
