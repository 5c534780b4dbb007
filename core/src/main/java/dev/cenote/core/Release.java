package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.LeaseHome;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;
import org.jspecify.annotations.Nullable;

/**
 * What happens at the end of a lease: steps 5 to 7 of the pool's flow. Clean and wanted, which is
 * the common case, it takes no lock.
 *
 * @param <R> the resource
 */
final class Release<R> extends LeaseHome<R> {

  private final PoolState<R> state;
  private final Retirement<R> retirement;
  private final Surplus<R> surplus;
  private @Nullable Watchdog<R> watchdog;
  private @Nullable Handoff<R> handoff;
  private @Nullable Departure<R> departure;

  Release(PoolState<R> state, Retirement<R> retirement, Surplus<R> surplus, CoarseTicker coarse) {
    super(coarse);
    this.state = state;
    this.retirement = retirement;
    this.surplus = surplus;
  }

  /** Completes the construction: the parts of a pool know each other in a circle. */
  void connect(Watchdog<R> watchdog, Handoff<R> handoff, Departure<R> departure) {
    this.watchdog = watchdog;
    this.handoff = handoff;
    this.departure = departure;
  }

  @Override
  public boolean release(Slot<R> slot, long word) {
    Handoff<R> next = handoff;
    boolean stands = slot.word() == word;
    R resource = slot.resource; // another who ends this lease at once may have cleared it
    if (stands && resource != null && next != null) {
      boolean unclean;
      try {
        unclean = state.connector.needsReset(resource);
      } catch (RuntimeException | Error broken) {
        return endUnclean(slot, word, broken);
      }
      if (unclean) {
        return reset(next, slot, resource, word, null);
      }
      if (surplus.closesReturned(slot, word)) {
        return true;
      }
      next.stampReturn(slot, word);
      if (next.giveBack(slot, word)) {
        return true;
      }
    }
    return endDoomed(slot, word);
  }

  /** The lease has ended before, or is doomed; unless it is pardoned its connection goes. */
  private boolean endDoomed(Slot<R> slot, long word) {
    state.control.lock();
    try {
      if (!surplus.pardons(slot, word)) {
        return retirement.retire(slot, word, RetireReason.UNWANTED, null);
      }
    } finally {
      state.control.unlock();
    }
    return release(slot, word);
  }

  private boolean endUnreset(Slot<R> slot, long word, @Nullable RetireReason ending) {
    return ending == null ? endDoomed(slot, word) : retire(slot, word, ending, null);
  }

  private boolean endUnclean(Slot<R> slot, long word, Throwable cause) {
    return retire(slot, word, RetireReason.RESET_FAILED, cause);
  }

  @Override
  public boolean end(Slot<R> slot, long word, RetireReason reason) {
    Handoff<R> next = handoff;
    R resource = slot.resource;
    if (slot.word() == word && resource != null && next != null) {
      boolean unclean;
      try {
        unclean = state.connector.needsReset(resource);
      } catch (RuntimeException | Error broken) {
        return endUnclean(slot, word, broken);
      }
      if (unclean) {
        return reset(next, slot, resource, word, reason);
      }
    }
    return retire(slot, word, reason, null);
  }

  /** With a reason to end, the connection is reset and then closed. */
  private boolean reset(
      Handoff<R> next, Slot<R> slot, R resource, long word, @Nullable RetireReason ending) {
    long deadline = state.now() + PoolConfig.nanos(state.config.resetTimeout());
    if (slot.word() != word) {
      return endUnreset(slot, word, ending);
    }
    slot.resetDeadline = deadline;
    long resetting = slot.beginReset(word);
    if (resetting == Slot.LOST || watchdog == null) {
      return endUnreset(slot, word, ending);
    }
    try {
      watchdog.watchReset(deadline);
      state.holders.resets(slot, word, resetting);
      ResetCall<R> call =
          new ResetCall<>(state, next, retirement, surplus, slot, resource, resetting, ending);
      state.runtime.callerRuns().execute(call);
      return true;
    } catch (RuntimeException | Error ours) {
      slot.orphan = resetting; // first, and no call: should what follows fail too
      return endUnclean(slot, resetting, ours);
    }
  }

  @Override
  public void touched(Slot<R> slot, long word) {
    state.holders.touched(slot, word, coarse().nanos());
  }

  @Override
  public boolean doom(Slot<R> slot, long word, RetireReason reason, @Nullable Throwable cause) {
    if (cause != null) {
      state.doomCauses.note(slot, word, reason, cause);
    }
    return slot.doom(word, reason);
  }

  @Override
  public boolean evict(Slot<R> slot, long word, @Nullable Throwable cause) {
    state.control.lock();
    try {
      return retirement.evict(slot, word, cause);
    } finally {
      state.control.unlock();
    }
  }

  @Override
  public @Nullable Runnable detach(Slot<R> slot, long word, boolean keepsPermit) {
    return departure == null ? null : departure.detach(slot, word, keepsPermit);
  }

  @Override
  public void foundDead(Slot<R> slot, boolean misplaced) {
    state.control.lock();
    try {
      state.foundDead(slot, misplaced);
      state.idleDeaths.broke(state.now());
    } finally {
      state.control.unlock();
    }
  }

  @Override
  public void retire(Slot<R> slot, long word, RetireReason otherwise) {
    retire(slot, word, otherwise, null);
  }

  private boolean retire(
      Slot<R> slot, long word, RetireReason otherwise, @Nullable Throwable cause) {
    state.control.lock();
    try {
      return retirement.retire(slot, word, otherwise, cause);
    } finally {
      state.control.unlock();
    }
  }
}
