package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * One question to a connection whether it is alive.
 *
 * @param <R> the resource
 */
final class CheckCall<R> extends SlotCall<R> {

  /** The era when it was asked: an answer proves nothing about later doubts. */
  final long era;

  /** When it was asked, in nanoseconds. */
  final long askedAt;

  /** Whether a waiter is waiting for the answer, rather than a chore. */
  final boolean forWaiter;

  private final Supply<R> supply;
  private final R resource;
  private boolean alive;

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
