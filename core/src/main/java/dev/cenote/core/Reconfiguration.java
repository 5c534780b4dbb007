package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.upkeep.Housekeeper;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * How a running pool takes over other settings: all of them in one step under the control lock.
 *
 * <p>Most settings are read from {@link PoolState#config} when something is decided. What claim and
 * release look at stands in plain fields of their own, so that they read no more than ever: a
 * thread may go by the old value for a moment, as if it had come a moment earlier. What has begun
 * under the old settings ends under them: each call and each waiter carries its own deadline.
 *
 * @param <R> the resource
 */
final class Reconfiguration<R> {

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Supply<R> supply;
  private final Surplus<R> surplus;
  private final Lifetimes lifetimes;
  private final Upkeep<R> upkeep;
  private final Housekeeper housekeeper;

  Reconfiguration(
      PoolState<R> state,
      Handoff<R> handoff,
      Supply<R> supply,
      Surplus<R> surplus,
      Lifetimes lifetimes,
      Upkeep<R> upkeep,
      Housekeeper housekeeper) {
    this.state = state;
    this.handoff = handoff;
    this.supply = supply;
    this.surplus = surplus;
    this.lifetimes = lifetimes;
    this.upkeep = upkeep;
    this.housekeeper = housekeeper;
  }

  /**
   * Takes over all settings. Does nothing once the pool closes.
   *
   * @param told what the listeners are told; nothing if it is empty
   * @param permits how many may be open with them, asked under the control lock
   * @throws IllegalArgumentException if they are those of another pool
   */
  void change(PoolConfig next, List<PoolEvent.Change> told, IntSupplier permits) {
    List<PoolEvent.Change> changes = List.copyOf(told);
    refuse("name", state.config.name(), next.name());
    refuse("kind", state.config.kind(), next.kind());
    state.control.lock();
    try {
      if (state.closing) {
        return;
      }
      state.config = next;
      toClaimAndRelease(next);
      toOpening(next);
      upkeep.mind(next);
      if (!changes.isEmpty()) {
        state.announce(new PoolEvent.Reconfigured(changes));
      }
      size(next.poolSize(), permits.getAsInt());
      state.control.later(housekeeper::start);
    } finally {
      state.control.unlock();
    }
  }

  private void refuse(String setting, Object before, Object after) {
    if (!before.equals(after)) {
      throw new IllegalArgumentException(
          state.config.name()
              + ": "
              + setting
              + " cannot change while the pool runs, is "
              + before
              + ", was asked for "
              + after);
    }
  }

  private void toClaimAndRelease(PoolConfig next) {
    handoff.order(next.idleOrder());
    surplus.lingers(!next.overflowLinger().isZero());
    state.holders.watch(next.watch());
    state.freshness.rule(
        next.validation(),
        PoolConfig.nanos(next.bypassWindow()),
        PoolConfig.nanos(next.lookWindow()));
  }

  private void toOpening(PoolConfig next) {
    long now = state.now();
    lifetimes.limit(next.lifetimeNanos(), state.slots.open(), now);
    state.gate.limit(next.maxOpening(), next.givenUpMax(), PoolConfig.nanos(next.connectTimeout()));
    state.gate.endRest(now);
  }

  /** Changes the size alone. */
  void resize(int poolSize, int maxOverflow, IntSupplier permits) {
    state.control.lock();
    try {
      PoolConfig before = state.config;
      state.config =
          new PoolBuilder<>(state.connector)
              .settings(before)
              .poolSize(poolSize)
              .maxOverflow(maxOverflow)
              .config();
      state.announce(
          new PoolEvent.Resized(before.poolSize(), before.maxOverflow(), poolSize, maxOverflow));
      size(poolSize, permits.getAsInt());
      state.control.later(housekeeper::lookForGaps);
    } finally {
      state.control.unlock();
    }
  }

  private void size(int kept, int permits) {
    boolean other = kept != state.sizer.kept() || permits != state.budget.limit();
    state.sizer.kept(kept);
    state.budget.limit(permits);
    surplus.shed();
    supply.serve();
    if (other) {
      upkeep.resized();
    }
  }
}
