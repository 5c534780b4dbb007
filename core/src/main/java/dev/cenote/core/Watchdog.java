package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.time.Alarm;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes slots over from driver calls that run past their deadline. The deadline stands in the slot,
 * written before the slot enters the state in which the call is made; one alarm, set for the
 * earliest of them, looks at all slots when it rings.
 *
 * <p>A reset is watched without the lock. The alarm's time is forgotten <i>before</i> the slots are
 * looked at, and a reset enters its state <i>before</i> it reads that time: so either the look sees
 * the reset, or the reset sees that no alarm is set and sets it.
 *
 * @param <R> the resource
 */
final class Watchdog<R> {

  private static final long NOT_SET = Long.MAX_VALUE;

  private final PoolState<R> state;
  private final Supply<R> supply;
  private final Retirement<R> retirement;
  private final Alarm alarm; // guarded by state.control
  private final IdentityHashMap<Slot<R>, SlotCall<R>> calls =
      new IdentityHashMap<>(); // guarded, as above
  private volatile long setFor = NOT_SET; // written under state.control

  Watchdog(PoolState<R> state, Supply<R> supply, Retirement<R> retirement) {
    this.state = state;
    this.supply = supply;
    this.retirement = retirement;
    this.alarm = new Alarm(state.runtime.ticker(), state.runtime.timers(), this::look);
  }

  /** Watches a call and lets it go. Lock held. */
  void watch(SlotCall<R> call) {
    calls.put(call.slot, call);
    setFor(call.slot.callDeadline);
    call.submit();
  }

  /** Watches a reset that has begun. */
  void watchReset(long deadline) {
    long set = setFor;
    if (set != NOT_SET && set - deadline <= 0) {
      return;
    }
    state.control.lock();
    try {
      setFor(deadline);
    } finally {
      state.control.unlock();
    }
  }

  private void setFor(long deadline) {
    long set = setFor;
    if (set == NOT_SET || deadline - set < 0) {
      alarm.ringBy(deadline);
      setFor = deadline;
    }
  }

  private void look() {
    state.control.lock();
    try {
      alarm.rang();
      setFor = NOT_SET;
      long now = state.now();
      for (Slot<R> slot : List.copyOf(state.slots.all())) { // serving on may add slots
        long word = slot.word();
        SlotState in = Slot.stateOf(word);
        if (isDriverCall(in)) {
          long deadline = in == SlotState.RESETTING ? slot.resetDeadline : slot.callDeadline;
          if (deadline - now <= 0) {
            takeOver(slot, word);
          } else {
            setFor(deadline);
          }
        }
      }
    } finally {
      state.control.unlock();
    }
  }

  private static boolean isDriverCall(SlotState state) {
    return switch (state) {
      case CONNECTING, CHECKING, RESETTING, CLOSING -> true;
      case VACANT, IDLE, LEASED -> false;
    };
  }

  /** Takes a slot from a driver call that has not returned. Lock held. */
  void takeOver(Slot<R> slot, long word) {
    SlotState from = Slot.stateOf(word);
    SlotCall<R> call = calls.get(slot); // before taking over puts the abort in its place
    boolean taken =
        switch (from) {
          case CONNECTING -> supply.giveUpOpen(slot, word);
          case CHECKING -> supply.giveUpCheck(slot, word);
          case RESETTING -> retirement.giveUpReset(slot, word);
          case CLOSING -> retirement.giveUpClose(slot, word);
          case VACANT, IDLE, LEASED ->
              throw new IllegalStateException("bug: no driver call in " + from);
        };
    if (taken && call != null && Slot.epochOf(call.word) == Slot.epochOf(word)) {
      call.interrupt();
    }
  }

  /** The last call watched on a slot. Lock held. */
  @Nullable SlotCall<R> callOf(Slot<R> slot) {
    return calls.get(slot);
  }

  /** How a call that was taken over is announced and counted. Lock held. */
  static <R> void countGivenUp(PoolState<R> state, Slot<R> slot, String call, long limitNanos) {
    state.ledger.givenUp++;
    state.announce(new PoolEvent.GivenUp(slot.number(), call, limitNanos, state.ledger.givenUp));
  }
}
