package dev.cenote.cli.demo;

import dev.cenote.core.PoolStats;

/**
 * How the rush went.
 *
 * @param clients how many there were
 * @param elapsedNanos from the start until the last had finished
 * @param doneCount queries done
 * @param gaveUpCount times that a client got no connection within the acquire timeout
 * @param refusal what one of them was told; empty if none was
 * @param waits how long each that got a connection had waited, in nanoseconds
 * @param waitingMax the most clients that were seen waiting at once
 * @param before the pool before
 * @param after the pool when all had finished
 */
record RushResult(
    int clients,
    long elapsedNanos,
    long doneCount,
    long gaveUpCount,
    String refusal,
    Percentiles waits,
    int waitingMax,
    PoolStats before,
    PoolStats after) {

  /** Leases that the pool counted during the rush. */
  long acquiredCount() {
    return after.acquired() - before.acquired();
  }

  /** Connections that the pool has closed. */
  long closedCount() {
    return after.retired().values().stream().mapToLong(Long::longValue).sum();
  }

  double queriesPerSecond() {
    return doneCount * 1e9 / elapsedNanos;
  }

  /**
   * Whether the pool's numbers agree with each other and with ours: nobody holds or waits for a
   * connection, what was opened and not closed is there, and every lease was one of our queries.
   */
  boolean addsUp() {
    return after.leased() == 0
        && after.waiting() == 0
        && after.created() - closedCount() == after.open()
        && after.permitted() <= after.maximum()
        && acquiredCount() == doneCount;
  }
}
