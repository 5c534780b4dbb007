package dev.cenote.core.slot;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.time.CoarseTicker;
import org.jspecify.annotations.Nullable;

/**
 * Where the leases of a slot go back to: the pool, as a slot knows it. One for all slots of a pool,
 * and reached through the slot, so that a lease need not remember it. Any thread.
 *
 * @param <R> the resource
 */
public abstract class LeaseHome<R> {

  private final CoarseTicker coarse;

  /** Uses of its leases are noted by that clock. */
  protected LeaseHome(CoarseTicker coarse) {
    this.coarse = coarse;
  }

  /**
   * The clock by which uses are noted. A field, no question of the pool: it is read at each use.
   */
  public final CoarseTicker coarse() {
    return coarse;
  }

  /** Whether others have the resource of that slot too, by slots of their own. */
  public boolean isJoint(Slot<R> slot) {
    return false;
  }

  /**
   * Lends the resource of that lease to one more borrower, by a new slot that nobody else knows.
   *
   * @return what proves the new lease; {@link Slot#LOST} if that one has ended, or if nobody shares
   *     here
   */
  public long join(Slot<R> slot, long word, Slot<R> another) {
    return Slot.LOST;
  }

  /** Ends the lease that {@code word} proves. False: it had ended before. */
  public abstract boolean release(Slot<R> slot, long word);

  /**
   * Ends that lease and, for this reason, its connection, after the reset that a release would have
   * made. False: the lease had ended before.
   */
  public abstract boolean end(Slot<R> slot, long word, RetireReason reason);

  /**
   * Marks the connection for closing at the end of that lease. False: the lease has ended.
   *
   * @param cause what was thrown, if that is why
   */
  public abstract boolean doom(
      Slot<R> slot, long word, RetireReason reason, @Nullable Throwable cause);

  /** Ends that lease and aborts its connection, without a reset. False: the lease has ended. */
  public abstract boolean evict(Slot<R> slot, long word, @Nullable Throwable cause);

  /**
   * Ends that lease and takes its connection out of the pool.
   *
   * @return what to call once the connection has been closed, and once only; null if the lease has
   *     ended
   */
  public abstract @Nullable Runnable detach(Slot<R> slot, long word, boolean keepsPermit);

  /**
   * The connection of that slot was found dead: everything proved alive before now is checked
   * before it is lent again.
   *
   * @param misplaced it works, but its server is the wrong one, as the next one's may be
   */
  public abstract void foundDead(Slot<R> slot, boolean misplaced);

  /**
   * A borrower is about to use what it has by the lease that {@code word} proves, if that has not
   * ended. Called when it may not be known yet of this tick and this thread.
   */
  public void touched(Slot<R> slot, long word) {}

  /** Closes what its owner must not lend: doomed, outdated, or claimed and then not leased. */
  public abstract void retire(Slot<R> slot, long word, RetireReason otherwise);
}
