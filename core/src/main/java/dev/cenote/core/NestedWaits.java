package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.ThreadName;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.wait.Waiter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Borrowers that have a resource and wait for another one. If all resources are with such, each of
 * them waits for the others and none will ever give anything back. That is so as soon as the last
 * of them has joined the queue, unless somebody else uses one of their resources and might give it
 * back in their place. If it is still so {@value #GRACE_NANOS} ns later, one of them is refused,
 * which frees what it has: until then somebody may show up who was to give one back.
 *
 * <p>Who is refused is drawn by lot. Were it always the last to join, a thread that comes again and
 * again, and each time is the last, would never be served. What the refused one gives back goes to
 * the others ({@link Favoured}), so that each of them is served. It would else go to whoever waits
 * first, perhaps only to have one more who asks for another one and is refused in turn. A head is
 * passed like that as often as it may be overtaken, hence never where the order is strict.
 *
 * <p>Only who has to wait is looked at, so a pool that has enough pays nothing for this. All of it
 * under the control lock.
 *
 * @param <R> the resource
 */
final class NestedWaits<R> {

  private static final long GRACE_NANOS = 5_000_000;

  /** As whom the borrower of a slot waits, since when, and by which word it has that slot. */
  private record Wait<R>(Waiter<Lease<R>> waiter, long word, int place) {}

  private final PoolState<R> state;
  private final Handoff<R> handoff;
  private final Map<Slot<R>, Wait<R>> waits = new HashMap<>();
  private final NestedPlaces places = new NestedPlaces();
  private int deadlocks; // that came about
  private int joined;

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
      state.holders.noteSites(state.now());
      int mine = ++deadlocks;
      state.runtime.timers().schedule(() -> lookAgain(waiter, mine), GRACE_NANOS);
    } else if (state.ledger.opening == 0 && state.budget.taken() >= state.budget.limit()) {
      state.holders.noteSites(state.now());
      warn(held, waiter.borrower()); // else it waits for what is being opened
    }
  }

  /** Nobody is noted any more. Lock held. */
  void forgetAll() {
    waits.clear();
  }

  /** Lets go of those who wait no more, and of the threads that hang on them. Lock held. */
  void forgetTheServed() {
    waits.values().removeIf(wait -> !wait.waiter().isPending());
    handoff.favoured.forgetTheServed();
  }

  /** Notes that the borrower of these slots waits; returns the last of them. */
  private @Nullable Slot<R> note(Waiter<Lease<R>> waiter) {
    Slot<R> held = null;
    joined++;
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      if (Holders.isSame(state.holders.holderUnder(slot, word), waiter.borrower())) {
        waits.put(slot, new Wait<>(waiter, word, joined));
        held = slot;
      }
    }
    return held;
  }

  /** A deadlock that came about since has another last one, and a time of its own. */
  private void lookAgain(Waiter<Lease<R>> last, int deadlock) {
    state.control.lock();
    try {
      boolean stands = deadlock == deadlocks && last.isPending() && isCertain();
      if (!state.closing && stands) {
        List<Waiter<Lease<R>>> stuck = stuck();
        Waiter<Lease<R>> one = stuck.remove(stuck.size() - 1 - drawn(stuck.size()));
        state.fail(one, describe(one));
        handoff.remove(one);
        favour(stuck);
      }
    } finally {
      state.control.unlock();
    }
  }

  /** Those who block each other, in order of arrival. */
  private List<Waiter<Lease<R>>> stuck() {
    return waits.entrySet().stream()
        .filter(entry -> isStuck(entry.getKey(), entry.getValue()))
        .map(Map.Entry::getValue)
        .sorted(Comparator.comparingInt(Wait::place))
        .map(Wait::waiter)
        .distinct()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private int drawn(int count) {
    return Math.floorMod(state.runtime.random().getAsLong(), count);
  }

  private void favour(List<Waiter<Lease<R>>> others) {
    Waiter<Lease<R>> head = state.queue.head();
    int most = state.config.bargesMax();
    if (head != null && head.allowOvertaking(most, Long.MAX_VALUE, state.now())) {
      others.forEach(handoff.favoured::add);
    }
  }

  private boolean isCertain() {
    Ledger ledger = state.ledger;
    boolean settled = ledger.opening + ledger.closing + ledger.detached == 0;
    if (!settled || state.slots.isHidden() || state.budget.taken() < state.budget.limit()) {
      return false; // something comes, or may come
    }
    for (Slot<R> slot : state.slots.open()) {
      Wait<R> wait = waits.get(slot);
      if (wait == null || !isStuck(slot, wait)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStuck(Slot<R> slot, Wait<R> wait) {
    return slot.isOwnedUnder(wait.word())
        && slot.strayedIn != Slot.ownership(wait.word())
        && wait.waiter().isPending()
        && (slot.usedIn == Slot.ownership(wait.word()) || isOnlyOneOf(wait));
  }

  /**
   * Whoever has several, none of them used yet, may have taken them for others, who have not begun
   * and will give them back.
   */
  private boolean isOnlyOneOf(Wait<R> wait) {
    return waits.values().stream().filter(other -> other.waiter() == wait.waiter()).count() == 1;
  }

  private void warn(Slot<R> held, @Nullable Object borrower) {
    Thread thread = Holders.threadOf(borrower);
    Object holder = state.holders.holderUnder(held, held.word());
    BorrowSite first = holder instanceof BorrowSite where ? where : null;
    state.control.later(() -> tell(held.number(), thread, first));
  }

  /** Not under the lock: it reads stacks. */
  private void tell(int slot, @Nullable Thread thread, @Nullable BorrowSite first) {
    try {
      boolean itself = thread == Thread.currentThread();
      if (!places.isDue(first, itself, state.now())) {
        return;
      }
      List<StackTraceElement> here = itself ? List.of(new Throwable().getStackTrace()) : List.of();
      List<StackTraceElement> there = first == null ? List.of() : List.of(first.getStackTrace());
      String name = thread == null ? "" : ThreadName.of(thread);
      state.announcer.post(new PoolEvent.NestedAcquire(slot, name, there, here));
      state.announcer.tellSoon();
    } catch (StackOverflowError | OutOfMemoryError noRoom) {
      return; // who waits must not fail for a warning
    }
  }

  /** Those in the queue that have nothing yet will want as many as the one that is refused. */
  private Deadlock describe(Waiter<Lease<R>> refused) {
    Set<Waiter<?>> nested = new HashSet<>();
    int held = 0;
    BorrowSite site = null;
    for (Map.Entry<Slot<R>, Wait<R>> entry : waits.entrySet()) {
      Wait<R> wait = entry.getValue();
      nested.add(wait.waiter());
      if (wait.waiter() == refused) {
        Object holder = state.holders.holderUnder(entry.getKey(), wait.word());
        site = holder instanceof BorrowSite where ? where : site;
        held++;
      }
    }
    int others = Math.max(0, state.queue.size() - nested.size());
    return new Deadlock(nested.size(), held, waits.size() + others * held + 1, site);
  }
}
