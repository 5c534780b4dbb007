package dev.cenote.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.time.HandDrivenTimers;
import dev.cenote.core.time.Timers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HousekeeperTest {

  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  private final List<Long> refillRuns = new ArrayList<>();
  private Runnable duringRefill = () -> {};
  private final HandMadePlant plant = new HandMadePlant().minding(0, 0, true);
  private final HandDrivenTimers time = plant.time;

  private final Housekeeper housekeeper = new Housekeeper(plant, time);

  @BeforeEach
  void noteWhenRefillRuns() {
    plant.onMissing =
        () -> {
          refillRuns.add(time.elapsed());
          duringRefill.run();
        };
  }

  @Test
  void nothingRunsBeforeTheStart() {
    time.advance(60 * SECOND);

    assertThat(refillRuns).isEmpty();
  }

  @Test
  void refillRunsAtTheStartAndThenAtItsPace() {
    housekeeper.start();
    time.advance(11 * SECOND);

    assertThat(refillRuns).containsExactly(0L, 5 * SECOND, 10 * SECOND);
  }

  @Test
  void aRunThatCouldNotBeScheduledIsScheduledWhenThereIsMemoryAgain() {
    boolean[] noMemory = new boolean[1];
    Timers scarce =
        new Timers() {
          @Override
          public Scheduled schedule(Runnable task, long delayNanos) {
            if (noMemory[0]) {
              throw new OutOfMemoryError("asked for");
            }
            return time.schedule(task, delayNanos);
          }

          @Override
          public void close() {}
        };
    Housekeeper inNeed = new Housekeeper(plant, scarce);
    inNeed.start();
    noMemory[0] = true;
    time.advance(20 * SECOND);
    inNeed.revive(); // still none
    noMemory[0] = false;
    time.advance(20 * SECOND);
    assertThat(refillRuns).containsExactly(0L);

    inNeed.revive();
    inNeed.revive();
    time.advance(6 * SECOND);

    assertThat(refillRuns).containsExactly(0L, 40 * SECOND, 45 * SECOND);
  }

  @Test
  void whatCouldNotBeScheduledIsWhenAnotherChoreRuns() {
    int[] refused = {0};
    Timers scarce =
        new Timers() {
          @Override
          public Scheduled schedule(Runnable task, long delayNanos) {
            if (refused[0] > 0) {
              refused[0]--;
              throw new OutOfMemoryError("asked for");
            }
            return time.schedule(task, delayNanos);
          }

          @Override
          public void close() {}
        };
    refused[0] = 1; // the first is the one that fills gaps
    new Housekeeper(plant, scarce).start();

    time.advance(60 * SECOND);

    assertThat(refillRuns).isNotEmpty();
  }

  @Test
  void whoeverLooksForGapsMakesItRunAtOnce() {
    housekeeper.start();
    time.advance(SECOND);

    housekeeper.lookForGaps();
    housekeeper.lookForGaps();
    time.advance(5 * SECOND);

    assertThat(refillRuns).containsExactly(0L, SECOND, 6 * SECOND);
  }

  @Test
  void aWishDuringARunIsNotLost() {
    duringRefill =
        () -> {
          if (refillRuns.size() == 1) {
            housekeeper.lookForGaps();
          }
        };
    housekeeper.start();

    time.runDue();

    assertThat(refillRuns).containsExactly(0L, 0L);
    time.advance(5 * SECOND);
    assertThat(refillRuns).containsExactly(0L, 0L, 5 * SECOND);
  }

  @Test
  void aChoreThatThrowsRunsAgain() {
    duringRefill =
        () -> {
          if (refillRuns.size() == 1) {
            throw new IllegalStateException("chore");
          }
          if (refillRuns.size() == 2) {
            throw new OutOfMemoryError("chore");
          }
        };
    housekeeper.start();

    time.advance(15 * SECOND);

    assertThat(refillRuns).containsExactly(0L, 5 * SECOND, 10 * SECOND, 15 * SECOND);
  }

  @Test
  void aChoreThatThrowsHearsAWishMadeDuringThatRun() {
    duringRefill =
        () -> {
          if (refillRuns.size() == 1) {
            housekeeper.lookForGaps();
            throw new StackOverflowError("chore");
          }
        };
    housekeeper.start();

    time.runDue();

    assertThat(refillRuns).containsExactly(0L, 0L);
  }

  @Test
  void oneChoreThatThrowsStopsNoOther() {
    duringRefill =
        () -> {
          throw new IllegalStateException("chore");
        };
    plant.resident("surplus");
    housekeeper.start();

    time.advance(SECOND);

    assertThat(plant.retired(RetireReason.SURPLUS)).containsExactly("surplus");
  }

  @Test
  void afterTheStopNothingRunsAndNothingIsScheduled() {
    housekeeper.start();
    time.advance(SECOND);

    housekeeper.stop();

    assertThat(time.pending()).isZero();
    housekeeper.lookForGaps();
    housekeeper.lookForReplaced();
    time.advance(60 * SECOND);
    assertThat(refillRuns).containsExactly(0L);
  }

  @Test
  void aStopDuringARunIsTheEndOfIt() {
    duringRefill = housekeeper::stop;
    housekeeper.start();

    time.advance(60 * SECOND);

    assertThat(refillRuns).containsExactly(0L);
    assertThat(time.pending()).isZero();
  }

  @Test
  void choresThatAreNotWantedDoNotRun() {
    Housekeeper sparing = new Housekeeper(plant.minding(0, 0, false), time);
    plant.resident("silent").endsAt(time.nanos(), time.nanos()).contactedAt -= 1_000 * SECOND;
    plant.kept = 1;

    sparing.start();
    sparing.lookForGaps();
    sparing.lookForReplaced();
    time.advance(60 * SECOND);

    assertThat(refillRuns).isEmpty();
    assertThat(plant.checked()).isEmpty();
    assertThat(plant.retired(RetireReason.EXPIRED)).isEmpty();
  }

  @Test
  void choresThatAreWantedDoRun() {
    Housekeeper thorough = new Housekeeper(plant.minding(40 * SECOND, 40 * SECOND, false), time);
    plant.resident("silent").contactedAt -= 1_000 * SECOND;
    plant.resident("old").endsAt(time.nanos(), time.nanos());
    plant.kept = 2;

    thorough.start();
    time.runDue();

    assertThat(plant.checked()).containsExactly("silent");
    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("old");
  }

  @Test
  void whatIsNoLongerWantedRests() {
    housekeeper.start();
    plant.minding(0, 0, false);

    time.advance(60 * SECOND);
    assertThat(refillRuns).isEmpty();
    housekeeper.lookForGaps();
    time.advance(60 * SECOND);

    assertThat(refillRuns).isEmpty();
  }

  @Test
  void whatIsWantedAgainRunsAtItsPace() {
    plant.minding(0, 0, false);
    housekeeper.start();
    time.advance(SECOND);

    plant.minding(0, 0, true);
    housekeeper.start();
    time.advance(5 * SECOND);

    assertThat(refillRuns).containsExactly(SECOND, 6 * SECOND);
  }

  @Test
  void whatIsTurnedOffDuringItsRunRestsAfterIt() {
    duringRefill = () -> plant.minding(0, 0, false);
    housekeeper.start();

    time.advance(60 * SECOND);

    assertThat(refillRuns).containsExactly(0L);
  }
}
