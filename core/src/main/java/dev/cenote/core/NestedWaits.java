package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.ThreadName;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.wait.Waiter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Borrowers that have a resource and wait for another one. If all resources are with such, each of
 * them waits for the others and none will ever give anything back. That is so as soon as the last
 * of them has joined the queue, unless somebody else uses one of their resources and might give it
 * back in their place. If it is still so {@value #GRACE_NANOS} ns later, the last one is refused,
 * which frees what it has: until then somebody may show up who was to give one back.
 *
 * <p>The last one and no other, so that whoever waited before it keeps its place and is served.
 * That is said of requests, not of threads: one that comes again and is again the last is refused
 * again.
 *
 * <p>Only who has to wait is looked at, so a pool that has enough pays nothing for this. All of it
 * under the control lock.
 *
 * @param <R> the resource
 */
final class NestedWaits<R> {

  private static final long GRACE_NANOS = 5_000_000;

  /** A possible deadlock is told at most this often: its stack is taken for it. */
  private static final long QUIET_NANOS = 100_000_000;

  /** For whom the borrower of a slot waits, and by which word it has that slot. */
  private record Wait(Waiter<?> waiter, long word) {}

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Map<Slot<R>, Wait> waits = new HashMap<>();
  private long toldAt;
  private boolean told;
  private int deadlocks; // that came about

  NestedWaits(PoolState<R> state, Handoff<R> handoff) {
    this.state = state;
    this.handoff = handoff;
  }

  /** Somebody who has something has joined the queue and waits. Lock held. */
  void joined(Waiter<Lease<R>> waiter) {
    state.control.assertHeld();
    forgetTheServed();
    Slot<R> held = note(waiter);
    if (held == null) {
      return;
    }
    if (isCertain()) {
      int mine = ++deadlocks;
      state.runtime.timers().schedule(() -> lookAgain(waiter, mine), GRACE_NANOS);
    } else if (state.ledger.opening == 0 && state.budget.taken() >= state.budget.limit()) {
      warn(held.number(), waiter.borrower()); // else it waits for what is being opened
    }
  }

  /** Nobody is noted any more. Lock held. */
  void forgetAll() {
    waits.clear();
  }

  /** Lets go of those who wait no more, and of the threads that hang on them. Lock held. */
  void forgetTheServed() {
    waits.values().removeIf(wait -> !wait.waiter().isPending());
  }

  /** Notes that the borrower of these slots waits; returns the last of them. */
  private @Nullable Slot<R> note(Waiter<Lease<R>> waiter) {
    Slot<R> held = null;
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      if (Holders.isSame(state.holders.holderUnder(slot, word), waiter.borrower())) {
        waits.put(slot, new Wait(waiter, word));
        held = slot;
      }
    }
    return held;
  }

  /** A deadlock that came about since has another last one, and a time of its own. */
  private void lookAgain(Waiter<Lease<R>> waiter, int deadlock) {
    state.control.lock();
    try {
      boolean stands = deadlock == deadlocks && waiter.isPending() && isCertain();
      if (!state.closing && stands) {
        handoff.remove(waiter);
        state.fail(waiter, describe(waiter));
      }
    } finally {
      state.control.unlock();
    }
  }

  private boolean isCertain() {
    Ledger ledger = state.ledger;
    boolean settled = ledger.opening + ledger.closing + ledger.detached == 0;
    if (!settled || state.slots.isHidden() || state.budget.taken() < state.budget.limit()) {
      return false; // something comes, or may come
    }
    for (Slot<R> slot : state.slots.open()) {
      Wait wait = waits.get(slot);
      if (wait == null || !isStuck(slot, wait)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStuck(Slot<R> slot, Wait wait) {
    return slot.isOwnedUnder(wait.word())
        && slot.strayedIn != Slot.ownership(wait.word())
        && wait.waiter().isPending()
        && (slot.usedIn == Slot.ownership(wait.word()) || isOnlyOneOf(wait));
  }

  /**
   * Whoever has several, none of them used yet, may have taken them for others, who have not begun
   * and will give them back.
   */
  private boolean isOnlyOneOf(Wait wait) {
    return waits.values().stream().filter(other -> other.waiter() == wait.waiter()).count() == 1;
  }

  private void warn(int slot, @Nullable Object borrower) {
    long now = state.now();
    if (!told || now - toldAt >= QUIET_NANOS) {
      told = true;
      toldAt = now;
      Thread thread = Holders.threadOf(borrower);
      state.control.later(() -> tell(slot, thread));
    }
  }

  private void tell(int slot, @Nullable Thread thread) {
    boolean itself = thread == Thread.currentThread();
    List<StackTraceElement> stack = itself ? List.of(new Throwable().getStackTrace()) : List.of();
    String name = thread == null ? "" : ThreadName.of(thread);
    state.announcer.post(new PoolEvent.NestedAcquire(slot, name, stack));
    state.announcer.tellSoon();
  }

  /** Those in the queue that have nothing yet will want as many as the one that is refused. */
  private Deadlock describe(Waiter<Lease<R>> refused) {
    Set<Waiter<?>> nested = new HashSet<>();
    int held = 0;
    BorrowSite site = null;
    for (Map.Entry<Slot<R>, Wait> entry : waits.entrySet()) {
      Wait wait = entry.getValue();
      nested.add(wait.waiter());
      if (wait.waiter() == refused) {
        Object holder = state.holders.holderUnder(entry.getKey(), wait.word());
        site = holder instanceof BorrowSite where ? where : site;
        held++;
      }
    }
    int others = Math.max(0, state.queue.size() + 1 - nested.size()); // it has left the queue
    return new Deadlock(nested.size(), held, waits.size() + others * held + 1, site);
  }
}
