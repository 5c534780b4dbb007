package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The end of one connection, polite or not.
 *
 * @param <R> the resource
 */
final class CloseCall<R> extends SlotCall<R> {

  private static final long RETRY_NANOS = 100_000_000;

  private final Retirement<R> retirement;
  private final R resource;

  CloseCall(
      PoolState<R> state,
      Retirement<R> retirement,
      Kind kind,
      Slot<R> slot,
      R resource,
      long word) {
    super(state, kind, slot, word, PoolConfig.nanos(state.config.closeTimeout()));
    this.retirement = retirement;
    this.resource = resource;
  }

  @Override
  void call() throws Exception {
    if (kind() == Kind.ABORT) {
      state.connector.abort(resource);
    } else {
      state.connector.close(resource);
    }
  }

  // What was not even tried must be tried again, or a connection stays open that nobody knows of.
  @Override
  void refused(Throwable why) {
    state.runtime.timers().schedule(this::retry, RETRY_NANOS);
  }

  private void retry() {
    state.control.lock();
    try {
      submit();
    } finally {
      state.control.unlock();
    }
  }

  // What would not close is aborted. What would not be aborted is gone as far as the pool can tell.
  @Override
  void returned(@Nullable Throwable failure) {
    if (failure != null && kind() == Kind.CLOSE) {
      retirement.abort(slot, resource, word);
    } else {
      retirement.closed(slot, word);
    }
  }
}
