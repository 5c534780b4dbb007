package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.wait.Waiter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Borrowers that have a resource and wait for another one. If all resources are with such, each of
 * them waits for the others and none will ever give anything back: that is certain as soon as the
 * last of them has joined the queue, unless somebody else uses one of their resources and might
 * give it back in their place. Then the last one is refused, which frees what it has.
 *
 * <p>Only who has to wait is looked at, so a pool that has enough pays nothing for this. All of it
 * under the control lock.
 *
 * @param <R> the resource
 */
final class NestedWaits<R> {

  /** A possible deadlock is told at most this often: its stack is taken for it. */
  private static final long QUIET_NANOS = 100_000_000;

  /** For whom the borrower of a slot waits, and in which of the slot's leases. */
  private record Wait(Waiter<?> waiter, long lease) {}

  private final PoolState<R> state;
  private final Map<Slot<R>, Wait> waits = new HashMap<>();
  private long toldAt;
  private boolean told;

  NestedWaits(PoolState<R> state) {
    this.state = state;
  }

  /** Somebody has joined the queue and waits. True if it and all others would wait for ever. */
  boolean isDeadlockedBy(Waiter<Lease<R>> waiter) {
    state.control.assertHeld();
    Object borrower = waiter.borrower();
    if (borrower == null) {
      return false;
    }
    List<Slot<R>> held = heldBy(borrower);
    if (held.isEmpty()) {
      return false;
    }
    for (Slot<R> slot : held) {
      waits.put(slot, new Wait(waiter, slot.leases));
    }
    if (isCertain()) {
      return true;
    }
    warn(held.get(0), borrower);
    return false;
  }

  private List<Slot<R>> heldBy(Object borrower) {
    List<Slot<R>> held = List.of();
    for (Slot<R> slot : state.slots.open()) {
      if (isLeased(slot) && Holders.isSame(slot.holder, borrower)) {
        held = held.isEmpty() ? new ArrayList<>() : held;
        held.add(slot);
      }
    }
    return held;
  }

  private static boolean isLeased(Slot<?> slot) {
    return Slot.stateOf(slot.word()) == SlotState.LEASED;
  }

  private boolean isCertain() {
    Ledger ledger = state.ledger;
    boolean settled = ledger.opening + ledger.closing + ledger.detached == 0;
    if (!settled || state.slots.isHidden() || state.budget.taken() < state.budget.limit()) {
      return false; // something comes, or may come
    }
    for (Slot<R> slot : state.slots.open()) {
      Wait wait = waits.get(slot);
      boolean stuck =
          wait != null
              && isLeased(slot)
              && wait.lease() == slot.leases
              && slot.strayedIn != slot.leases
              && wait.waiter().isPending();
      if (!stuck) {
        return false;
      }
    }
    return true;
  }

  private void warn(Slot<R> held, Object borrower) {
    long now = state.now();
    if (!told || now - toldAt >= QUIET_NANOS) {
      told = true;
      toldAt = now;
      Thread thread = Holders.threadOf(borrower);
      List<StackTraceElement> stack =
          thread == Thread.currentThread() ? List.of(new Throwable().getStackTrace()) : List.of();
      state.announce(new PoolEvent.NestedAcquire(held.number(), nameOf(thread), stack));
    }
  }

  private static String nameOf(@Nullable Thread thread) {
    return thread == null ? "" : thread.getName();
  }

  /** The deadlock that one of its borrowers was refused for. */
  Deadlock describe(@Nullable Object refused) {
    Set<Object> borrowers = Collections.newSetFromMap(new IdentityHashMap<>());
    int own = 0;
    int all = 0;
    for (Slot<R> slot : state.slots.open()) {
      Object holder = slot.holder;
      if (isLeased(slot) && holder != null) {
        Thread thread = Holders.threadOf(holder);
        borrowers.add(thread == null ? holder : thread);
        own += Holders.isSame(holder, refused) ? 1 : 0;
        all++;
      }
    }
    // Each could have what it has now, and one of them the one more that lets it go on.
    return new Deadlock(borrowers.size(), own, all + 1);
  }
}
