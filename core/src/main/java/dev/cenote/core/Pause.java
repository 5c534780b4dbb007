package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;

/**
 * Standing still: nothing is lent and nothing is opened, waiters keep their places and deadlines,
 * and what is borrowed comes back as usual. Idle slots are hidden from claim, so lending asks
 * nothing more than before.
 *
 * @param <R> the resource
 */
final class Pause<R> {

  private final PoolState<R> state;
  private final Supply<R> supply;
  private final Retirement<R> retirement;
  private final Runnable lookForGaps;

  Pause(PoolState<R> state, Supply<R> supply, Retirement<R> retirement, Runnable lookForGaps) {
    this.state = state;
    this.supply = supply;
    this.retirement = retirement;
    this.lookForGaps = lookForGaps;
  }

  /** Begins it; the second call does nothing. */
  void begin() {
    state.control.lock();
    try {
      if (!state.slots.isHidden() && !state.closing) {
        state.slots.hide(true);
        state.announce(new PoolEvent.Paused());
      }
    } finally {
      state.control.unlock();
    }
  }

  /** Begins it and closes every connection: idle ones now, the others when they come back. */
  void beginEmpty() {
    state.control.lock();
    try {
      begin();
      if (state.closing) {
        return;
      }
      state.freshness.drain(); // what is being opened goes when it comes
      retirement.retireAll(RetireReason.DRAINED);
    } finally {
      state.control.unlock();
    }
  }

  /** Ends it. */
  void end() {
    state.control.lock();
    try {
      if (state.slots.isHidden() && !state.closing) {
        state.slots.hide(false);
        state.announce(new PoolEvent.Resumed());
        supply.serve();
        state.control.later(lookForGaps);
      }
    } finally {
      state.control.unlock();
    }
  }
}
