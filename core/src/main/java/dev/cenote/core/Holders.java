package dev.cenote.core;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has borrowed what, noted in the slots by those who lend. Nobody takes a lock: what a reader
 * gets is true if the slot's word was the same before and after.
 *
 * @param <R> the resource
 */
final class Holders<R> {

  private final SlotTable<R> slots;
  private final boolean watches;
  private final boolean keepsSites;

  Holders(SlotTable<R> slots, LeakWatch watch) {
    this.slots = slots;
    this.watches = watch != LeakWatch.OFF;
    this.keepsSites = watch == LeakWatch.STACK;
  }

  /** Whether anything is noted. */
  boolean watches() {
    return watches;
  }

  /** The calling thread as a borrower; null if nobody is noted. */
  @Nullable Object borrower() {
    return !watches ? null : keepsSites ? new BorrowSite() : Thread.currentThread();
  }

  /** The calling thread takes what is in that slot. */
  void takes(Slot<R> slot, long now) {
    slot.borrowedAt = now;
    if (watches) {
      Object me = keepsSites ? new BorrowSite() : Thread.currentThread();
      if (slot.holder != me) { // mostly the same as before: a compare is cheaper than a write
        slot.holder = me;
      }
    }
  }

  /** That borrower gets what is in that slot. */
  void gets(Slot<R> slot, @Nullable Object borrower, long now) {
    slot.borrowedAt = now;
    slot.holder = borrower;
  }

  /** The calling thread is about to use what is in that slot. */
  void touched(Slot<R> slot, long now) {
    if (watches) {
      slot.calledAt = now;
      Object holder = slot.holder;
      if (holder != Thread.currentThread() && threadOf(holder) != Thread.currentThread()) {
        slot.strayedIn = slot.leases;
      }
    }
  }

  /** The thread of a borrower; null if it is none. */
  static @Nullable Thread threadOf(@Nullable Object borrower) {
    if (borrower instanceof BorrowSite site) {
      return site.thread();
    }
    return borrower instanceof Thread thread ? thread : null;
  }

  /** Whether both are the same borrower. */
  static boolean isSame(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return false;
    }
    Thread thread = threadOf(one);
    return thread == null ? one == other : thread == threadOf(other);
  }

  /** How many leases that borrower has. */
  int heldBy(Object borrower) {
    int count = 0;
    for (Slot<R> slot : slots.open()) {
      if (Slot.stateOf(slot.word()) == SlotState.LEASED && isSame(slot.holder, borrower)) {
        count++;
      }
    }
    return count;
  }

  /** All leases, by slot. */
  List<Holder<R>> all(long now) {
    List<Holder<R>> all = new ArrayList<>();
    for (Slot<R> slot : slots.open()) {
      long word = slot.word();
      if (Slot.stateOf(word) == SlotState.LEASED) {
        Holder<R> holder = of(slot, now);
        if (holder != null && slot.isOwnedUnder(word)) {
          all.add(holder);
        }
      }
    }
    return all;
  }

  /** One of them. */
  static <R> @Nullable Holder<R> of(Slot<R> slot, long now) {
    R resource = slot.resource;
    if (resource == null) {
      return null;
    }
    Object holder = slot.holder;
    long borrowedAt = slot.borrowedAt;
    long calledAt = slot.calledAt;
    boolean used = calledAt - borrowedAt >= 0 && calledAt != 0;
    return new Holder<>(
        slot.number(),
        resource,
        threadOf(holder),
        holder instanceof BorrowSite site ? List.of(site.getStackTrace()) : List.of(),
        Math.max(0, now - borrowedAt),
        Math.max(0, now - (used ? calledAt : borrowedAt)),
        used,
        slot.strayedIn == slot.leases);
  }
}
