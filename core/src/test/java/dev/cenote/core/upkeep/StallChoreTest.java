package dev.cenote.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.PoolEvent;
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

    assertThat(plant.told).containsExactly(new PoolEvent.Stalled(47 * SECOND));
  }
}
