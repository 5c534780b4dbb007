package dev.cenote.core;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import org.jspecify.annotations.Nullable;

/**
 * How connections end. All of it is guarded by the control lock.
 *
 * @param <R> the resource
 */
final class Retirement<R> {

  private final PoolState<R> state;
  private @Nullable Watchdog<R> watchdog;
  private Runnable afterVacancy = () -> {};

  Retirement(PoolState<R> state) {
    this.state = state;
  }

  /** Completes the construction: the parts of a pool know each other in a circle. */
  void connect(Watchdog<R> watchdog, Runnable afterVacancy) {
    this.watchdog = watchdog;
    this.afterVacancy = afterVacancy;
  }

  /**
   * Ends the connection of a slot, by its owner, by who takes over, or from idle.
   *
   * @param word proves the ownership, or is the idle word; a doom upon it counts before {@code
   *     otherwise}
   * @return false if that word has passed: somebody else decides
   */
  boolean retire(Slot<R> slot, long word, RetireReason otherwise, @Nullable Throwable cause) {
    return end(slot, word, otherwise, cause, false);
  }

  private boolean end(
      Slot<R> slot,
      long word,
      RetireReason otherwise,
      @Nullable Throwable cause,
      boolean takenOver) {
    state.control.assertHeld();
    R resource = slot.resource;
    long closing = Slot.LOST;
    RetireReason reason = otherwise;
    long ended = Slot.LOST;
    while (closing == Slot.LOST) { // at most twice: a doom may come in between
      long current = slot.wordUnder(word);
      if (current == Slot.LOST) {
        return false;
      }
      RetireReason doom = Slot.doomOf(current);
      reason = doom == null ? otherwise : doom;
      closing = slot.beginClose(current);
      ended = current;
    }
    if (resource == null) {
      throw new IllegalStateException("bug: " + slot + " is closing without a resource");
    }
    long now = state.now();
    long quiet = quietNanos(slot, word, reason, now);
    slot.callDeadline = now + PoolConfig.nanos(state.config.closeTimeout());
    state.slots.unpublish(slot);
    state.ledger.closing++;
    state.ledger.retired.add(reason);
    Throwable proof = state.doomCauses.take(slot, ended, reason);
    Throwable why = proof == null ? cause : proof;
    long age = now - slot.openedAt;
    int doubted = otherwise.isDeathInIdleness() ? state.doubtedBy(slot) : 0;
    state.announce(new PoolEvent.Retired(slot.number(), reason, why, age, quiet, doubted));
    Kind kind = takenOver || otherwise.isAborted() || reason.isAborted() ? Kind.ABORT : Kind.CLOSE;
    watchdog().watch(new CloseCall<>(state, this, kind, slot, resource, closing));
    try {
      if (isBorrowed(word)) {
        state.heldToTheEnd(slot, now);
      }
      learn(slot, reason, now, quiet);
    } catch (RuntimeException | Error ours) {
      return true; // no memory, no stack: the connection ends all the same
    }
    return true;
  }

  /** Since when nothing had been heard of it when it was last asked. */
  private long quietNanos(Slot<R> slot, long word, RetireReason reason, long now) {
    if (isBorrowed(word) && reason != RetireReason.FOUND_CLOSED) {
      return 0;
    }
    boolean checking = Slot.stateOf(word) == SlotState.CHECKING;
    SlotCall<R> check = checking ? watchdog().callOf(slot) : null;
    long then = check == null ? now : slot.callDeadline - check.timeoutNanos;
    return Math.max(0, then - slot.contactedAt);
  }

  private static boolean isBorrowed(long word) {
    SlotState was = Slot.stateOf(word);
    return was == SlotState.LEASED || was == SlotState.RESETTING;
  }

