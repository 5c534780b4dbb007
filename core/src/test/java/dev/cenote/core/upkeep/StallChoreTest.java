package dev.cenote.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Throttling;
import org.junit.jupiter.api.Test;

class StallChoreTest {

  private static final long SECOND = 1_000_000_000;

  private final HandMadePlant plant = new HandMadePlant();
  private final StallChore chore = new StallChore();

  private void runAfter(long nanos) {
    plant.time.advance(nanos);
    long unused = chore.run(plant);
  }

  @Test
  void whoComesInTimeOrALittleLateSaysNothing() {
    runAfter(40 * SECOND);
    runAfter(SECOND);
    runAfter(2 * SECOND - 1);

    assertThat(plant.told).isEmpty();
  }

  @Test
  void aSecondTooLateIsToldOnceWithHowMuchItWas() {
    runAfter(SECOND);
    runAfter(48 * SECOND);
    runAfter(SECOND);

    assertThat(plant.told)
        .containsExactly(new PoolEvent.Stalled(47 * SECOND, Throttling.NONE, 48 * SECOND));
  }

  @Test
  void itIsToldHowLongTheSystemHeldTheProcessBackSinceTheLastLookAtThat() {
    plant.throttling = new Throttling(7, 70 * SECOND); // before the pool began
    runAfter(SECOND);
    plant.throttling = new Throttling(9, 90 * SECOND);
    for (int i = 0; i < 12; i++) {
      runAfter(SECOND); // on the tenth it looks
    }
    plant.throttling = new Throttling(449, 134 * SECOND);
    runAfter(48 * SECOND);

    assertThat(plant.told)
        .containsExactly(
            new PoolEvent.Stalled(47 * SECOND, new Throttling(440, 44 * SECOND), 50 * SECOND));
  }

  @Test
  void whatWasToldOnceIsNotToldAgain() {
    runAfter(SECOND);
    plant.throttling = new Throttling(10, SECOND);
    runAfter(3 * SECOND);
    runAfter(4 * SECOND);

    assertThat(plant.told)
        .extracting(told -> ((PoolEvent.Stalled) told).throttled())
        .containsExactly(new Throttling(10, SECOND), Throttling.NONE);
  }

  @Test
  void itsOwnFailureAfterWhichItComesLaterIsNoStandstill() {
    runAfter(SECOND);
    plant.throttlingFails = true;
    for (int i = 0; i < 9; i++) {
      runAfter(SECOND);
    }
    assertThatThrownBy(() -> runAfter(SECOND)).isInstanceOf(OutOfMemoryError.class);
    plant.throttlingFails = false;
    runAfter(5 * SECOND);

    assertThat(plant.told).isEmpty();
  }
}
