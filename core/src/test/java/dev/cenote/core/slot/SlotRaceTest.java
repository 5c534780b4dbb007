package dev.cenote.core.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.RetireReason;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two threads want the same move; the word decides. */
class SlotRaceTest {

  private static final int ROUNDS = 10_000;

  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CyclicBarrier together = new CyclicBarrier(2);

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  /** Both make their move from the same word; the answers are in the order of the moves. */
  private long[][] race(Slot<String> slot, LongUnaryOperator one, LongUnaryOperator other)
      throws Exception {
    long[] words = new long[ROUNDS];
    Future<long[]> first = threads.submit(() -> runs(slot, words, one));
    Future<long[]> second = threads.submit(() -> runs(slot, words, other));
    return new long[][] {first.get(1, TimeUnit.MINUTES), second.get(1, TimeUnit.MINUTES), words};
  }

  // Whoever wins undoes its move before the next round; the barrier makes that visible to both.
  private long[] runs(Slot<String> slot, long[] words, LongUnaryOperator move) throws Exception {
    long[] answers = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long word = slot.word();
      together.await(1, TimeUnit.MINUTES);
      words[round] = word;
      answers[round] = move.applyAsLong(word);
      together.await(1, TimeUnit.MINUTES);
      if (answers[round] != Slot.LOST) {
        backToIdle(slot);
      }
      together.await(1, TimeUnit.MINUTES);
    }
    return answers;
  }

  private static void backToIdle(Slot<String> slot) {
    long word = slot.word();
    if (slot.state() == SlotState.CLOSING) {
      word = slot.beginOpen(slot.vacate(word));
    }
    assertThat(slot.release(word)).isNotEqualTo(Slot.LOST);
  }

  private static void exactlyOneWinsEachRound(long[][] answers) {
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(answers[0][round] == Slot.LOST ^ answers[1][round] == Slot.LOST)
          .as("one winner in round %s", round)
          .isTrue();
    }
  }

  @Test
  void ofTwoThatClaimExactlyOneWins() throws Exception {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.IDLE);

    exactlyOneWinsEachRound(race(slot, slot::claim, slot::claim));
  }

  @Test
  void aClaimAndAChoresCheckDoNotBothWin() throws Exception {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.IDLE);

    exactlyOneWinsEachRound(race(slot, slot::claim, slot::beginCheck));
  }

  @Test
  void aClaimAndARetirementDoNotBothWin() throws Exception {
    Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.IDLE);

    exactlyOneWinsEachRound(race(slot, slot::claim, slot::beginClose));
  }

  @Test
  void aReleaseThatRacesWithADoomEitherComesFirstOrIsRefused() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Slot<String> slot = SlotStateWalkTest.slotIn(SlotState.LEASED);
      long owned = slot.word();
      Future<Boolean> doomed =
          threads.submit(() -> {
            together.await(1, TimeUnit.MINUTES);
            return slot.doom(owned, RetireReason.INVALIDATED);
          });
      together.await(1, TimeUnit.MINUTES);
      boolean released = slot.release(owned) != Slot.LOST;

      assertThat(released).isNotEqualTo(doomed.get(1, TimeUnit.MINUTES));
      assertThat(slot.state()).isEqualTo(released ? SlotState.IDLE : SlotState.LEASED);
      assertThat(Slot.doomOf(slot.word())).isEqualTo(released ? null : RetireReason.INVALIDATED);
    }
  }
}
