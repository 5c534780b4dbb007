package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.Locale;
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

  private static final int USUAL_STEPS = 10_000;
  private static final int STEPS = Integer.getInteger("cenote.sim.steps", USUAL_STEPS);
  private static final int FIXED_SEEDS = 1_000;
  private static final int FRESH_SEEDS = 200;

  /** What a run of this class simulates at least, under random faults and by the usual steps. */
  private static final Duration UNDER_FAULTS_MIN = Duration.ofHours(24);

  @Test
  @DisabledIfSystemProperty(named = "cenote.sim.seed", matches = ".*")
  void aDayOfRandomFaultsHoldsAllInvariants() {
    long first = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);
    System.out.println("simulator: fresh seeds " + first + " to " + (first + FRESH_SEEDS - 1));
    Tally tally = new Tally();
    for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
      tally.run(seed);
    }
    for (long seed = first; seed < first + FRESH_SEEDS; seed++) {
      tally.run(seed);
    }
    System.out.println(tally);
    assertThat(tally.steps).isGreaterThanOrEqualTo((FIXED_SEEDS + FRESH_SEEDS) * (long) STEPS);
    assertThat(tally.deadlocks).as("clients refused because of one").isPositive();
    assumeThat(STEPS).as("how long each run is").isGreaterThanOrEqualTo(USUAL_STEPS);
    assertThat(tally.underFaults).isGreaterThanOrEqualTo(UNDER_FAULTS_MIN);
  }

  @Test
  void theSameSeedDoesTheSameThing() {
    assertThat(stepsOf(4711)).isEqualTo(stepsOf(4711));
  }

  @Test
  @EnabledIfSystemProperty(named = "cenote.sim.seed", matches = "-?\\d+")
  void theGivenSeedHoldsAllInvariants() {
    stepsOf(Long.getLong("cenote.sim.seed"));
  }

  @Test
  @EnabledIfSystemProperty(named = "cenote.sim.minutes", matches = "\\d+")
  void freshSeedsHoldAllInvariantsForMinutes() {
    long end = System.nanoTime() + Long.getLong("cenote.sim.minutes") * 60_000_000_000L;
    long first = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2);
    long seed = first;
    Tally tally = new Tally();
    while (System.nanoTime() - end < 0) {
      tally.run(seed++);
    }
    System.out.println(tally + "; seeds " + first + " to " + (seed - 1) + " held");
  }

  private static long stepsOf(long seed) {
    Tally tally = new Tally();
    tally.run(seed);
    return tally.steps;
  }

  /** What runs have simulated. */
  private static final class Tally {

    private int runs;
    private long steps;
    private int deadlocks;
    private Duration underFaults = Duration.ZERO;

    void run(long seed) {
      Simulation simulation = new Simulation(seed, STEPS);
      simulation.run();
      runs++;
      steps += simulation.stepsTaken();
      deadlocks += simulation.invariants().deadlocks.refusals();
      underFaults = underFaults.plusNanos(simulation.underFaults());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "simulator: %.1f h of virtual time under random faults, %d seeds, %d steps, %d deadlocks",
          underFaults.toMillis() / 3_600_000.0,
          runs,
          steps,
          deadlocks);
    }
  }
}
