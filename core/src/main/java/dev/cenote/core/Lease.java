package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;

/**
 * One checkout of one resource. It ends exactly once: by {@link #release()}, or because the pool
 * took the resource back at its shutdown. Any thread may call any method.
 *
 * @param <R> the resource
 */
public final class Lease<R> {

  private final LeaseHome<R> home;
  private final Slot<R> slot;
  private final R resource;
  private final long word;

  Lease(LeaseHome<R> home, Slot<R> slot, R resource, long word) {
    this.home = home;
    this.slot = slot;
    this.resource = resource;
    this.word = word;
  }

  /** What was borrowed. Not to be used after the lease has ended. */
  public R resource() {
    return resource;
  }

  /** The number of the slot, from 1; it stays with the connection for as long as that is open. */
  public int slotNumber() {
    return slot.number();
  }

  /** Whether this lease has not ended. */
  public boolean isActive() {
    return slot.isOwnedUnder(word);
  }

  /**
   * Ends the lease and gives the resource to whoever waits, or back to the pool. If the borrower
   * left something to undo, the reset runs on this thread, bounded by {@code resetTimeout}.
   *
   * @return whether this call ended it; false means it had ended before
   */
  public boolean release() {
    return home.release(slot, resource, word);
  }

  /**
   * Marks the resource so that it is closed, not reused, when the lease ends. Does not block.
   *
   * @return false if the lease has ended
   */
  public boolean retireOnRelease(RetireReason reason) {
    return home.doom(slot, word, reason);
  }

  /**
   * Says that the resource was seen to be dead: it is retired when the lease ends, and everything
   * opened before now is checked before it is lent again. Does not block.
   */
  public void broken() {
    if (home.doom(slot, word, RetireReason.BROKEN)) {
      home.suspectAll();
    }
  }
}
