package dev.cenote.core;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.time.Alarm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes slots over from driver calls that run past their deadline. The deadline stands in the slot,
 * written before the slot enters the state in which the call is made; one alarm, set for the
 * earliest of them, looks at all slots when it rings.
 *
 * <p>A call that is given up is told with the stack of the thread that is stuck in it. Stacks are
 * taken without the lock, so that is done in three steps: note under the lock who is overdue, look
 * where those threads are, and take over, under the lock again, from whoever has not returned
 * meanwhile. So the stack is one of this call: it had begun before and had not ended after it.
 *
 * <p>A reset is watched without the lock. The alarm's time is forgotten <i>before</i> the slots are
 * looked at, and a reset enters its state <i>before</i> it reads that time: so either the look sees
 * the reset, or the reset sees that no alarm is set and sets it.
 *
 * @param <R> the resource
 */
final class Watchdog<R> {

  private static final long NOT_SET = Long.MAX_VALUE;

  /** More calls than those at once are rare. */
  private static final int FEW = 4;

  private final PoolState<R> state;
  private final Supply<R> supply;
  private final Retirement<R> retirement;
  private final Alarm alarm; // guarded by state.control
  private final IdentityHashMap<Slot<R>, SlotCall<R>> calls =
      new IdentityHashMap<>(FEW); // guarded, as above
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
    call.watchedBy(this);
    call.submit();
  }

  /** A call has returned: whatever it holds on to may go. Lock held. */
  void returned(SlotCall<R> call) {
    boolean unused = calls.remove(call.slot, call); // another may be watched there by now
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

  /** A call that is to be given up, as it was when the lock was held. */
  private record Overdue<R>(
      Slot<R> slot,
      long word,
      @Nullable SlotCall<R> call,
      @Nullable Thread caller,
      boolean hasBegun) {}

  private void look() {
    List<Overdue<R>> overdue = new ArrayList<>();
    state.control.lock();
    try {
      alarm.rang();
      setFor = NOT_SET;
      long now = state.now();
      for (Slot<R> slot : state.slots.all()) {
        long word = slot.word();
        SlotState in = Slot.stateOf(word);
        if (isDriverCall(in)) {
          long deadline = in == SlotState.RESETTING ? slot.resetDeadline : slot.callDeadline;
          if (deadline - now <= 0) {
            overdue.add(overdue(slot, word));
          } else {
            setFor(deadline);
          }
        }
      }
    } finally {
      state.control.unlock();
    }
    takeOver(overdue, false);
  }

  /** Takes over from all calls of those states, whatever their deadline. No lock held. */
  void takeOverAll(SlotState first, SlotState... others) {
    Set<SlotState> states = EnumSet.of(first, others);
    List<Overdue<R>> overdue = new ArrayList<>();
    state.control.lock();
    try {
      for (Slot<R> slot : state.slots.all()) {
        long word = slot.word();
        if (states.contains(Slot.stateOf(word))) {
          overdue.add(overdue(slot, word));
        }
      }
    } finally {
      state.control.unlock();
    }
    takeOver(overdue, true);
  }

  private Overdue<R> overdue(Slot<R> slot, long word) {
    if (Slot.stateOf(word) == SlotState.RESETTING) {
      Thread resetter = slot.resetter;
      return new Overdue<>(slot, word, null, resetter, resetter != null);
    }
    SlotCall<R> call = calls.get(slot);
    return call != null && call.isOf(word)
        ? new Overdue<>(slot, word, call, call.caller(), call.hasBegun())
        : new Overdue<>(slot, word, null, null, false);
  }

  private void takeOver(List<Overdue<R>> overdue, boolean whatFollowsToo) {
    if (overdue.isEmpty()) {
      return;
    }
    List<StuckThread> stuck =
        overdue.stream().map(call -> StuckThread.of(call.caller(), call.hasBegun())).toList();
    state.control.lock();
    try {
      for (int i = 0; i < stuck.size(); i++) { // serving on may add slots
        Overdue<R> call = overdue.get(i);
        long word = call.slot().wordUnder(call.word());
        // A close that failed meanwhile is followed by an abort under the same word.
        boolean isAnother = call.call() != null && calls.get(call.slot()) != call.call();
        if (word != Slot.LOST && (whatFollowsToo || !isAnother)) {
          takeOver(call.slot(), word, isAnother ? StuckThread.of(null, true) : stuck.get(i));
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
  private void takeOver(Slot<R> slot, long word, StuckThread stuck) {
    SlotState from = Slot.stateOf(word);
    SlotCall<R> call = calls.get(slot); // before taking over puts the abort in its place
    boolean taken =
        switch (from) {
          case CONNECTING -> supply.giveUpOpen(slot, word, stuck);
          case CHECKING -> supply.giveUpCheck(slot, word, stuck);
          case RESETTING -> retirement.giveUpReset(slot, word, stuck);
          case CLOSING -> retirement.giveUpClose(slot, word, stuck);
          case VACANT, IDLE, LEASED ->
              throw new IllegalStateException("bug: no driver call in " + from);
        };
    if (taken && call != null && call.isOf(word)) {
      call.interrupt();
    }
  }

  /** The last call watched on a slot that has not returned. Lock held. */
  @Nullable SlotCall<R> callOf(Slot<R> slot) {
    return calls.get(slot);
  }

  /** How a call that was taken over is announced and counted. Lock held. */
  static <R> void countGivenUp(
      PoolState<R> state, Slot<R> slot, DriverCall.Kind call, long limitNanos, StuckThread stuck) {
    state.ledger.givenUp++;
    state.announce(
        new PoolEvent.GivenUp(
            slot.number(),
            call.name(),
            limitNanos,
            state.ledger.givenUp,
            stuck.name(),
            stuck.stack()));
  }
}
