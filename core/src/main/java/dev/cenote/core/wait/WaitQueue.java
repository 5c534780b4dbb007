package dev.cenote.core.wait;

import dev.cenote.core.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Waiters in order of arrival. Everything but {@link #head()} and {@link #size()} is guarded by the
 * lock of its owner; those two any thread may read.
 *
 * @param <L> what is waited for
 */
public final class WaitQueue<L> {

  private final Ticker ticker;
  private volatile @Nullable Waiter<L> head;
  private @Nullable Waiter<L> tail;
  private volatile int size;
  private long heads; // lock of its owner, as is the next
  private long served;

  /** An empty queue. */
  public WaitQueue(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Who is first, or null if nobody waits. A waiter stays head until it is removed. */
  public @Nullable Waiter<L> head() {
    return head;
  }

  /** Who is last. Lock held. */
  @Nullable Waiter<L> tail() {
    return tail;
  }

  /** How many wait. */
  public int size() {
    return size;
  }

  /** How many have been served since that one joined. Lock held. */
  public int servedSince(Waiter<L> joined) {
    return (int) Math.min(Integer.MAX_VALUE, served - joined.servedBefore);
  }

  private void comesFirst(@Nullable Waiter<L> waiter) {
    if (waiter != null) {
      waiter.headSince = ticker.nanos();
      waiter.headNumber = ++heads;
    }
    head = waiter;
  }

  /** Puts a waiter at the end. Lock held. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the lock's holder
  public void add(Waiter<L> waiter) {
    Waiter<L> last = tail;
    waiter.queued = true;
    waiter.servedBefore = served;
    waiter.previous = last;
    tail = waiter;
    size = size + 1;
    if (last == null) {
      comesFirst(waiter);
    } else {
      last.next = waiter;
    }
  }

  /** Takes a waiter out, wherever it stands. Lock held. False: it was not in the queue. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the lock's holder
  public boolean remove(Waiter<L> waiter) {
    if (!waiter.queued) {
      return false;
    }
    waiter.queued = false;
    Waiter<L> before = waiter.previous;
    Waiter<L> after = waiter.next;
    waiter.previous = null;
    waiter.next = null;
    size = size - 1;
    served += waiter.delivered() == null ? 0 : 1; // who gives up says nothing of how fast it moves
    if (after == null) {
      tail = before;
    } else {
      after.previous = before;
    }
    if (before == null) {
      comesFirst(after);
    } else {
      before.next = after;
    }
    return true;
  }
}
