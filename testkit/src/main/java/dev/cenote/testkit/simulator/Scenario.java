package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolConfig.Validation;
import java.time.Duration;
import java.util.SplittableRandom;

/** The settings of one simulated pool, drawn from the seed. */
final class Scenario {

  private static final int[] BARGES = {0, 1, 3, 64, 1_024};

  private static final Duration LOOK_WINDOW = Duration.ofSeconds(2);

  /** Every so many seeds have clients at leisure. */
  private static final int LEISURE_EVERY = 6;

  private static final int LEISURE = 60;

  /** Every so many seeds have clients that ask for a second connection while they have one. */
  private static final int NESTING_EVERY = 4;

  private Scenario() {}

  /** Whether clients may nest: in one seed of four. The others are as they would be without. */
  static boolean nests(long seed) {
    return seed % NESTING_EVERY == 1;
  }

  /**
   * By how much longer than usual clients think: in one seed of six they do, so that more time
   * passes between their steps, the faults going on. The others are as they would be without.
   */
  static int leisure(long seed) {
    return seed % LEISURE_EVERY == 0 ? LEISURE : 1;
  }

  static void apply(PoolBuilder<SimResource> builder, SplittableRandom random) {
    int poolSize = random.nextInt(5);
    builder
        .name("sim")
        .poolSize(poolSize)
        .maxOverflow(poolSize == 0 ? 1 + random.nextInt(5) : random.nextInt(5))
        .overflowLinger(lingerOf(millis(random, 200, 10_000)))
        .connectTimeout(millis(random, 100, 5_000))
        .checkTimeout(millis(random, 50, 2_000))
        .resetTimeout(millis(random, 50, 2_000))
        .closeTimeout(millis(random, 50, 2_000))
        .shutdownTimeout(millis(random, 500, 10_000))
        .maxOpening(1 + random.nextInt(4))
        .givenUpMax(1 + random.nextInt(8))
        .prefill(random.nextBoolean())
        .maxLifetime(random.nextBoolean() ? Duration.ZERO : millis(random, 1_000, 60_000))
        .keepalive(random.nextBoolean() ? Duration.ZERO : millis(random, 200, 10_000))
        .validation(pick(random, Validation.values()))
        .bypassWindow(millis(random, 0, 500))
        .lookWindow(LOOK_WINDOW)
        .idleOrder(pick(random, IdleOrder.values()))
        .maxWaiters(random.nextInt(4) == 0 ? random.nextInt(6) : PoolConfig.UNLIMITED)
        .bargesMax(BARGES[random.nextInt(BARGES.length)])
        .onOutage(pick(random, OnOutage.values()));
  }

  /** One in eight closes its overflow on return. */
  private static Duration lingerOf(Duration some) {
    return some.toMillis() % 8 == 0 ? Duration.ZERO : some;
  }

  private static Duration millis(SplittableRandom random, int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least + 1));
  }

  private static <E> E pick(SplittableRandom random, E[] values) {
    return values[random.nextInt(values.length)];
  }
}
