package dev.cenote.core;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import dev.cenote.core.time.CoarseTicker;
import dev.cenote.core.time.Ticker;
import dev.cenote.core.wait.Allowances;
import dev.cenote.core.wait.WaitQueue;
import dev.cenote.core.wait.Waiter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How a connection gets from one borrower to the next.
 *
 * <p><b>The protocol.</b> Two facts must never hold together for long: a waiter is parked, and a
 * connection that it could have is idle. Claim and the common release touch one slot word and no
 * lock; the queue changes only under the control lock, but its head may be read by anyone.
 *
 * <ol>
 *   <li><i>Claim</i> (any thread, no lock): read the head. If somebody waits, and has been told
 *       that something is idle, take one of the head's {@link Allowances} by compare-and-set, else
 *       miss. Scan the open slots; the first compare-and-set from IDLE to LEASED that succeeds is
 *       the lease. A claim that read the queue empty before a waiter joined has overtaken nobody.
 *   <li><i>Enqueue</i> (lock): join the queue, <u>then</u> look for idle slots and deliver them in
 *       order of arrival ({@link #deliverIdle}). Who joins behind a head that waits and was told of
 *       nothing need not look: what was idle before that one has seen, of the rest it is told.
 *   <li><i>Release with nobody waiting</i> (no lock): compare-and-set to IDLE, <u>then</u> read the
 *       head. Both are sequentially consistent, and so are the two steps of enqueue. So either the
 *       waiter's look finds the slot idle, or the releaser's read finds the waiter.
 *   <li>A releaser that finds a head after its slot is IDLE <i>nudges</i> it: sets the head's flag
 *       and, if it was not set, wakes it. If the head has changed by then it nudges the new head.
 *   <li>A nudged waiter takes the lock, clears its flag, <u>then</u> looks for idle slots and
 *       delivers them in order ({@link #deliverIdle}). A releaser that found the flag still set had
 *       made its slot idle before that look, which therefore sees it. One that is not fresh is
 *       claimed and its near end looked at first; if that tells nothing it is idle again, and the
 *       lock's holder, who knows of it, starts a check.
 *   <li>Whoever removes a waiter from the queue (lock) removes it <u>first</u> and reads its flag
 *       <u>then</u>; if set, the nudge went to one who no longer needs it, and the remover looks on
 *       behalf of those who remain. A releaser sets the flag first and reads the head again then.
 *       So either the remover sees the flag or the releaser sees the new head.
 *   <li><i>Release with somebody waiting</i>: while leases are shorter than a head takes to get a
 *       processor ({@link WakeDelay}, which also says how long it may have waited for that) and it
 *       may still be overtaken, as above: the head is nudged and runs for the slot against
 *       newcomers, which is many times cheaper than letting the slot wait for it. Else the slot
 *       goes straight to the head under the lock, from LEASED to LEASED, never through IDLE.
 *   <li>A delivery refused (the waiter timed out or was interrupted: it resolves itself by
 *       compare-and-set, without the lock) goes to the next waiter; the last refusal makes the slot
 *       IDLE while the lock still keeps anyone from joining.
 * </ol>
 *
 * <p><b>Fairness.</b> A head is overtaken at most {@code bargesMax} times, by allowances that are
 * given within {@link #BARGE_WINDOW_NANOS} of its having become head. Who gives back later hands
 * over, as do all where heads have waited for long, so one that is used later is for what was idle
 * before. Those who block each other are lent something before it ({@link Favoured}).
 *
 * <p><b>Cost.</b> Uncontended: two compare-and-sets, one allocation, no lock, no clock but for one
 * lease in sixteen, which is timed.
 *
 * @param <R> the resource
 */
final class Handoff<R> extends Claimables<R> {

  /** How long after a waiter has become head others are allowed to overtake it. */
  static final long BARGE_WINDOW_NANOS = 1_000_000;

  /** One lease in this many is timed, a power of two. */
  static final int SAMPLE = 16;

  private final PoolState<R> state;
  private final ControlLock control;
  private final SlotTable<R> slots;
  private final WaitQueue<Lease<R>> queue;
  private final Ticker ticker;
  private IdleOrder idleOrder; // read without a lock: a stale one will do
  private final Look<R> look;
  private final Holders<R> holders;
  private final AtomicLong returns = new AtomicLong();
  private final Runnable nudge = this::nudgeHead;

  /** Who is lent something before the head. */
  final Favoured<R> favoured = new Favoured<>();

  private boolean passedOver; // control lock

  /**
   * A slot became idle and its releaser had not what it takes to tell the head, or a look for
   * others failed. See {@link Salvage}.
   */
  volatile boolean leftUntold;

  Handoff(PoolState<R> state, CoarseTicker coarse) {
    super(
        state.slots.open(),
        new Allowances<>(BARGE_WINDOW_NANOS, state.runtime.ticker()),
        state.freshness,
        coarse);
    this.state = state;
    this.control = state.control;
    this.slots = state.slots;
    this.queue = state.queue;
    this.ticker = state.runtime.ticker();
    this.idleOrder = state.config.idleOrder();
    this.look = new Look<>(state, this);
    this.holders = state.holders;
    slots.showTo(this);
  }

  /** From now on idle ones are lent in that order, and other limits may hold. Lock held. */
  void order(IdleOrder next) {
    idleOrder = next;
    allowances.forget();
  }

  /** Whether who joins must look for what is idle, by rule 2. Lock held. */
  boolean mustLook() {
    Waiter<Lease<R>> head = queue.head();
    return leftUntold || head == null || !head.isPending() || head.isNudged();
  }

  /** A lease on an idle connection that is fresh, or null. Rule 1. */
  @Nullable Lease<R> claim() {
    Waiter<Lease<R>> head = queue.head();
    if (head != null
        && (!head.isNudged()
            || favoured.any()
            || !allowances.take(head, state.config.bargesMax(), Thread.currentThread()))) {
      return null;
    }
    return idleOrder == IdleOrder.AFFINE ? claimNear() : claimInOrder(idleOrder == IdleOrder.LIFO);
  }

  @Override
  @Nullable Lease<R> take(Slot<R> slot, long idleWord, long now) {
    long owned = slot.claim(idleWord);
    if (owned == Slot.LOST) {
      return null;
    }
    try {
      if (freshness.isOutdated(slot)) {
        slot.home().retire(slot, owned, freshness.whyOutdated(slot));
        return null;
      }
      if (slot.canLook && !freshness.isFresh(slot, now) && !look.finds(slot, owned)) {
        nudgeHead();
        return null;
      }
      holders.takes(slot, owned, now);
      return lease(slot, owned, false);
    } catch (Throwable ours) { // no memory, no stack: the slot must not be lost with it
      slot.orphan = owned; // first, and no call: should what follows fail too, Salvage finds it
      leftUntold = true; // a look may have made it idle before
      slot.home().retire(slot, owned, RetireReason.UNWANTED);
      throw ours;
    }
  }

  private Lease<R> lease(Slot<R> slot, long owned, boolean timed) {
    if (slot.resource == null) {
      throw new IllegalStateException("bug: " + slot + " was lent without a resource");
    }
    long count = ++slot.leases;
    slot.leasedAt = timed || (count & (SAMPLE - 1)) == 0 ? ticker.nanos() : 0;
    return new Lease<>(slot, owned);
  }

  /**
   * Stamps what the next owner and the statistics want to know, if {@code owned} stands. Two
   * threads may end one lease at once, and the slower one may write here when the slot is lent
   * again. So everything is read first and the word last: what a latecomer writes was true while it
   * owned, an older time and an earlier place. At worst a connection is checked once too often.
   */
  void stampReturn(Slot<R> slot, long owned) {
    long now = coarse.nanos();
    long held = state.heldSince(slot.leasedAt);
    long heard = holders.heardAt(slot, owned, now);
    long order = idleOrder == IdleOrder.AFFINE ? 0 : returns.incrementAndGet();
    if (slot.word() != owned) {
      return;
    }
    slot.idleSince = now;
    slot.contactedAt = heard;
    if (held != 0) {
      state.held(slot, held);
    }
    if (order != 0) {
      slot.returnOrder = order;
    }
  }

  /**
   * Passes on a clean connection: to the head waiter, or to nobody. Rules 3, 4 and 7. One that must
   * be checked first becomes idle and the head is nudged, which starts the check and keeps its
   * place meanwhile; nobody can claim it, since it is not fresh.
   *
   * @return false if the ownership that {@code owned} proves has ended or is doomed
   */
  boolean giveBack(Slot<R> slot, long owned) {
    Waiter<Lease<R>> head = queue.head();
    if (head != null && freshness.mayBeHandedOn(slot) && !mayRunForIt(head, slot)) {
      control.lock();
      try {
        return handOver(slot, owned);
      } finally {
        control.unlock();
      }
    }
    if (slot.release(owned) == Slot.LOST) {
      return false;
    }
    try {
      nudgeHead();
    } catch (Throwable ours) {
      leftUntold = true; // no call, as above
      throw ours;
    }
    return true;
  }

  private boolean mayRunForIt(Waiter<Lease<R>> head, Slot<R> slot) {
    long hold = favoured.any() ? 0 : slot.typicalHold();
    if (hold == 0 || !state.wakeDelay.outlasts(hold)) {
      return false;
    }
    long now = ticker.nanos();
    return WakeDelay.bears(hold, now - head.since(), head.isLight())
        && head.couldBeOvertaken(state.config.bargesMax(), BARGE_WINDOW_NANOS, now);
  }

  void nudgeHead() {
    nudgeHead(false);
  }

  /** With {@code surely} also if a nudge is unheeded: any thread may heed that, but look here. */
  void nudgeHead(boolean surely) {
    Waiter<Lease<R>> head = queue.head();
    while (head != null) {
      if (head.nudge() || surely) {
        head.run();
      }
      Waiter<Lease<R>> now = queue.head();
      if (now == head) {
        return;
      }
      head = now;
    }
  }

  /**
   * Passes on a clean connection, first to those who wait. Rules 7 and 8. Lock held.
   *
   * @return false if the ownership that {@code owned} proves has ended or is doomed
   */
  boolean handOver(Slot<R> slot, long owned) {
    Waiter<Lease<R>> waiter = pendingHead();
    if (waiter == null || slots.isHidden() || freshness.isSuspect(slot)) { // see Pause, Supply
      boolean released = slot.release(owned) != Slot.LOST; // first: its call has ended
      if (released && waiter != null) {
        nudgeLater(); // a suspect is checked by whoever looks
      }
      return released;
    }
    long passed = slot.handOff(owned);
    if (passed == Slot.LOST) {
      return false;
    }
    lend(waiter, slot, passed);
    return true;
  }

  private void nudgeLater() {
    try {
      control.later(nudge);
    } catch (Throwable ours) { // no memory to note it
      leftUntold = true;
      throw ours;
    }
  }

  /**
   * Gives idle ones to those who wait, in order. Lock held.
   *
   * @return whether others are idle that somebody waits for: the caller has them checked
   */
  boolean deliverIdle() {
    for (Waiter<Lease<R>> waiter; (waiter = pendingHead()) != null; ) {
      passedOver = false;
      waiter.heedNudge();
      if (!lendIdle(waiter)) {
        return passedOver;
      }
    }
    return false;
  }

  /** The time that returns are stamped with: what was given back just now is not older to it. */
  long now() {
    return coarse.nanos();
  }

  private boolean lendIdle(Waiter<Lease<R>> waiter) {
    long now = now();
    for (Slot<R> slot : slots.open()) {
      long word = slot.word();
      if (!Slot.saysIdle(word)) {
        continue;
      }
      passedOver = true;
      if (!Keeping.withholds(state, slot) && freshness.isLendable(slot, now)) {
        long owned = slot.claim(word);
        if (owned != Slot.LOST && look.passes(slot, owned, now)) {
          lend(waiter, slot, owned);
          return true;
        }
      }
    }
    return false;
  }

  /** Lends what its caller owns to the first who accepts it; {@code waiter} is the head. */
  private void lend(Waiter<Lease<R>> waiter, Slot<R> slot, long owned) {
    boolean given = false;
    try {
      Lease<R> lease = lease(slot, owned, true);
      Waiter<Lease<R>> next = favoured.before(waiter);
      long now = now();
      while (next != null) {
        control.makeRoom(); // first: who has got it must be woken
        holders.gets(slot, owned, next.borrower(), now);
        given = next.deliver(lease);
        if (given) {
          control.later(next);
        }
        takeOut(next);
        if (given) {
          return;
        }
        next = favoured.before(pendingHead());
      }
    } catch (Throwable ours) {
      if (!given) {
        slot.orphan = owned; // as in take
        slot.home().retire(slot, owned, RetireReason.UNWANTED);
      }
      throw ours;
    }
    slot.leases--; // it was nobody's
    slot.leasedAt = 0;
    if (slot.release(owned) == Slot.LOST) {
      slot.home().retire(slot, owned, RetireReason.UNWANTED);
    }
  }

  /** The first waiter who is still waiting; those before it are removed. Lock held. */
  @Nullable Waiter<Lease<R>> pendingHead() {
    Waiter<Lease<R>> head = queue.head();
    while (head != null && !head.isPending()) {
      remove(head);
      head = queue.head();
    }
    return head;
  }

  /** Takes a waiter out of the queue. Rule 6: an unheeded nudge passes to the new head. */
  void remove(Waiter<Lease<R>> waiter) {
    control.assertHeld();
    control.makeRoom(); // all of what follows, or nothing
    takeOut(waiter);
  }

  private void takeOut(Waiter<Lease<R>> waiter) {
    queue.remove(waiter);
    if (waiter.isNudged()) {
      Waiter<Lease<R>> head = queue.head();
      if (head != null && head.nudge()) {
        control.later(head);
      }
    }
    state.timekeeping.gone(waiter);
  }
}
