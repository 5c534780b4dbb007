package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The engine on virtual time. System properties: {@code cenote.sim.seed} replays one seed, {@code
 * cenote.sim.steps} says how long each run is, {@code cenote.sim.minutes} tries fresh seeds for so
 * long.
 */
class SimulatorTest {

  private static final int STEPS = Integer.getInteger("cenote.sim.steps", 10_000);
  private static final int FIXED_SEEDS = 1_000;
  private static final int FRESH_SEEDS = 200;

  @Test
  @DisabledIfSystemProperty(named = "cenote.sim.seed", matches = ".*")
  void aThousandFixedSeedsHoldAllInvariants() {
    long steps = 0;
    for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
      steps += run(seed);
    }
    assertThat(steps).isGreaterThanOrEqualTo(1L * FIXED_SEEDS * STEPS);
  }

  @Test
  @DisabledIfSystemProperty(named = "cenote.sim.seed", matches = ".*")
  void freshSeedsHoldAllInvariants() {
    long first = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);
    System.out.println("simulator: fresh seeds " + first + " to " + (first + FRESH_SEEDS - 1));
    for (long seed = first; seed < first + FRESH_SEEDS; seed++) {
      run(seed);
    }
  }

  @Test
  void theSameSeedDoesTheSameThing() {
    assertThat(run(4711)).isEqualTo(run(4711));
  }

  @Test
  @EnabledIfSystemProperty(named = "cenote.sim.seed", matches = "-?\\d+")
  void theGivenSeedHoldsAllInvariants() {
    run(Long.getLong("cenote.sim.seed"));
  }

  @Test
  @EnabledIfSystemProperty(named = "cenote.sim.minutes", matches = "\\d+")
  void freshSeedsHoldAllInvariantsForMinutes() {
    long end = System.nanoTime() + Long.getLong("cenote.sim.minutes") * 60_000_000_000L;
    long first = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);
    long seed = first;
    while (System.nanoTime() - end < 0) {
      run(seed++);
    }
    System.out.println("simulator: seeds " + first + " to " + (seed - 1) + " held");
  }

  private static int run(long seed) {
    Simulation simulation = new Simulation(seed, STEPS);
    simulation.run();
    return simulation.stepsTaken();
  }
}
