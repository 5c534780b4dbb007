package dev.cenote.core;

import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.measure.Totals;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;

/**
 * Notes how a pool is used, at the ticks of the coarse clock and where a caller has to wait: so it
 * costs those nothing who find an idle connection. Guarded by the control lock.
 *
 * @param <R> the resource
 */
final class UsageWatch<R> {

  /** While nothing moves for so long, and for so many usual holds, the pool stands still. */
  private static final long STANDSTILL_NANOS = 1_000_000_000L;

  private static final int STANDSTILL_HOLDS = 10;

  private final PoolState<R> state;
  private long crowdedOut;
  private long leasesSeen;
  private long movedAt;
  private int longestSeen; // of the queues that waited for others; 0: the last did not
  private long seenAt;

  UsageWatch(PoolState<R> state) {
    this.state = state;
    this.movedAt = state.now();
  }

  /** Looks how many are borrowed and how many wait for them. */
  void tick() {
    int waiting = waiting(state.queue.size());
    boolean moves = waiting == 0 || moves();
    state.crowded = waiting > 0 && moves;
    state.occupancy.sample(
        state.now(),
        borrowed(),
        moves ? waiting : 0,
        moves ? 0 : waiting,
        state.waits,
        this::totals);
  }

  /**
   * Whether it is worth a look, at every connection, that a caller is about to join the queue: a
   * peak between two ticks makes somebody wait. It is not if as long a queue, in which all waited
   * for others, has been seen within a tick: thousands that come and go in turn are no new peak.
   */
  boolean mayBePeak(long now) {
    return state.queue.size() >= longestSeen || now - seenAt >= CoarseTicker.TICK_NANOS;
  }

  /** That caller may make a peak. */
  void joins() {
    longestSeen = peak() > 0 ? state.queue.size() + 1 : 0;
    seenAt = state.now();
  }

  /** A caller is refused because it would have to wait. */
  void turnedAway() {
    crowdedOut += peak() > 0 ? 1 : 0;
  }

  private int peak() {
    int queue = state.queue.size() + 1;
    int waiting = waiting(queue);
    waiting = waiting > 0 && moves() ? waiting : 0;
    if (waiting > 0 || !(state.slots.isHidden() || state.gate.failures() > 0)) {
      int busy = Math.min(borrowed() + queue, state.budget.limit());
      state.occupancy.peak(state.now(), busy, waiting, state.waits, this::totals);
    }
    return waiting;
  }

  /** The size has changed: what was seen until now says nothing of it. */
  void restart() {
    state.crowded = false;
    longestSeen = 0;
    state.usageSince = state.now();
    state.occupancy.restart(state.now(), totals(), state.waits);
  }

  /** A detached one is still in its borrower's hands. */
  private int borrowed() {
    return state.slots.borrowed() + state.ledger.detached;
  }

  /**
   * How many of those in the queue wait for others to give back: no permit is free, nothing is
   * idle, and none of what is being opened or checked will be theirs. Who waits for that, or for
   * the end of a pause, would not be served sooner by a larger pool; nor would who waits because
   * the server is full.
   */
  private int waiting(int queue) {
    boolean allAre =
        !state.slots.isHidden()
            && !state.gate.isServerFull(state.now())
            && state.budget.taken() >= state.budget.limit()
            && state.slots.inUse() == state.slots.open().length;
    Ledger ledger = state.ledger;
    int checks = ledger.checksForWaiters + ledger.checksSlow + ledger.checksForChores;
    int underway = ledger.opening + checks;
    return allAre ? Math.max(0, queue - underway) : 0;
  }

  /** Whether anything was lent lately. If not, callers do not wait for want of connections. */
  private boolean moves() {
    long leases = 0;
    long longestHold = state.usualHold; // a slot forgets its own with its connection
    for (Slot<R> slot : state.slots.all()) {
      leases += slot.leases;
      longestHold = Math.max(longestHold, slot.typicalHold());
    }
    long now = state.now();
    if (leases != leasesSeen) {
      leasesSeen = leases;
      movedAt = now;
    }
    return now - movedAt < Math.max(STANDSTILL_NANOS, STANDSTILL_HOLDS * longestHold);
  }

  /** What was noted. */
  PoolUsage read() {
    return new PoolUsage(
        state.config.kind(),
        state.sizer.kept(),
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
    return new Totals(
        acquired,
        ledger.timedOut.sum() + ledger.refused,
        crowdedOut + ledger.timedOutInCrowd.sum(),
        ledger.failedOpens.sum(),
        ledger.failedOpens.of(OpenFailure.SERVER_FULL),
        ledger.leaksSuspected.sum());
  }
}
