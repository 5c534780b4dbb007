package dev.cenote.core.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.event.RetireReason;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SlotTest {

  private static long move(Slot<String> slot, LongUnaryOperator transition, SlotState expected) {
    long before = slot.word();
    long after = transition.applyAsLong(before);
    assertThat(after).isNotEqualTo(Slot.LOST).isEqualTo(slot.word());
    assertThat(Slot.epochOf(after)).isEqualTo(Slot.epochOf(before) + 1);
    assertThat(slot.state()).isEqualTo(expected).isEqualTo(Slot.stateOf(after));
    assertThat(Slot.doomOf(after)).isNull();
    return after;
  }

  @Test
  void aNewSlotIsVacantAndHasANumber() {
    Slot<String> slot = new Slot<>(3, new NoHome<>());

    assertThat(slot.number()).isEqualTo(3);
    assertThat(slot.state()).isEqualTo(SlotState.VACANT);
    assertThat(slot.word()).isNotEqualTo(Slot.LOST);
    assertThat(slot).hasToString("slot 3 VACANT");
  }

  @Test
  void everyNamedTransitionMovesOnAndGrowsTheEpochByOne() {
    Slot<String> slot = new Slot<>(1, new NoHome<>());

    move(slot, slot::beginOpen, SlotState.CONNECTING);
    move(slot, slot::release, SlotState.IDLE);
    move(slot, slot::claim, SlotState.LEASED);
    move(slot, slot::handOff, SlotState.LEASED);
    move(slot, slot::release, SlotState.IDLE);
    move(slot, slot::beginCheck, SlotState.CHECKING);
    move(slot, slot::release, SlotState.IDLE);
    move(slot, slot::beginCheck, SlotState.CHECKING);
    move(slot, slot::handOff, SlotState.LEASED);
    move(slot, slot::beginReset, SlotState.RESETTING);
    move(slot, slot::handOff, SlotState.LEASED);
    move(slot, slot::beginReset, SlotState.RESETTING);
    move(slot, slot::release, SlotState.IDLE);
    move(slot, slot::beginClose, SlotState.CLOSING);
    move(slot, slot::vacate, SlotState.VACANT);
    move(slot, slot::beginOpen, SlotState.CONNECTING);
    move(slot, slot::handOff, SlotState.LEASED);
    move(slot, slot::vacate, SlotState.VACANT);
    move(slot, slot::beginOpen, SlotState.CONNECTING);
    move(slot, slot::vacate, SlotState.VACANT);
  }

  @Test
  void aStaleWordLosesEveryTransition() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.IDLE);
    long firstIdle = slot.word();
    long firstLease = slot.claim(firstIdle);
    slot.release(firstLease);
    long secondIdle = slot.word();

    assertThat(slot.claim(firstIdle)).isEqualTo(Slot.LOST);
    assertThat(slot.beginCheck(firstIdle)).isEqualTo(Slot.LOST);
    assertThat(slot.beginClose(firstIdle)).isEqualTo(Slot.LOST);
    assertThat(slot.release(firstLease)).isEqualTo(Slot.LOST);
    assertThat(slot.handOff(firstLease)).isEqualTo(Slot.LOST);
    assertThat(slot.beginReset(firstLease)).isEqualTo(Slot.LOST);
    assertThat(slot.beginClose(firstLease)).isEqualTo(Slot.LOST);
    assertThat(slot.vacate(firstLease)).isEqualTo(Slot.LOST);
    assertThat(slot.word()).isEqualTo(secondIdle);
  }

  @Test
  void aFormerBorrowerEndsNothingOfTheNextOne() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    long first = slot.word();
    long second = slot.handOff(first);

    assertThat(slot.release(first)).isEqualTo(Slot.LOST);
    assertThat(slot.doom(first, RetireReason.EVICTED)).isFalse();
    assertThat(slot.isOwnedUnder(first)).isFalse();
    assertThat(slot.isOwnedUnder(second)).isTrue();
    assertThat(slot.word()).isEqualTo(second);
  }

  @ParameterizedTest
  @EnumSource(value = RetireReason.class, names = "RESIZED", mode = EnumSource.Mode.EXCLUDE)
  void aDoomSaysWhyAndTheFirstReasonStays(RetireReason reason) {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    long owned = slot.word();

    assertThat(slot.doom(owned, reason)).isTrue();
    assertThat(slot.doom(owned, RetireReason.POOL_CLOSED)).isTrue();

    assertThat(Slot.doomOf(slot.word())).isEqualTo(reason);
    assertThat(slot.state()).isEqualTo(SlotState.LEASED);
    assertThat(Slot.epochOf(slot.word())).isEqualTo(Slot.epochOf(owned));
  }

  @Test
  void aProofOfDeathCountsBeforeAnEarlierReasonAndTheFirstProofStays() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    long owned = slot.word();
    slot.doom(owned, RetireReason.EXPIRED);

    assertThat(slot.doom(owned, RetireReason.BROKEN)).isTrue();
    assertThat(slot.doom(owned, RetireReason.CHECK_FAILED)).isTrue();
    assertThat(slot.doom(owned, RetireReason.EVICTED)).isTrue();

    assertThat(Slot.doomOf(slot.word())).isEqualTo(RetireReason.BROKEN);
  }

  @ParameterizedTest
  @EnumSource(
      value = SlotState.class,
      names = {"VACANT", "IDLE"},
      mode = EnumSource.Mode.EXCLUDE)
  void whoeverOwnsADoomedSlotStillOwnsItButCannotLeaveWithTheCleanWord(SlotState state) {
    Slot<String> slot = SlotStateWalkTest.slotIn(state);
    long clean = slot.word();

    assertThat(slot.doom(clean, RetireReason.INVALIDATED)).isTrue();

    assertThat(slot.isOwnedUnder(clean)).isTrue();
    for (SlotState next : state.next()) {
      assertThat(slot.to(clean, next)).as("to %s", next).isEqualTo(Slot.LOST);
    }
    assertThat(slot.state()).isEqualTo(state);
  }

  @Test
  void theOwnerOfADoomedSlotFindsItsWordAndCloses() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    long owned = slot.word();
    slot.doom(owned, RetireReason.RESIZED);

    assertThat(slot.release(owned)).isEqualTo(Slot.LOST);
    long doomed = slot.wordUnder(owned);
    assertThat(Slot.doomOf(doomed)).isEqualTo(RetireReason.RESIZED);
    long closing = slot.beginClose(doomed);

    assertThat(closing).isNotEqualTo(Slot.LOST);
    assertThat(Slot.doomOf(closing)).isNull();
    assertThat(slot.wordUnder(owned)).isEqualTo(Slot.LOST);
    assertThat(slot.wordUnder(doomed)).isEqualTo(Slot.LOST);
  }

  @Test
  void aDoomWithADoomedWordIsADoomToo() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.RESETTING);
    slot.doom(slot.word(), RetireReason.EXPIRED);

    assertThat(slot.doom(slot.word(), RetireReason.EVICTED)).isTrue();
    assertThat(Slot.doomOf(slot.word())).isEqualTo(RetireReason.EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(value = RetireReason.class, names = "RESIZED", mode = EnumSource.Mode.EXCLUDE)
  void aDoomForALowerLimitGivesWayToAnyOtherAndPushesNoneAside(RetireReason other) {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    long owned = slot.word();
    slot.doom(owned, RetireReason.RESIZED);

    assertThat(slot.doom(owned, other)).isTrue();
    assertThat(Slot.doomOf(slot.word())).isEqualTo(other);
    assertThat(slot.doom(owned, RetireReason.RESIZED)).isTrue();
    assertThat(Slot.doomOf(slot.word())).isEqualTo(other);
    assertThat(slot.pardon(owned, RetireReason.RESIZED)).isFalse();
  }

  @Test
  void whoIsPardonedLeavesWithTheCleanWordAgain() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    long owned = slot.word();
    assertThat(slot.pardon(owned, RetireReason.RESIZED)).as("not doomed").isFalse();
    slot.doom(owned, RetireReason.RESIZED);

    assertThat(slot.pardon(owned, RetireReason.RESIZED)).isTrue();

    assertThat(slot.word()).isEqualTo(owned);
    assertThat(slot.release(owned)).isNotEqualTo(Slot.LOST);
    assertThat(slot.pardon(owned, RetireReason.RESIZED)).as("the ownership has ended").isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = SlotState.class,
      names = {"VACANT", "IDLE"})
  void whatNobodyOwnsCannotBeDoomed(SlotState state) {
    Slot<String> slot = SlotStateWalkTest.slotIn(state);

    assertThatThrownBy(() -> slot.doom(slot.word(), RetireReason.RESIZED))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("bug:");
  }

  @Test
  void wordsOfManyOwnersNeverRepeat() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.IDLE);
    List<Long> words = new ArrayList<>();

    for (int i = 0; i < 1_000; i++) {
      words.add(slot.claim(slot.word()));
      words.add(slot.handOff(slot.word()));
      words.add(slot.release(slot.word()));
    }

    assertThat(words).doesNotHaveDuplicates();
    assertThat(Slot.epochOf(slot.word())).isGreaterThan(3_000);
  }

  @Test
  void clearingForgetsTheConnectionButNotTheCountOfLeases() {
    Slot<String> slot = new Slot<>(1, new NoHome<>());
    slot.resource = "connection";
    slot.leasedAt = 1;
    slot.learnHold(2);
    slot.leases = 3;

    slot.clear();

    assertThat(slot.resource).isNull();
    assertThat(slot.leasedAt).isZero();
    assertThat(slot.recentHold()).isZero();
    assertThat(slot.typicalHold()).isZero();
    assertThat(slot.leases).isEqualTo(3);
  }

  @Test
  void anIdleSlotIsNeverDoomed() {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
    slot.doom(slot.word(), RetireReason.EVICTED);

    slot.release(slot.word());

    assertThat(slot.state() == SlotState.IDLE && Slot.doomOf(slot.word()) != null).isFalse();
  }
}
