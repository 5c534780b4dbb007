package dev.cenote.core;

import dev.cenote.core.time.ControlGroup;
import dev.cenote.core.time.DaemonThreads;
import dev.cenote.core.time.SystemTimers;
import dev.cenote.core.time.Throttling;
import dev.cenote.core.time.Ticker;
import dev.cenote.core.time.Timers;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Everything through which the engine touches the world: time, delayed work, threads and
 * randomness. A simulator supplies its own and so runs the very same engine.
 *
 * @param ticker the clock
 * @param timers delayed work
 * @param driverCalls runs what may block: driver calls ({@code DriverCall}), and one task that
 *     tells the listeners; must never block its caller
 * @param callerRuns runs what belongs on the releasing thread: the reset
 * @param random uniformly distributed bits, for jitter
 * @param shutdown frees the threads when the pool has ended
 * @param throttling how the system has held this process back so far; asked on the timers' thread
 */
public record PoolRuntime(
    Ticker ticker,
    Timers timers,
    Executor driverCalls,
    Executor callerRuns,
    LongSupplier random,
    Runnable shutdown,
    Supplier<Throttling> throttling) {

  /** A world in which nobody tells how processes are held back. */
  public PoolRuntime(
      Ticker ticker,
      Timers timers,
      Executor driverCalls,
      Executor callerRuns,
      LongSupplier random,
      Runnable shutdown) {
    this(ticker, timers, driverCalls, callerRuns, random, shutdown, Throttling.UNKNOWN);
  }

  /** The real world: daemon threads named after the pool, all of them on demand. */
  public static PoolRuntime system(String poolName) {
    ThreadPoolExecutor threads = DaemonThreads.onDemand("cenote-" + poolName);
    Timers timers = new SystemTimers("cenote-" + poolName + "-timers");
    return new PoolRuntime(
        Ticker.system(),
        timers,
        threads,
        Runnable::run,
        () -> ThreadLocalRandom.current().nextLong(),
        () -> {
          timers.close();
          threads.shutdown(); // not now: the last aborts may still run
        },
        new ControlGroup(Path.of("/")));
  }
}
