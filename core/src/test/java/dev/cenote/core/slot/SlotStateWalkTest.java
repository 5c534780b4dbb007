package dev.cenote.core.slot;

import static dev.cenote.core.slot.SlotState.CHECKING;
import static dev.cenote.core.slot.SlotState.CLOSING;
import static dev.cenote.core.slot.SlotState.CONNECTING;
import static dev.cenote.core.slot.SlotState.IDLE;
import static dev.cenote.core.slot.SlotState.LEASED;
import static dev.cenote.core.slot.SlotState.RESETTING;
import static dev.cenote.core.slot.SlotState.VACANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All 49 pairs of states, against the drawing in DESIGN, written down here a second time. */
class SlotStateWalkTest {

  private static final Map<SlotState, Set<SlotState>> DRAWN =
      Map.of(
          VACANT, Set.of(CONNECTING),
          CONNECTING, Set.of(IDLE, LEASED, CLOSING, VACANT),
          IDLE, Set.of(LEASED, CHECKING, CLOSING),
          CHECKING, Set.of(IDLE, LEASED, CLOSING),
          LEASED, Set.of(IDLE, LEASED, RESETTING, CLOSING, VACANT),
          RESETTING, Set.of(IDLE, LEASED, CLOSING),
          CLOSING, Set.of(VACANT));

  private static final Map<SlotState, List<SlotState>> ROAD_TO =
      Map.of(
          VACANT, List.of(),
          CONNECTING, List.of(CONNECTING),
          IDLE, List.of(CONNECTING, IDLE),
          CHECKING, List.of(CONNECTING, IDLE, CHECKING),
          LEASED, List.of(CONNECTING, LEASED),
          RESETTING, List.of(CONNECTING, LEASED, RESETTING),
          CLOSING, List.of(CONNECTING, CLOSING));

  static Slot<String> slotIn(SlotState state) {
    Slot<String> slot = new Slot<>(7, new NoHome<>());
    for (SlotState next : ROAD_TO.get(state)) {
      assertThat(slot.to(slot.word(), next)).isNotEqualTo(Slot.LOST);
    }
    assertThat(slot.state()).isEqualTo(state);
    return slot;
  }

  static Stream<Arguments> pairs() {
    List<Arguments> pairs = new ArrayList<>();
    for (SlotState from : SlotState.values()) {
      for (SlotState to : SlotState.values()) {
        pairs.add(Arguments.of(from, to));
      }
    }
    return pairs.stream();
  }

  @Test
  void thereAreSevenStatesAndSoFortyNinePairs() {
    assertThat(SlotState.values()).hasSize(7);
    assertThat(pairs()).hasSize(49);
    assertThat(Arrays.stream(SlotState.values()).mapToInt(s -> s.next().size()).sum())
        .isEqualTo(20);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aSlotMovesAsDrawnAndNoOtherWay(SlotState from, SlotState to) {
    Slot<String> slot = slotIn(from);
    long before = slot.word();

    if (DRAWN.get(from).contains(to)) {
      long after = slot.to(before, to);

      assertThat(from.mayBecome(to)).isTrue();
      assertThat(Slot.stateOf(after)).isEqualTo(to);
      assertThat(slot.state()).isEqualTo(to);
      assertThat(slot.word()).isEqualTo(after);
      assertThat(Slot.epochOf(after)).isGreaterThan(Slot.epochOf(before));
    } else {
      assertThat(from.mayBecome(to)).isFalse();
      assertThatThrownBy(() -> slot.to(before, to))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("bug:")
          .hasMessageContaining("slot 7")
          .hasMessageContaining(from.name())
          .hasMessageContaining(to.name());
      assertThat(slot.word()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void aStaleWordMovesNothing(SlotState from, SlotState to) {
    Slot<String> slot = slotIn(from);
    long stale = slot.word() - Slot.EPOCH;
    long before = slot.word();

    if (from.mayBecome(to)) {
      assertThat(slot.to(stale, to)).isEqualTo(Slot.LOST);
    }

    assertThat(slot.word()).isEqualTo(before);
  }

  @Test
  void allButVacantAndIdleAreOwned() {
    assertThat(Arrays.stream(SlotState.values()).filter(state -> !state.isOwned()))
        .containsExactly(VACANT, IDLE);
  }
}
