package dev.cenote.core;

import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.LeaseHome;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.slot.SlotState;
import dev.cenote.core.time.StackProbe;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One lease of the engine that several borrowers have at once. Each of them gets a lease of its own
 * on a <i>ticket</i>: a slot that only it knows, whose resource is the common one and whose leases
 * come home here. So each ends exactly once, as any lease; the engine's ends with the last of them,
 * and nothing is reset before.
 *
 * <p>A ticket whose borrower ran out of stack while it gave it back counts as given back: it is
 * found when the next one comes or goes.
 *
 * @param <R> the resource
 */
final class JointLease<R> extends LeaseHome<R> {

  private final ReentrantLock lock;
  private final Lease<R> lease;
  private final R resource;
  private final Consumer<JointLease<R>> lastLeft;
  private final Set<Slot<R>> tickets = new HashSet<>(); // guarded by lock
  private boolean over; // guarded by lock

  /**
   * Nobody has it yet.
   *
   * @param lock guards who has it, together with whatever else its pool decides by that
   * @param lastLeft told once, on the thread of the last borrower and not under the lock: it must
   *     end the engine's lease
   */
  JointLease(ReentrantLock lock, Lease<R> lease, Consumer<JointLease<R>> lastLeft) {
    super(lease.slot().home().coarse());
    this.lock = lock;
    this.lease = lease;
    this.resource = lease.resource();
    this.lastLeft = lastLeft;
  }

  /** The engine's lease. */
  Lease<R> lease() {
    return lease;
  }

  /** Whether the last borrower has gone. Lock held. */
  boolean isOver() {
    return over;
  }

  /** One more borrower. Not when it is over. Lock held. */
  Lease<R> join() {
    Slot<R> ticket = new Slot<>(lease.slotNumber(), this);
    tickets.add(ticket); // first: one that is in use must not be missing
    long word = made(ticket);
    try {
      return new Lease<>(ticket, word);
    } catch (Throwable noMemory) {
      ticket.vacate(word);
      throw noMemory;
    }
  }

  private long made(Slot<R> ticket) {
    ticket.resource = resource;
    return ticket.handOff(ticket.beginOpen(ticket.word()));
  }

  /** It cannot be over while one of them has it. */
  @Override
  public long join(Slot<R> ticket, long word, Slot<R> another) {
    lock.lock();
    try {
      if (!ticket.isOwnedUnder(word) || isGivenBack(ticket)) {
        return Slot.LOST;
      }
      tickets.add(another);
      return made(another);
    } finally {
      lock.unlock();
    }
  }

  /** The pool has ended: so have all the leases. */
  void endAll() {
    lock.lock();
    try {
      for (Slot<R> ticket : tickets) {
        long word = ticket.word();
        if (Slot.stateOf(word) == SlotState.LEASED) {
          ticket.vacate(word);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isJoint(Slot<R> ticket) {
    lock.lock();
    try {
      return tickets.stream().anyMatch(other -> other != ticket && !isGivenBack(other));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean release(Slot<R> ticket, long word) {
    StackProbe.ensureForDecision();
    if (ticket.vacate(word) == Slot.LOST) {
      return false;
    }
    if (isLast()) {
      try {
        lastLeft.accept(this);
      } catch (Throwable ours) { // no memory, no stack: as in Lease.release
        if (lease.slot().orphan - lease.word() < 0) {
          lease.slot().orphan = lease.word();
        }
        throw ours;
      }
    }
    return true;
  }

  private boolean isLast() {
    lock.lock();
    try {
      tickets.removeIf(JointLease::isGivenBack);
      boolean last = tickets.isEmpty() && !over;
      over |= last;
      return last;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isGivenBack(Slot<?> ticket) {
    long word = ticket.word();
    return Slot.stateOf(word) == SlotState.VACANT || ticket.orphan == word;
  }

  @Override
  public boolean doom(Slot<R> ticket, long word, RetireReason reason, @Nullable Throwable cause) {
    return ticket.isOwnedUnder(word) && lease.retireOnRelease(reason, cause);
  }

  @Override
  public boolean end(Slot<R> ticket, long word, RetireReason reason) {
    doom(ticket, word, reason, null);
    return release(ticket, word);
  }

  /** Ends it for all who have it: there is nothing left to share. */
  @Override
  public boolean evict(Slot<R> ticket, long word, @Nullable Throwable cause) {
    if (!ticket.isOwnedUnder(word)) {
      return false;
    }
    lease.evict(cause);
    return release(ticket, word);
  }

  /**
   * Refused: it is not one borrower's to take away.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public @Nullable Runnable detach(Slot<R> ticket, long word, boolean keepsPermit) {
    throw new UnsupportedOperationException(
        "a connection that several borrowers may have at once cannot be detached");
  }

  @Override
  public void foundDead(Slot<R> ticket, boolean misplaced) {
    lease.slot().home().foundDead(lease.slot(), misplaced);
  }

  @Override
  public void retire(Slot<R> ticket, long word, RetireReason otherwise) {
    end(ticket, word, otherwise);
  }
}
