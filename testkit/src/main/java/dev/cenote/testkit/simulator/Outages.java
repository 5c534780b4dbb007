package dev.cenote.testkit.simulator;

import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.PoolStats;

/** Who may be failed because the database is down: of invariant 6. */
final class Outages {

  private final Simulation world;
  private long created;
  private long failed;
  private long failedAtCreation;

  Outages(Simulation world) {
    this.world = world;
  }

  /** A step has been taken. What failed in the same step as something was opened may be later. */
  void observe(PoolStats stats) {
    if (stats.created() != created) {
      created = stats.created();
      failedAtCreation = failed;
    }
    failed = failed(stats);
  }

  /** Somebody fails now because the database is down. */
  void failsFast(PoolStats stats, boolean somethingIsLent) {
    if (world.config().onOutage() != OnOutage.FAIL_FAST) {
      throw world.violation("6: failed fast although all should wait");
    }
    if (somethingIsLent || stats.open() > stats.closing()) {
      throw world.violation("6: failed as down although something is open: " + stats);
    }
    if (failed(stats) == failedAtCreation) {
      throw world.violation("6: failed as down although no attempt has failed: " + stats);
    }
    if (stats.paused() || world.isClosing()) {
      throw world.violation("6: failed as down by a pool that is paused or closed: " + stats);
    }
  }

  private static long failed(PoolStats stats) {
    return stats.failedOpens().values().stream().mapToLong(Long::longValue).sum();
  }
}
