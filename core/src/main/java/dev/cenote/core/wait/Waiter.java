package dev.cenote.core.wait;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who waits. It is resolved exactly once: delivered, failed or abandoned; whoever comes
 * second is refused and keeps what it brought. Any thread may resolve it.
 *
 * @param <L> what is waited for
 */
public abstract class Waiter<L> implements Runnable {

  private static final VarHandle OUTCOME;
  private static final VarHandle NUDGED;
  private static final VarHandle BARGED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OUTCOME = lookup.findVarHandle(Waiter.class, "outcome", Object.class);
      NUDGED = lookup.findVarHandle(Waiter.class, "nudged", boolean.class);
      BARGED = lookup.findVarHandle(Waiter.class, "barged", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The first and the last so many overtake one by one, those next to them two by two, … */
  private static final int SINGLY = 4;

  private static final Object ABANDONED = new Object();

  private record Failed(Object reason) {}

  private final long since;
  private final @Nullable Object borrower;

  /** What it was resolved with; null while it waits. */
  @SuppressWarnings("unused") // through OUTCOME
  private volatile @Nullable Object outcome;

  @SuppressWarnings("unused") // through NUDGED
  private volatile boolean nudged;

  @SuppressWarnings("unused") // through BARGED
  private volatile int barged;

  /** When it became the head of the queue. Written before it is published as head. */
  long headSince;

  /** The heads of a queue are numbered, from 1. Written as the above. */
  long headNumber;

  /** How many the queue had served when it joined. Guarded by the lock of the queue's owner. */
  long servedBefore;

  /** Whether somebody else sees to it that it wakes in time, see {@link Timekeeping}. */
  volatile boolean kept; // written under the lock of the queue's owner

  /** Neighbours in the queue, and whether it is in it. Guarded by the lock of the queue's owner. */
  @Nullable Waiter<L> previous;

  @Nullable Waiter<L> next;
  boolean queued;

  /**
   * Creates a waiter.
   *
   * @param since when the wait began, in nanoseconds of the pool's ticker
   */
  protected Waiter(long since) {
    this(since, null);
  }

  /**
   * Creates a waiter.
   *
   * @param since when the wait began, in nanoseconds of the pool's ticker
   * @param borrower who waits, compared by identity: whoever has one lease and waits for another
   *     can be part of a deadlock; null: not known
   */
  protected Waiter(long since, @Nullable Object borrower) {
    this.since = since;
    this.borrower = borrower;
  }

  /** Who waits; null: not known. */
  public final @Nullable Object borrower() {
    return borrower;
  }

  /**
   * Whether it costs next to nothing to wake it, and it runs soon: a virtual thread does. Always
   * the same answer; any thread asks, and must not be blocked.
   */
  public boolean isLight() {
    return false;
  }

  /**
   * How long it waits in all, in nanoseconds, if somebody else may see to it that it wakes before
   * that; 0: it always does so itself. Who lets others do it is woken for that too, and asks before
   * each sleep how long it may last. Always the same answer; any thread asks.
   */
  public long patience() {
    return 0;
  }

  /** When the wait began. */
  public final long since() {
    return since;
  }

  /** Gives it what it waits for. False: it was resolved before, and the caller keeps it. */
  public final boolean deliver(L delivered) {
    return OUTCOME.compareAndSet(this, null, delivered);
  }

  /** Ends its wait in vain. False: it was resolved before. */
  public final boolean fail(Object reason) {
    return OUTCOME.compareAndSet(this, null, new Failed(reason));
  }

  /** Stops waiting, on its own account. False: it was resolved before, look at the outcome. */
  public final boolean abandon() {
    return OUTCOME.compareAndSet(this, null, ABANDONED);
  }

  /** Whether nobody has resolved it. */
  public final boolean isPending() {
    return outcome == null;
  }

  /** What was delivered, or null if nothing was. */
  @SuppressWarnings("unchecked") // deliver() admits nothing else
  public final @Nullable L delivered() {
    Object seen = outcome;
    return seen == null || seen == ABANDONED || seen instanceof Failed ? null : (L) seen;
  }

  /** Why it was failed, or null if it was not. */
  public final @Nullable Object failure() {
    return outcome instanceof Failed failed ? failed.reason() : null;
  }

  /**
   * Tells the head that something it may take has become idle. True if it has not been told
   * already: the caller must then {@link #run() wake} it.
   */
  public final boolean nudge() {
    return !nudged && NUDGED.compareAndSet(this, false, true);
  }

  /** Whether it has been nudged since {@link #heedNudge}. */
  public final boolean isNudged() {
    return nudged;
  }

  /** Says that it is about to look; a nudge that comes after this is a new one. */
  public final void heedNudge() {
    nudged = false;
  }

  /**
   * Lets one newcomer overtake this head, if fewer than {@code limit} have and it became head less
   * than {@code windowNanos} before {@code now}.
   */
  public final boolean allowOvertaking(int limit, long windowNanos, long now) {
    return allowOvertaking(limit, windowNanos, now, 1) > 0;
  }

  /**
   * The same for several, at the beginning and at the end for one at a time: so what is left of a
   * group never is what ends the overtaking.
   *
   * @param most no more than so many
   * @return how many may; 0: none
   */
  final int allowOvertaking(int limit, long windowNanos, long now, int most) {
    if (now - headSince >= windowNanos) {
      return 0;
    }
    int count = barged;
    while (count < limit) {
      int together = Math.min(most, 1 + Math.min(count, limit - 1 - count) / SINGLY);
      if (BARGED.compareAndSet(this, count, count + together)) {
        return together;
      }
      count = barged;
    }
    return 0;
  }

  /** Whether one more could overtake now; takes nothing. */
  public final boolean couldBeOvertaken(int limit, long windowNanos, long now) {
    return barged < limit && now - headSince < windowNanos;
  }

  /** How many newcomers were allowed to overtake it. */
  public final int overtaken() {
    return barged;
  }

  /** Wakes whoever waits, after it was resolved or nudged. Never blocks; called outside locks. */
  @Override
  public abstract void run();
}
