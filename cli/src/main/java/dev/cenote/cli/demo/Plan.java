package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import java.time.Duration;

/**
 * What to measure.
 *
 * @param queries in each run
 * @param clients that share the pool in the rush
 * @param poolSize connections the pool keeps
 * @param maxOverflow more, under load
 * @param acquireTimeout how long a client waits for a connection
 */
record Plan(int queries, int clients, int poolSize, int maxOverflow, Duration acquireTimeout) {

  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(1);

  /** Builds and starts the pool that is measured. */
  CenoteDataSource pool(DemoDatabase database) {
    return database
        .pool()
        .name("demo")
        .poolSize(poolSize)
        .maxOverflow(maxOverflow)
        .acquireTimeout(acquireTimeout)
        .shutdownTimeout(SHUTDOWN_TIMEOUT)
        .build();
  }

  /** The kind and the limits of that pool, in a few words. */
  String poolText() {
    return "pool QUEUE " + poolSize + " + " + maxOverflow;
  }
}
