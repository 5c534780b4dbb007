package dev.cenote.core;

import dev.cenote.core.measure.Totals;
import dev.cenote.core.slot.Slot;

/**
 * Notes how a pool is used, at the ticks of the coarse clock and where a caller has to wait: so it
 * costs those nothing who find an idle connection. Guarded by the control lock.
 *
 * @param <R> the resource
 */
final class UsageWatch<R> {

  private final PoolState<R> state;
  private long crowdedOut;

  UsageWatch(PoolState<R> state) {
    this.state = state;
  }

  /** Looks how many are borrowed and how many wait for them. */
  void tick() {
    int wanted = borrowed() + state.queue.size();
    state.occupancy.sample(state.now(), borrowed(), excess(wanted), state.waits, this::totals);
  }

  /** A caller is about to join the queue: a peak between two ticks makes somebody wait. */
  void joins() {
    peak();
  }

  /** A caller is refused because the queue is full. */
  void turnedAway() {
    crowdedOut += peak() > 0 ? 1 : 0;
  }

  private int peak() {
    int wanted = borrowed() + state.queue.size() + 1;
    int excess = excess(wanted);
    if (excess > 0 || !(state.slots.isHidden() || state.gate.failures() > 0)) {
      int busy = Math.min(wanted, state.budget.limit());
      state.occupancy.peak(state.now(), busy, excess, state.waits, this::totals);
    }
    return excess;
  }

  /** The size has changed: what was seen until now says nothing of it. */
  void restart() {
    state.occupancy.restart(state.now(), totals(), state.waits);
  }

  /** A detached one is still in its borrower's hands. */
  private int borrowed() {
    return state.slots.borrowed() + state.ledger.detached;
  }

  /**
   * How many of those wait for others to give back. Who waits for a connection to be opened or
   * checked, or for the end of a pause, would not be served sooner by a larger pool.
   */
  private int excess(int wanted) {
    int limit = state.budget.limit();
    boolean allAre = state.slots.inUse() + state.ledger.detached >= limit;
    return allAre && !state.slots.isHidden() ? Math.max(0, wanted - limit) : 0;
  }

  /** What was noted. */
  PoolUsage read() {
    return new PoolUsage(
        state.config.kind(),
        state.budget.limit(),
        state.occupancy.read(state.now(), totals(), state.waits),
        state.idleDeaths.limit(state.now(), PoolConfig.nanos(state.config.keepalive())));
  }

  private Totals totals() {
    long acquired = 0;
    for (Slot<R> slot : state.slots.all()) {
      acquired += slot.leases;
    }
    Ledger ledger = state.ledger;
    long failed = 0;
    for (long each : ledger.failedOpens.values()) { // no stream: a caller's stack may be short
      failed += each;
    }
    return new Totals(
        acquired, ledger.timedOut.sum(), crowdedOut, failed, ledger.leaksSuspected.sum());
  }
}
