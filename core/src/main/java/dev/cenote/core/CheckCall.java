package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * One question to a connection whether it is alive.
 *
 * @param <R> the resource
 */
final class CheckCall<R> extends SlotCall<R> {

  /** The era when it was asked: an answer proves nothing about later doubts. */
  final int era;

  /** When it was asked, in nanoseconds. */
  final long askedAt;

  /** Whether a waiter is waiting for the answer, rather than a chore. */
  final boolean forWaiter;

  /** What it is in the ledger. */
  enum Counted {
    NOT,
    FOR_WAITER,
    SLOW,
    FOR_CHORE
  }

  private final Supply<R> supply;
  private final R resource;
  private boolean alive;
  private Counted counted = Counted.NOT; // guarded by state.control

  CheckCall(
      PoolState<R> state,
      Supply<R> supply,
      Slot<R> slot,
      R resource,
      long word,
      boolean forWaiter) {
    super(state, Kind.CHECK, slot, word, PoolConfig.nanos(state.config.checkTimeout()));
    this.supply = supply;
    this.resource = resource;
    this.forWaiter = forWaiter;
    this.era = state.freshness.era();
    this.askedAt = state.now();
  }

  /** From now on it is this in the ledger, and not what it was. Lock held. */
  void countAs(Counted next) {
    add(counted, -1);
    counted = next;
    add(next, 1);
  }

  private void add(Counted what, int one) {
    switch (what) {
      case NOT -> {}
      case FOR_WAITER -> state.ledger.checksForWaiters += one;
      case SLOW -> state.ledger.checksSlow += one;
      case FOR_CHORE -> state.ledger.checksForChores += one;
    }
  }

  /** Why a connection goes that did not pass. */
  RetireReason verdict() {
    return hasBegun() ? RetireReason.CHECK_FAILED : RetireReason.UNWANTED;
  }

  @Override
  void call() throws Exception {
    alive = state.connector.check(resource, timeoutNanos);
  }

  @Override
  void returned(@Nullable Throwable failure) {
    supply.checked(this, alive && failure == null, failure);
  }

  @Override
  void returnedLate() {
    supply.serve();
  }
}
