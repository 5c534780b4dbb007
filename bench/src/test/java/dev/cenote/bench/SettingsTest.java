package dev.cenote.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private final Settings settings =
      new Settings(List.of(Row.CYCLE_1_ON_32, Row.CYCLE_32_ON_8, Row.QUERY), 3, 2, 1, 1);

  @Test
  void thePairIsMeasuredBackToBackAndEachGoesFirstInEveryOtherRound() {
    assertThat(settings.peersOf(Row.QUERY, 0)).containsExactly(Peer.CENOTE, Peer.HIKARI);
    assertThat(settings.peersOf(Row.QUERY, 1)).containsExactly(Peer.HIKARI, Peer.CENOTE);
  }

  @Test
  void theExtrasRunOnlyInTheFirstRounds() {
    assertThat(settings.peersOf(Row.CYCLE_1_ON_32, 1)).contains(Peer.FLOOR, Peer.ENGINE);
    assertThat(settings.peersOf(Row.CYCLE_1_ON_32, 2)).containsExactly(Peer.CENOTE, Peer.HIKARI);
  }

  @Test
  void nobodyCanWaitAtTheFloor() {
    assertThat(settings.peersOf(Row.CYCLE_32_ON_8, 0)).doesNotContain(Peer.FLOOR);
  }

  @Test
  void forksAreCountedOverAllRounds() {
    assertThat(settings.forkCount()).isEqualTo((4 + 3 + 2) + (4 + 3 + 2) + (2 + 2 + 2));
  }
}
