package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.Validation;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Clients of a small full pool in which nothing is checked and nothing ends by itself. */
abstract class CalmCast implements Cast {

  private final Class<?> test;
  private final int poolSizeMax;
  private int poolSize;

  /** Played by that test, in pools of 1 to {@code poolSizeMax} connections. */
  CalmCast(Class<?> test, int poolSizeMax) {
    this.test = test;
    this.poolSizeMax = poolSizeMax;
  }

  /** A cast whose seed has been played to the end, and what was seen of it. */
  record Played<C extends CalmCast>(C cast, Invariants seen) {}

  /** Plays the seeds from 1 on, each with a cast of its own. */
  static <C extends CalmCast> List<Played<C>> playAll(int seeds, int steps, Supplier<C> casts) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> play(seed, steps, casts.get()))
        .toList();
  }

  private static <C extends CalmCast> Played<C> play(long seed, int steps, C cast) {
    Simulation simulation = new Simulation(seed, steps, cast);
    simulation.run();
    return new Played<>(cast, simulation.invariants());
  }

  int poolSize() {
    return poolSize;
  }

  @Override
  public final String replay() {
    return SimulationFailure.replay(test.getSimpleName());
  }

  @Override
  public void settings(PoolBuilder<SimResource> builder, SplittableRandom random) {
    poolSize = 1 + random.nextInt(poolSizeMax);
    builder
        .poolSize(poolSize)
        .maxOverflow(0)
        .prefill(true)
        .validation(Validation.NEVER)
        .maxLifetime(Duration.ZERO)
        .keepalive(Duration.ZERO)
        .maxWaiters(PoolConfig.UNLIMITED);
  }
}
