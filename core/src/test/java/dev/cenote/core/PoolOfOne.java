package dev.cenote.core;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection, real threads, and the test's own clock. */
final class PoolOfOne {

  private PoolOfOne() {}

  static QueuePool<Thing> on(Ticker ticker) {
    PoolRuntime real = PoolRuntime.system("one");
    return new PoolBuilder<>(new ScriptedConnector())
        .leakWatch(LeakWatch.OFF) // one thread plays several borrowers
        .poolSize(1)
        .maxOverflow(0)
        .runtime(
            new PoolRuntime(
                ticker,
                real.timers(),
                real.driverCalls(),
                real.callerRuns(),
                real.random(),
                real.shutdown()))
        .buildQueue();
  }

  /** Null where there is nothing to be had without a wait. */
  static @Nullable Lease<Thing> ifIdle(QueuePool<Thing> pool) throws InterruptedException {
    try {
      return pool.acquire(Duration.ZERO);
    } catch (AcquireException busy) {
      return null;
    }
  }
}
