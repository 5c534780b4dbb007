package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.LeaseHome;
import dev.cenote.core.slot.Slot;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One checkout of one resource. It ends exactly once: by {@link #release()}, {@link #evict} or
 * {@link #detach}, or because the pool took the resource back at its shutdown. Any thread may call
 * any method; none but {@code release} may block.
 *
 * <p>It knows its slot and the word that proves its ownership, and nothing else: one is made for
 * each checkout, so its size counts.
 *
 * @param <R> the resource
 */
public final class Lease<R> {

  private final Slot<R> slot;
  private final long word;

  Lease(Slot<R> slot, long word) {
    this.slot = slot;
    this.word = word;
  }

  /**
   * What was borrowed.
   *
   * @throws IllegalStateException if the lease has ended: the resource may be somebody else's
   */
  public R resource() {
    R resource = slot.resource;
    VarHandle.loadLoadFence(); // if the lease still stands, what was read before it is its own
    if (resource == null || !isActive()) {
      throw new IllegalStateException("the lease of " + slot + " has ended");
    }
    return resource;
  }

  /** Proves it. */
  long word() {
    return word;
  }

  /** Where it is. */
  Slot<R> slot() {
    return slot;
  }

  /** The number of the slot, from 1; it stays with the connection for as long as that is open. */
  public int slotNumber() {
    return slot.number();
  }

  /**
   * Its borrower has it only now: it was delivered to a thread that was parked, and to wake up must
   * not look like a long hold. Called for its owner, at once; never blocks. When the lease has
   * ended nothing happens; while it is being ended by another, one hold may be misjudged.
   *
   * @param now in nanoseconds of the pool's ticker
   */
  void beginsAt(long now) {
    if (isActive() && (slot.leasedAt == 0 || now - slot.leasedAt > 0)) {
      slot.leasedAt = now;
    }
  }

  /** Whether it has not ended and its resource may be lent again. */
  boolean isUnmarked() {
    return slot.word() == word;
  }

  /** As above, or its resource goes only if it is still one too many when it comes back. */
  boolean isWanted() {
    long now = slot.wordUnder(word);
    RetireReason doom = Slot.doomOf(now);
    return now != Slot.LOST && (doom == null || doom == RetireReason.RESIZED);
  }

  /** Whether it has not ended and nothing says that its resource is of no use by now. */
  boolean isUsable() {
    long now = slot.wordUnder(word);
    RetireReason doom = Slot.doomOf(now);
    return now != Slot.LOST && (doom == null || doom.isOrderly());
  }

  /** Ends the lease and then, for this reason, the resource, after the reset. */
  boolean end(RetireReason reason) {
    try {
      return slot.home().end(slot, word, reason);
    } catch (Throwable ours) { // as in release
      if (slot.orphan - word < 0) {
        slot.orphan = word;
      }
      throw ours;
    }
  }

  /**
   * Says that the resource is about to be used: the pool then knows since when it is not, and by
   * which thread it is. Called at nearly every call of a borrower. Where threads are noted, all but
   * the first call within a tick, on the thread that has borrowed, have nothing to tell: they cost
   * a nanosecond.
   */
  public void touch() {
    if (slot.usedIn != word
        || slot.holder != Thread.currentThread()
        || slot.calledAt != slot.home().coarse().lastTick()) {
      slot.home().touched(slot, word);
    }
  }

  /**
   * One more lease of the same resource, where several borrowers may have it. It ends for itself.
   *
   * @return null if this lease has ended, or if nobody shares here
   */
  public @Nullable Lease<R> joined() {
    LeaseHome<R> home = slot.home();
    Slot<R> another = new Slot<>(slot.number(), home);
    long proof = home.join(slot, word, another);
    if (proof == Slot.LOST) {
      return null;
    }
    try {
      return new Lease<>(another, proof);
    } catch (Throwable noMemory) {
      home.release(another, proof);
      throw noMemory;
    }
  }

  /** Whether others have the same resource now, by leases of their own. */
  public boolean isJoint() {
    return slot.home().isJoint(slot);
  }

  /** Whether this lease has not ended. */
  public boolean isActive() {
    return isUnmarked() || slot.isOwnedUnder(word);
  }

  /**
   * Ends the lease and gives the resource to whoever waits, or back to the pool. If the borrower
   * left something to undo, the reset runs on this thread, bounded by {@code resetTimeout}.
   *
   * @return whether this call ended it; false means it had ended before
   */
  public boolean release() {
    try {
      return slot.home().release(slot, word);
    } catch (Throwable ours) { // no memory, no stack
      // No call: if the lease still stands, the pool ends it. A later mark, of the reset that this
      // release began, must stay.
      if (slot.orphan - word < 0) {
        slot.orphan = word;
      }
      throw ours;
    }
  }

  /**
   * Marks the resource so that it is closed, not reused, when the lease ends. Does not block.
   *
   * @return false if the lease has ended
   */
  public boolean retireOnRelease(RetireReason reason) {
    return retireOnRelease(reason, null);
  }

  /**
   * As {@link #retireOnRelease(RetireReason)}.
   *
   * @param cause what was thrown, for those who are told that the resource was retired
   */
  public boolean retireOnRelease(RetireReason reason, @Nullable Throwable cause) {
    return slot.home().doom(slot, word, reason, cause);
  }

  /**
   * Ends the lease and aborts the resource, without a reset: its state is not to be trusted. Its
   * slot is somebody else's as soon as the resource has been closed. Does not block.
   *
   * @return false if the lease had ended before
   */
  public boolean evict(@Nullable Throwable cause) {
    try {
      return slot.home().evict(slot, word, cause);
    } catch (Throwable ours) { // as in release
      if (slot.orphan - word < 0) {
        slot.orphan = word;
      }
      throw ours;
    }
  }

  /**
   * Takes the resource out of the pool: the lease ends, the resource stays, and whoever has it
   * closes it. Does not block.
   *
   * @param keepsPermit whether it still counts against the pool's maximum until {@link
   *     Detached#ended}; if not, the pool may open another at once
   * @return null if the lease had ended before
   */
  public @Nullable Detached<R> detach(boolean keepsPermit) {
    R departing = slot.resource; // its own, if the lease still stands afterwards
    Runnable afterwards = slot.home().detach(slot, word, keepsPermit);
    return afterwards == null || departing == null ? null : new Detached<>(departing, afterwards);
  }

  /**
   * Says that the resource was seen to be dead: it is retired when the lease ends, and everything
   * opened before now is checked before it is lent again. Does not block.
   *
   * @return false if the lease has ended: then it proves nothing
   */
  public boolean broken() {
    return broken(false, null);
  }

  /**
   * As {@link #broken()}.
   *
   * @param misplaced the resource works, but its server is the wrong one, a standby say, and that
   *     of the next one may be so too: then they are replaced more and more slowly
   * @param cause what was thrown, for those who are told that the resource was retired; null if
   *     nothing was
   */
  public boolean broken(boolean misplaced, @Nullable Throwable cause) {
    LeaseHome<R> home = slot.home();
    RetireReason reason = misplaced ? RetireReason.ROLE_CHANGED : RetireReason.BROKEN;
    if (!home.doom(slot, word, reason, cause)) {
      return false;
    }
    home.foundDead(slot, misplaced);
    return true;
  }
}
