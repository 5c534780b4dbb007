package dev.cenote.core;

import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a connection.
 *
 * @param <R> the resource
 */
final class OpenCall<R> extends SlotCall<R> {

  /** What the pool's era and generation were when it started. */
  final long era;

  final long generation;
  final long startedAt;

  /** Whether an ageing connection may go when this one arrives. */
  final boolean replacement;

  private final long number;
  private final Supply<R> supply;
  private @Nullable R resource;

  OpenCall(
      PoolState<R> state,
      Supply<R> supply,
      Slot<R> slot,
      long word,
      long number,
      long timeout,
      boolean replacement) {
    super(state, Kind.OPEN, slot, word, timeout);
    this.replacement = replacement;
    this.supply = supply;
    this.number = number;
    this.era = state.freshness.era();
    this.generation = state.freshness.generation();
    this.startedAt = state.now();
  }

  @Override
  void call() throws Exception {
    R opened = state.connector.open(new OpenAttempt(slot.number(), number, timeoutNanos));
    if (opened == null) {
      throw new IllegalStateException("the connector opened nothing and said nothing");
    }
    resource = opened;
  }

  @Override
  void returned(@Nullable Throwable failure) {
    if (resource != null) {
      supply.opened(this, resource);
    } else {
      supply.openFailed(
          this, failure == null ? new IllegalStateException("bug: no outcome") : failure);
    }
  }

  @Override
  void returnedLate() {
    supply.openedLate(resource);
  }
}
