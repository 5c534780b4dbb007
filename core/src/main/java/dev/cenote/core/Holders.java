package dev.cenote.core;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who has borrowed what, noted in the slots by those who lend. Nobody takes a lock. A lease begins
 * with its word and is noted then, so what a reader finds counts only if it is said of the word
 * that the slot has, and had when everything else had been read.
 *
 * @param <R> the resource
 */
final class Holders<R> {

  /** For so long after a nested wait it is noted where everybody borrows... */
  static final long SITES_NANOS = 60_000_000_000L;

  /** ...and so seldom, for a stack at each borrow has its price. */
  static final long SITES_EVERY_NANOS = 600_000_000_000L;

  private final SlotTable<R> slots;
  private LeakWatch wanted; // control lock
  private boolean hasKeptSites; // control lock
  private long sitesSince; // control lock

  /** Read without a lock: whichever it has been until just now will do. */
  private LeakWatch watch;

  Holders(SlotTable<R> slots, LeakWatch watch) {
    this.slots = slots;
    this.wanted = watch;
    this.watch = watch;
  }

  /** From now on so much is noted. Control lock held. */
  void watch(LeakWatch watch) {
    if (wanted != watch) {
      this.wanted = watch;
      this.watch = watch;
    }
  }

  /**
   * A thread that has something waits for more: the next one that does so can be told where it
   * borrowed the first, which is known only if it was noted then. Control lock held.
   */
  void noteSites(long now) {
    boolean isDue = !hasKeptSites || now - sitesSince >= SITES_EVERY_NANOS;
    if (wanted == LeakWatch.THREAD && isDue) {
      hasKeptSites = true;
      sitesSince = now;
      watch = LeakWatch.STACK;
    }
  }

  /** Notes no more than was wanted, once that has lasted. Control lock held. */
  void restFromSites(long now) {
    if (watch != wanted && now - sitesSince >= SITES_NANOS) {
      watch = wanted;
    }
  }

  /** The calling thread as a borrower; null if nobody is noted. */
  @Nullable Object borrower() {
    LeakWatch noted = watch;
    return noted == LeakWatch.THREAD
        ? Thread.currentThread()
        : noted == LeakWatch.STACK ? new BorrowSite() : null;
  }

  /** The calling thread takes what is in that slot. */
  void takes(Slot<R> slot, long owned, long now) {
    Object me = borrower();
    if (slot.holder != me) { // mostly the same as before: a compare is cheaper than a write
      slot.holder = me;
    }
    slot.borrowedAt = now;
    slot.noted(owned);
  }

  /** That borrower gets what is in that slot. */
  void gets(Slot<R> slot, long owned, @Nullable Object borrower, long now) {
    slot.holder = borrower;
    slot.borrowedAt = now;
    slot.noted(owned);
  }

  /** The calling thread is about to use what it has by the lease that {@code word} proves. */
  void touched(Slot<R> slot, long word, long now) {
    if (watch == LeakWatch.OFF || !slot.isOwnedUnder(word)) {
      return; // a stale handle: the slot may be somebody else's
    }
    long lease = Slot.ownership(word);
    if (slot.calledAt != now) {
      slot.calledAt = now;
    }
    if (slot.usedIn != lease) {
      slot.usedIn = lease;
    }
    Object holder = slot.holder;
    if (holder != Thread.currentThread() && threadOf(holder) != Thread.currentThread()) {
      slot.strayedIn = lease;
    }
  }

  /**
   * When the server was last heard, at the end of an ownership. If its borrower used it: when it
   * last began a call, or just now if it was reset after that. If not, as before: its reset may
   * have done no more than tell somebody that it comes back. Where nothing is noted it counts as
   * just now.
   */
  long heardAt(Slot<R> slot, long owned, long now) {
    if (watch == LeakWatch.OFF) {
      return now;
    }
    if (slot.usedIn != Slot.ownership(owned)) {
      return slot.contactedAt;
    }
    return Slot.stateOf(owned) == SlotState.RESETTING ? now : slot.calledAt;
  }

  /** The reset that {@code resetting} proves follows the lease that {@code leased} proved. */
  void resets(Slot<R> slot, long leased, long resetting) {
    if (slot.usedIn == Slot.ownership(leased)) {
      slot.usedIn = Slot.ownership(resetting);
    }
  }

  /** Who has the lease that a word of that slot proves; null: not known, or it has ended. */
  @Nullable Object holderUnder(Slot<R> slot, long word) {
    if (Slot.stateOf(word) != SlotState.LEASED || !slot.isNotedFor(word)) {
      return null;
    }
    Object holder = slot.holder;
    VarHandle.loadLoadFence(); // what was read is older than the word that is read next
    return slot.isOwnedUnder(word) ? holder : null;
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

  /** Whether that borrower has a lease. */
  boolean holdsAny(Object borrower) {
    for (Slot<R> slot : slots.open()) {
      // what was noted of its own leases it sees, so the others' words need not be read
      if (isSame(slot.holder, borrower) && isSame(holderUnder(slot, slot.word()), borrower)) {
        return true;
      }
    }
    return false;
  }

  /** All leases, by slot. */
  List<Holder<R>> all(long now) {
    List<Holder<R>> all = new ArrayList<>();
    for (Slot<R> slot : slots.open()) {
      Holder<R> holder = of(slot, slot.word(), now);
      if (holder != null) {
        all.add(holder);
      }
    }
    return all;
  }

  /** The lease that a word of that slot proves; null: it proves none, or one that has ended. */
  static <R> @Nullable Holder<R> of(Slot<R> slot, long word, long now) {
    R resource = slot.resource;
    if (resource == null || Slot.stateOf(word) != SlotState.LEASED) {
      return null;
    }
    boolean noted = slot.isNotedFor(word);
    Object holder = noted ? slot.holder : null;
    long borrowedAt = noted ? slot.borrowedAt : now;
    long calledAt = slot.calledAt;
    boolean used = slot.usedIn == Slot.ownership(word);
    boolean strayed = slot.strayedIn == Slot.ownership(word);
    VarHandle.loadLoadFence(); // as above
    if (!slot.isOwnedUnder(word)) {
      return null;
    }
    return new Holder<>(
        slot.number(),
        resource,
        threadOf(holder),
        holder instanceof BorrowSite site ? List.of(site.getStackTrace()) : List.of(),
        Math.max(0, now - borrowedAt),
        Math.max(0, now - (used ? calledAt : borrowedAt)),
        used,
        strayed);
  }

  /** Lets go of all borrowers: from now on nobody is noted. */
  void forgetAll() {
    for (Slot<R> slot : slots.open()) {
      Object holder = slot.holder;
      if (holder != null) {
        slot.forgetHolder(holder);
      }
    }
  }

  /**
   * Lets go of borrowers that have nothing and have ended, or whose stacks were kept: what hangs on
   * them may be much, class loaders too.
   */
  void forgetTheGone() {
    for (Slot<R> slot : slots.open()) {
      Object holder = slot.holder;
      Thread thread = threadOf(holder);
      boolean gone = holder instanceof BorrowSite || (thread != null && !thread.isAlive());
      if (holder != null && gone && Slot.saysIdle(slot.word())) {
        slot.forgetHolder(holder); // a thread that claims it now has written itself, or will
      }
    }
  }
}