  private void learn(Slot<R> slot, RetireReason reason, long now, long quiet) {
    if (reason == RetireReason.BROKEN || reason == RetireReason.ROLE_CHANGED) {
      state.idleDeaths.broke(now);
    } else if (reason == RetireReason.CHECK_FAILED
        || reason == RetireReason.CHECK_TIMED_OUT
        || reason == RetireReason.FOUND_CLOSED) {
      state.idleDeaths.died(now, quiet);
      IdleLimit limit = state.idleDeaths.news(now, PoolConfig.nanos(state.config.keepalive()));
      if (limit != null) {
        state.announce(new PoolEvent.IdleLimitFound(slot.number(), limit));
      }
    }
  }

  /** Takes a connection back from its borrower, at the end of the pool, and aborts it. */
  boolean takeBack(Slot<R> slot, long leased) {
    return end(slot, leased, RetireReason.POOL_CLOSED, null, true);
  }

  /** Ends a connection at once because its borrower says that it is of no use, and aborts it. */
  boolean evict(Slot<R> slot, long leased, @Nullable Throwable cause) {
    return end(slot, leased, RetireReason.EVICTED, cause, true);
  }

  /** Takes a connection back that its borrower has left, and aborts it. */
  boolean reclaim(Slot<R> slot, long leased) {
    return end(slot, leased, RetireReason.RECLAIMED, null, true);
  }

  /** Ends every open connection: idle ones now, the others at the end of their ownership. */
  void retireAll(RetireReason reason) {
    for (Slot<R> slot : state.slots.open()) {
      boolean settled = false;
      while (!settled) { // a slot may change hands while we look
        long word = slot.word();
        settled = Slot.saysIdle(word) ? retire(slot, word, reason, null) : slot.doom(word, reason);
      }
    }
  }

  /** A polite close has failed. */
  void abort(Slot<R> slot, R resource, long closing) {
    slot.callDeadline = state.now() + PoolConfig.nanos(state.config.closeTimeout());
    watchdog().watch(new CloseCall<>(state, this, Kind.ABORT, slot, resource, closing));
  }

  /** A close has returned in time. */
  void closed(Slot<R> slot, long closing) {
    if (slot.vacate(closing) != Slot.LOST) {
      vacated(slot);
    }
  }

  /**
   * A close or abort has not returned. Its permit is free; what hangs is counted. What hangs in its
   * abort is not aborted again.
   */
  boolean giveUpClose(Slot<R> slot, long closing, StuckThread stuck) {
    R resource = slot.resource;
    SlotCall<R> call = watchdog().callOf(slot);
    if (slot.vacate(closing) == Slot.LOST) {
      return false;
    }
    if (resource == null || call == null) {
      throw new IllegalStateException("bug: " + slot + " was closing without a call");
    }
    try {
      Watchdog.countGivenUp(state, slot, call.kind(), call.timeoutNanos, stuck);
      if (call.kind() == Kind.CLOSE || !call.hasBegun()) { // what has not begun never will
        discard(resource, slot.number(), false);
      } else {
        state.control.later(() -> state.cut(resource));
      }
    } finally {
      vacated(slot); // whatever became of the rest for want of memory
    }
    return true;
  }

  /** A reset has not returned. */
  boolean giveUpReset(Slot<R> slot, long resetting, StuckThread stuck) {
    long limit = PoolConfig.nanos(state.config.resetTimeout());
    Throwable cause = stuck.unanswered(Kind.RESET, limit);
    if (!retire(slot, resetting, RetireReason.RESET_TIMED_OUT, cause)) {
      return false;
    }
    Watchdog.countGivenUp(state, slot, Kind.RESET, limit, stuck);
    return true;
  }

  /**
   * Ends a connection that has no slot.
   *
   * @param onThisThread on the calling thread, which must be one of the pool's own
   */
  void discard(R resource, int slotNumber, boolean onThisThread) {
    new StrayCall<>(state, resource, slotNumber).submit(onThisThread);
  }

  private void vacated(Slot<R> slot) {
    slot.clear();
    state.slots.returnVacant(slot);
    state.ledger.closing--;
    state.ledger.open--;
    state.budget.giveBack();
    afterVacancy.run();
  }

  private Watchdog<R> watchdog() {
    if (watchdog == null) {
      throw new IllegalStateException("bug: not connected");
    }
    return watchdog;
  }
}
