package dev.cenote.micrometer;

import dev.cenote.CenoteDataSource;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.core.measure.Measures;
import java.time.Duration;

/** What the meters read of a pool. Any thread; none blocks. */
interface Readings {

  String poolName();

  PoolStats stats();

  Measures measures();

  /** How long an acquire may take; infinite if it may take for ever. */
  double acquireLimitSeconds();

  static Readings of(CenoteDataSource pool) {
    return new Readings() {
      @Override
      public String poolName() {
        return pool.getName();
      }

      @Override
      public PoolStats stats() {
        return pool.stats();
      }

      @Override
      public Measures measures() {
        return pool.measures();
      }

      @Override
      public double acquireLimitSeconds() {
        Duration limit = pool.acquireTimeout();
        return limit.compareTo(PoolConfig.NONE) >= 0
            ? Double.POSITIVE_INFINITY
            : limit.toNanos() / 1e9;
      }
    };
  }
}
