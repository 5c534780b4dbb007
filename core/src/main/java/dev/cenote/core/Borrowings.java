package dev.cenote.core;

import dev.cenote.core.slot.Slot;
import dev.cenote.core.upkeep.Borrowing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the leak watch sees of a pool's leases and does to them.
 *
 * @param <R> the resource
 */
final class Borrowings<R> {

  private final PoolState<R> state;
  private final Retirement<R> retirement;
  private final NestedWaits<R> nested;

  Borrowings(PoolState<R> state, Retirement<R> retirement, NestedWaits<R> nested) {
    this.state = state;
    this.retirement = retirement;
    this.nested = nested;
  }

  /** All leases of now. Any thread, no lock held. */
  List<Borrowing> all() {
    forgetTheGone();
    List<Borrowing> all = new ArrayList<>();
    long now = state.now();
    for (Slot<R> slot : state.slots.open()) {
      long word = slot.word();
      long calledAt = slot.calledAt;
      Holder<R> holder = Holders.of(slot, word, now);
      if (holder != null) {
        all.add(new SlotBorrowing(slot, word, calledAt, holder));
      }
    }
    return all;
  }

  private void forgetTheGone() {
    state.holders.forgetTheGone();
    state.control.lock();
    try {
      nested.forgetTheServed();
      state.holders.restFromSites(state.now());
    } finally {
      state.control.unlock();
    }
  }

  /** Nobody is watched any more. Lock held. */
  void forgetAll() {
    state.holders.forgetAll();
    nested.forgetAll();
  }

  /** Whether that connection is still in its slot. */
  boolean isOpen(int slotNumber, Object connection) {
    for (Slot<R> slot : state.slots.open()) {
      if (slot.number() == slotNumber) {
        return slot.resource == connection;
      }
    }
    return false;
  }

  private final class SlotBorrowing implements Borrowing {

    private final Slot<R> slot;
    private final long word;
    private final long calledAt;
    private final Holder<R> holder;

    SlotBorrowing(Slot<R> slot, long word, long calledAt, Holder<R> holder) {
      this.slot = slot;
      this.word = word;
      this.calledAt = calledAt;
      this.holder = holder;
    }

    @Override
    public int slot() {
      return slot.number();
    }

    @Override
    public Object connection() {
      return holder.resource();
    }

    @Override
    public long lease() {
      return Slot.epochOf(word);
    }

    @Override
    public @Nullable Thread thread() {
      return holder.thread();
    }

    @Override
    public List<StackTraceElement> site() {
      return holder.site();
    }

    @Override
    public long heldNanos() {
      return holder.heldNanos();
    }

    @Override
    public long quietNanos() {
      return holder.quietNanos();
    }

    @Override
    public boolean hasStrayed() {
      return holder.strayed();
    }

    @Override
    public boolean mayBeReclaimed() {
      Thread borrower = holder.thread();
      return borrower != null
          && !holder.strayed()
          && !state.connector.mayBeInUse(holder.resource(), borrower);
    }

    @Override
    public void reclaim() {
      state.control.lock();
      try {
        if (isUnusedSince()) {
          boolean unused = retirement.reclaim(slot, word);
        }
      } finally {
        state.control.unlock();
      }
    }

    private boolean isUnusedSince() {
      long lease = Slot.ownership(word);
      boolean used = slot.usedIn == lease;
      return used == holder.used()
          && (!used || slot.calledAt == calledAt)
          && slot.strayedIn != lease
          && slot.isOwnedUnder(word);
    }
  }
}
