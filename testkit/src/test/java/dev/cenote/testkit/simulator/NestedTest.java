package dev.cenote.testkit.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.Validation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Clients that each ask for a second connection while they have one, where nothing else happens.
 * The simulation itself checks at every step that nobody is refused without need, that no deadlock
 * stands for longer than 5 ms, and that everybody else gets what it waits for.
 */
class NestedTest {

  private static final int SEEDS = 200;
  private static final int STEPS = 3_000;
  private static final long MILLISECOND = 1_000_000;

  private static final class Nested implements Cast {

    private final List<Role> roles = new ArrayList<>();
    private int poolSize;

    @Override
    public String replay() {
      return SimulationFailure.replay(NestedTest.class.getSimpleName());
    }

    @Override
    public void settings(PoolBuilder<SimResource> builder, SplittableRandom random) {
      poolSize = 1 + random.nextInt(5);
      builder
          .poolSize(poolSize)
          .maxOverflow(0)
          .prefill(true)
          .validation(Validation.NEVER)
          .maxLifetime(Duration.ZERO)
          .keepalive(Duration.ZERO)
          .maxWaiters(PoolConfig.UNLIMITED);
    }

    @Override
    public List<Role> roles(SplittableRandom random) {
      long hold = 1 + random.nextLong(20 * MILLISECOND);
      long thought = 1 + random.nextLong(40 * MILLISECOND);
      int nesting = 1 + random.nextInt(2 * poolSize);
      for (int i = 0; i < nesting; i++) {
        roles.add(Role.nesting(hold, thought, 1 + random.nextLong(MILLISECOND)));
      }
      for (int i = random.nextInt(3); i > 0; i--) {
        roles.add(new Role(hold, thought, 1 + random.nextLong(MILLISECOND)));
      }
      return roles;
    }

    boolean canBlock() {
      return roles.stream().filter(Role::nests).count() >= poolSize;
    }

    long served() {
      return roles.stream().mapToLong(Role::servedCount).sum();
    }

    long refused() {
      return roles.stream().mapToLong(Role::refusedCount).sum();
    }
  }

  private static Nested play(long seed) {
    Nested cast = new Nested();
    Simulation simulation = new Simulation(seed, STEPS, cast);
    simulation.run();
    assertThat(simulation.invariants().deadlocks.refusals()).isEqualTo((int) cast.refused());
    return cast;
  }

  @Test
  void whoeverIsRefusedHadToBeAndTheOthersGoOn() {
    List<Nested> casts = LongStream.rangeClosed(1, SEEDS).mapToObj(NestedTest::play).toList();
    long blocked = casts.stream().filter(cast -> cast.refused() > 0).count();
    System.out.printf(
        "nested: %d refused and %d served, deadlocks in %d of %d seeds%n",
        casts.stream().mapToLong(Nested::refused).sum(),
        casts.stream().mapToLong(Nested::served).sum(),
        blocked,
        SEEDS);

    assertThat(casts)
        .filteredOn(cast -> cast.poolSize > 1)
        .allSatisfy(cast -> assertThat(cast.served()).as("others").isPositive());
    assertThat(casts)
        .filteredOn(cast -> !cast.canBlock())
        .isNotEmpty()
        .allSatisfy(cast -> assertThat(cast.refused()).isZero());
    assertThat(blocked).as("deadlocks came about").isGreaterThan(SEEDS / 4);
  }
}
