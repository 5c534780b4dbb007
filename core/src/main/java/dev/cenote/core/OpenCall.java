package dev.cenote.core;

import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a connection.
 *
 * @param <R> the resource
 */
final class OpenCall<R> extends SlotCall<R> {

  /** What the pool's era and generation were when it started. */
  final int era;

  final int generation;
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

  /**
   * Whether its failure, now, says that opening fails: not if it was a probe and its short time
   * limit is what ended it, here or in the driver.
   */
  boolean isConclusive(OpenFailure kind) {
    boolean wasProbe = timeoutNanos < PoolConfig.nanos(state.config.connectTimeout());
    boolean ranOut = state.now() - startedAt >= timeoutNanos - timeoutNanos / 8;
    return !wasProbe || (kind != OpenFailure.TIMED_OUT && !ranOut);
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
