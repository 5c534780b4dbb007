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

  UsageWatch(PoolState<R> state) {
    this.state = state;
  }

  /** Looks how many are borrowed and wanted now. */
  void tick() {
    int borrowed = state.slots.borrowed();
    boolean allAre = borrowed >= state.budget.limit();
    int wanted = allAre ? borrowed + state.queue.size() : borrowed;
    state.occupancy.sample(state.now(), borrowed, wanted, state.waits, this::totals);
  }

  /**
   * A caller has to wait, with whom so many want a connection. Those who wait while none can be
   * opened would need no more than there may be, once it can.
   */
  void wanted(int count) {
    int limit = state.budget.limit();
    boolean allAre = state.slots.borrowed() >= limit;
    if (state.gate.failures() == 0) {
      int most = allAre ? count : Math.min(count, limit);
      state.occupancy.peak(state.now(), Math.min(count, limit), most, state.waits, this::totals);
    }
  }

  /** What was noted. */
  PoolUsage read() {
    return new PoolUsage(
        state.config.kind(),
        state.budget.limit(),
        state.occupancy.read(state.now(), totals(), state.waits),
        state.idleDeaths.limit(PoolConfig.nanos(state.config.keepalive())));
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
        acquired,
        ledger.timedOut.sum(),
        ledger.rejected.sum(),
        failed,
        ledger.leaksSuspected.sum());
  }
}
