package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.wait.Waiter;
import java.util.EnumMap;
import java.util.Map;

/** Counts a pool. */
final class Census {

  private Census() {}

  /** Reads each slot once. Control lock held. */
  static <R> PoolStats take(PoolState<R> state) {
    Map<SlotState, Integer> counts = new EnumMap<>(SlotState.class);
    long acquired = 0;
    long now = state.now();
    long oldestOpen = 0;
    for (Slot<R> slot : state.slots.all()) {
      SlotState does = slot.state();
      counts.merge(does, 1, Integer::sum);
      if (does == SlotState.CONNECTING) {
        oldestOpen = Math.max(oldestOpen, now - slot.openedAt);
      }
      acquired += slot.leases;
    }
    Waiter<Lease<R>> head = state.queue.head();
    Ledger ledger = state.ledger;
    boolean neverOpened = ledger.created == 0;
    assert ledger.checksForWaiters + ledger.checksSlow + ledger.checksForChores
            == count(counts, SlotState.CHECKING)
        : "a check that is under way is counted once, one that has ended never";
    return new PoolStats(
        state.sizer.kept(),
        state.maximum(),
        state.budget.limit(),
        count(counts, SlotState.IDLE),
        count(counts, SlotState.LEASED),
        count(counts, SlotState.CONNECTING),
        count(counts, SlotState.CHECKING),
        count(counts, SlotState.RESETTING),
        count(counts, SlotState.CLOSING),
        ledger.givenUp,
        ledger.detached,
        ledger.released,
        state.slots.isHidden(),
        state.queue.size(),
        head == null ? 0 : Math.max(0, now - head.since()),
        oldestOpen,
        acquired,
        ledger.timedOut.sum(),
        ledger.refusedFor.read(),
        ledger.created,
        neverOpened ? -1 : Math.max(0, now - ledger.lastOpenedAt),
        neverOpened ? -1 : ledger.lastOpenTook,
        ledger.retired.read(),
        ledger.failedOpens.read(),
        ledger.leaksSuspected.sum(),
        state.announcer.failures());
  }

  private static int count(Map<SlotState, Integer> counts, SlotState state) {
    return counts.getOrDefault(state, 0);
  }
}
