package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolStats;
import dev.cenote.core.QueuePool;
import java.time.Duration;
import java.util.SplittableRandom;

/** What befalls a simulated pool: weather, deaths, and people who resize, pause and invalidate. */
final class Trouble {

  private static final long SECOND = 1_000_000_000;

  private final Simulation world;
  private final QueuePool<SimResource> pool;
  private final FakeConnector connector;
  private final SimExecutor executor;
  private final Weather weather;
  private final SplittableRandom random;

  /** Draws from the world's chance, which others draw from too. */
  Trouble(
      Simulation world,
      QueuePool<SimResource> pool,
      FakeConnector connector,
      SimExecutor executor,
      Weather weather,
      SplittableRandom random) {
    this.world = world;
    this.pool = pool;
    this.connector = connector;
    this.executor = executor;
    this.weather = weather;
    this.random = random;
  }

  /** From now on, until the world rests. */
  void begin() {
    world.time().schedule(this::disturb, random.nextLong(SECOND));
  }

  /** Something happens that nobody asked for. */
  private void disturb() {
    if (world.isResting()) {
      return;
    }
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> weather.change();
      case 3 -> weather.clear();
      case 4 -> connector.kill(random.nextInt(3) == 0 ? 1.0 : 0.3, random);
      case 5 -> invalidate();
      case 6 -> resize();
      case 7 -> pause(random.nextInt(3) == 0);
      default -> executor.heal();
    }
    world.time().schedule(this::disturb, random.nextLong(3 * SECOND));
  }

  /** The same at the worst moment: while the pool opens, checks or resets something. */
  void provoke() {
    PoolStats stats = pool.stats();
    if (stats.opening() + stats.checking() + stats.resetting() > 0) {
      switch (random.nextInt(10)) {
        case 0, 1 -> invalidate();
        case 2, 3 -> resize();
        case 4 -> connector.kill(0.5, random);
        case 5 -> pause(true);
        case 6 -> pause(false);
        default -> {} // mostly it is left alone, or nothing would ever be lent
      }
    }
  }

  private void invalidate() {
    world.invariants().loans.invalidated();
    pool.invalidateAll();
  }

  /** The pool stands still for a while, and may have to close everything. */
  private void pause(boolean drains) {
    if (drains) {
      world.invariants().loans.invalidated();
      drain();
    } else {
      pool.pause();
    }
    world.time().schedule(pool::resume, random.nextLong(2 * SECOND));
  }

  private void drain() {
    try {
      pool.drain(Duration.ZERO);
    } catch (InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void resize() {
    int poolSize = random.nextInt(5);
    pool.resize(poolSize, poolSize == 0 ? 1 + random.nextInt(5) : random.nextInt(5));
  }

  /** The process is stopped for a while: everything is late at once. Says for how long. */
  long freeze() {
    long pause = random.nextLong(60 * SECOND);
    world.time().moveTo(world.time().nanos() + pause);
    return pause;
  }
}
