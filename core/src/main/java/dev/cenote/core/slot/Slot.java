package dev.cenote.core.slot;

import dev.cenote.core.event.RetireReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * A numbered place for one connection, which it outlives. One atomic word says in which state it is
 * and under which ownership:
 *
 * <pre>
 *   63                               8   7     3   2     0
 *  +-----------------------------------+--------+--------+
 *  | epoch: grows with every move      |  doom  | state  |
 *  +-----------------------------------+--------+--------+
 * </pre>
 *
 * <p>The doom is 0, or says why the connection must be closed when the present ownership ends.
 *
 * <p>Every move is a compare-and-set of the whole word, so a stale owner can end nothing: its epoch
 * has passed. At 10^8 moves a second the 56 bits last 22 years. A move returns the new word, which
 * is the new owner's proof of ownership, or {@link #LOST} if the word was not what the caller
 * thought: taken over, or doomed. An owner whose move was lost asks {@link #wordUnder}.
 *
 * <p>The plain fields belong to the owner; they are published by the move that ends the ownership
 * and read by the next owner after the move that begins it. Readers that own nothing (claim, the
 * chores, statistics) read the word first and either act by a compare-and-set of that same word,
 * which fails if the fields were not its own, or take what they read as an estimate. One writer
 * owns nothing: the slower of two threads that end one lease at once. What it may still write,
 * times of the return and the estimates made of them, is older than the truth.
 *
 * @param <R> the resource
 */
@SuppressWarnings("EnumOrdinal") // the word packs enums; it lives in one JVM and is never stored
public final class Slot<R> extends SlotWord {

  static final long STATE_MASK = 0b0111;
  static final long DOOM_MASK = 0b1111_1000;
  static final long EPOCH = 0b1_0000_0000;

  private static final int DOOM_SHIFT = 3;
  private static final int EPOCH_SHIFT = 8;
  private static final RetireReason[] REASONS = RetireReason.values();

  /** Returned by a move that did not happen. No word is 0 after a slot's first move. */
  public static final long LOST = 0;

  private static final long IDLE = SlotState.IDLE.ordinal();
  private static final long LEASED = SlotState.LEASED.ordinal();

  private static final VarHandle NOTED_FOR;
  private static final VarHandle HOLDER;
  private static final VarHandle RESETTER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NOTED_FOR = lookup.findVarHandle(Slot.class, "notedFor", long.class);
      HOLDER = lookup.findVarHandle(Slot.class, "holder", Object.class);
      RESETTER = lookup.findVarHandle(Slot.class, "resetter", Thread.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  private final int number;
  private final LeaseHome<R> home;

  /** What is pooled; null while there is none. Owner. */
  public @Nullable R resource;

  /** The generation of the pool in which the resource was opened. Owner. */
  public int generation;

  /** The pool's era in which the resource was last proved alive. Owner. */
  public int provenEra;

  /** When it was last given back, in nanoseconds of the coarse ticker. Owner. */
  public long idleSince;

  /** When the server was last heard, in nanoseconds. Owner. */
  public long contactedAt;

  /** Whether a look can tell that the other end has closed it. Owner. */
  public boolean canLook;

  /** When the lease began if this lease is timed, else 0. Owner. */
  public long leasedAt;

  /**
   * Who has the lease: a thread, or what the caller of an acquire without a thread said it is; null
   * if that is not noted or not known. It stays when the lease has ended. Owner.
   */
  public @Nullable Object holder;

  /**
   * The lease that {@link #holder} and {@link #borrowedAt} are said of, as {@link #ownership}:
   * until they are written those of the one before stand there. Owner, last and by {@link #noted}.
   */
  @SuppressWarnings("unused") // through NOTED_FOR
  private long notedFor;

  /** When the lease began, to within a tick. Owner. */
  public long borrowedAt;

  /** When a borrower last began to use it, to within a tick. The borrower's threads. */
  public long calledAt;

  /**
   * The last lease that anybody has used, or the reset that followed it, as {@link #ownership}. The
   * borrower's threads.
   */
  public long usedIn;

  /**
   * The last lease that another than its {@link #holder} has used, as {@link #ownership}. The
   * borrower's threads.
   */
  public long strayedIn;

  private float recentHold; // these two are estimates, for which seven digits do; owner
  private float typicalHold;

  /** Leases given; a cell of the pool's counter. Owner. */
  public long leases;

  /**
   * Whom it is kept for while it is idle; null, as in most pools always: nobody in particular.
   * Owner.
   */
  public @Nullable Object keeper;

  /** Position in the order of returns, if the pool keeps it. Owner. */
  public long returnOrder;

  /** The thread that is in a reset; null: none is. That thread, also when it is late. */
  public volatile @Nullable Thread resetter;

  /** A vacant slot. */
  public Slot(int number, LeaseHome<R> home) {
    this.number = number;
    this.home = home;
    this.word = EPOCH;
  }

  /** The number, from 1. */
  public int number() {
    return number;
  }

  /** Where its leases go back to. */
  public LeaseHome<R> home() {
    return home;
  }

  /** The word as it is now. */
  public long word() {
    return word;
  }

  /** The state as it is now. */
  public SlotState state() {
    return SlotState.of(word);
  }

  /** The state that a word says. */
  public static SlotState stateOf(long word) {
    return SlotState.of(word);
  }

  /** Whether a word says idle. */
  public static boolean saysIdle(long word) {
    return (word & STATE_MASK) == IDLE;
  }

  /** The epoch of a word. */
  public static long epochOf(long word) {
    return word >>> EPOCH_SHIFT;
  }

  /** IDLE to LEASED, by an acquirer or on behalf of a waiter. */
  public long claim(long idleWord) {
    return move(idleWord, (idleWord & ~(STATE_MASK | DOOM_MASK)) + EPOCH | LEASED);
  }

  /** LEASED, RESETTING, CHECKING or CONNECTING to IDLE: nobody owns it any more. */
  public long release(long owned) {
    if ((owned & STATE_MASK) != LEASED) {
      return to(owned, SlotState.IDLE);
    }
    return move(owned, (owned & ~(STATE_MASK | DOOM_MASK)) + EPOCH | IDLE);
  }

  /** LEASED, RESETTING, CHECKING or CONNECTING to LEASED of somebody else, never idle between. */
  public long handOff(long owned) {
    return to(owned, SlotState.LEASED);
  }

  /** VACANT to CONNECTING. */
  public long beginOpen(long vacantWord) {
    return to(vacantWord, SlotState.CONNECTING);
  }

  /** IDLE to CHECKING, for an acquirer or a chore. */
  public long beginCheck(long idleWord) {
    return to(idleWord, SlotState.CHECKING);
  }

  /** LEASED to RESETTING, by the releasing thread. */
  public long beginReset(long leasedWord) {
    return to(leasedWord, SlotState.RESETTING);
  }

  /**
   * To CLOSING, from any state with a connection, by its owner or by who takes over. A doomed word
   * is accepted: closing is what the doom asks for.
   */
  public long beginClose(long word) {
    return to(word, SlotState.CLOSING);
  }

  /**
   * CONNECTING, CLOSING or LEASED (when detached) to VACANT. The fields are cleared by the mover.
   */
  public long vacate(long owned) {
    return to(owned, SlotState.VACANT);
  }

  /** Whether the ownership proved by {@code owned} still stands, doomed or not. */
  public boolean isOwnedUnder(long owned) {
    return (word & ~DOOM_MASK) == (owned & ~DOOM_MASK);
  }

  /**
   * Marks the slot, in the ownership that {@code owned} proves, so that its connection is closed
   * when that ownership ends. The first reason stays, unless it was {@code RESIZED}, which may be
   * pardoned, or the new one is a proof that it is dead.
   *
   * @return false if that ownership has ended
   */
  public boolean doom(long owned, RetireReason reason) {
    long clean = owned & ~DOOM_MASK;
    if (!SlotState.of(clean).isOwned()) {
      throw new IllegalStateException("bug: a slot that nobody owns cannot be doomed");
    }
    long doomed = clean | (reason.ordinal() + 1L) << DOOM_SHIFT;
    while (true) {
      long seen = word;
      if ((seen & ~DOOM_MASK) != clean) {
        return false;
      }
      RetireReason before = doomOf(seen);
      if (before != null && !outranks(reason, before)) {
        return true;
      }
      if (WORD.compareAndSet(this, seen, doomed)) {
        return true;
      }
    }
  }

  private static boolean outranks(RetireReason reason, RetireReason before) {
    return before == RetireReason.RESIZED
        ? reason != RetireReason.RESIZED
        : reason.isAborted() && !before.isAborted();
  }

  /**
   * Takes back a doom for that reason, in the ownership that {@code owned} proves.
   *
   * @return false if that ownership has ended or is doomed for another reason or for none
   */
  public boolean pardon(long owned, RetireReason reason) {
    long seen = word;
    return isOwnedUnder(owned)
        && doomOf(seen) == reason
        && WORD.compareAndSet(this, seen, owned & ~DOOM_MASK);
  }

  /** The word of the ownership that {@code owned} proves with its doom, or LOST if it has ended. */
  public long wordUnder(long owned) {
    long seen = word;
    return (seen & ~DOOM_MASK) == (owned & ~DOOM_MASK) ? seen : LOST;
  }

  /** What of a word says whose it is, whatever its doom. */
  public static long ownership(long word) {
    return word & ~DOOM_MASK;
  }

  /** Says that what is noted of the borrower is said of the lease that {@code owned} proves. */
  public void noted(long owned) {
    NOTED_FOR.setRelease(this, ownership(owned));
  }

  /** Whether what is noted of a borrower is said of the lease that {@code word} proves. */
  public boolean isNotedFor(long word) {
    return (long) NOTED_FOR.getAcquire(this) == ownership(word);
  }

  /** Forgets that holder, if it still stands there. Any thread. */
  public void forgetHolder(Object gone) {
    HOLDER.compareAndSet(this, gone, null);
  }

  /** That thread is in a reset no more; if another is by now, that one stays. */
  public void forgetResetter(Thread thread) {
    RESETTER.compareAndSet(this, thread, null);
  }

  /** Why a word is doomed, or null if it is not. */
  public static @Nullable RetireReason doomOf(long word) {
    int doom = (int) ((word & DOOM_MASK) >>> DOOM_SHIFT);
    return doom == 0 ? null : REASONS[doom - 1];
  }

  /**
   * Learns how long a lease was held. The mean is for the demand; the typical hold is a {@link
   * RunningMedian}.
   */
  public void learnHold(long nanos) {
    recentHold = recentHold == 0 ? nanos : (3 * recentHold + nanos) / 4;
    typicalHold = RunningMedian.with(typicalHold, nanos);
  }

  /** How long recent leases were held on average, in nanoseconds; 0: not known. */
  public long recentHold() {
    return (long) recentHold;
  }

  /**
   * How long half of the recent leases were held at most, roughly, in nanoseconds; 0: not known.
   */
  public long typicalHold() {
    return (long) typicalHold;
  }

  /** Forgets what was said about the connection that has gone. Owner. */
  public void clear() {
    resource = null;
    canLook = false;
    keeper = null;
    holder = null;
    leasedAt = 0;
    recentHold = 0;
    typicalHold = 0;
  }

  /** The one way for all other moves; refuses what the table of states does not allow. */
  long to(long from, SlotState next) {
    SlotState current = SlotState.of(from);
    if (!current.mayBecome(next)) {
      throw new IllegalStateException("bug: slot " + number + " from " + current + " to " + next);
    }
    return move(from, (from & ~(STATE_MASK | DOOM_MASK)) + EPOCH | next.ordinal());
  }

  private long move(long from, long to) {
    return WORD.compareAndSet(this, from, to) ? to : LOST;
  }

  @Override
  public String toString() {
    return "slot " + number + " " + state();
  }
}
