package dev.cenote.core.event;

import dev.cenote.core.time.Throttling;
import dev.cenote.core.time.Ticker;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a pool. Times are nanoseconds; slots are numbered from 1.
 *
 * @see Ticker
 */
public sealed interface PoolEvent {

  /** The pool accepts acquires. */
  record Started() implements PoolEvent {}

  /** A connection was opened. */
  record Opened(int slot, long tookNanos) implements PoolEvent {}

  /**
   * An attempt to open failed. {@code consecutive} counts the failures since the last success, but
   * for probes given up before the first that was told, and so do the events of the end; {@code
   * nextAttemptNanos} is how long the pool rests before the next one, {@code open} how many
   * connections it has.
   */
  record OpenFailed(
      Throwable failure, String kind, int consecutive, long nextAttemptNanos, int open)
      implements PoolEvent {}

  /** A connection could be opened again, {@code lostNanos} after the first failure. */
  record Recovered(long lostNanos, int failures) implements PoolEvent {}

  /**
   * After {@link Recovered}, once what was missing is open again, or two seconds later, or when
   * opening fails anew: {@code open} connections are there {@code tookNanos} after the attempt
   * began that ended the outage. {@code requestsFailed} counts the acquires that got nothing while
   * it lasted, but for those that a full queue, a pause or a deadlock refused, and the borrowed
   * connections that broke since one was last opened and were given back before it was over.
   */
  record Restored(long lostNanos, int failures, int open, long tookNanos, long requestsFailed)
      implements PoolEvent {}

  /**
   * A connection ended. The cause, if there is one, is what the driver threw.
   *
   * @param ageNanos how long ago it was opened
   * @param quietNanos since when nothing had been heard of its server, when it was last asked or
   *     looked at; 0 if it was borrowed
   * @param doubted if it was found dead while it was idle, how many others are open that have not
   *     proved alive since then, or since the death that put all in doubt: they are checked before
   *     they are lent again
   */
  record Retired(
      int slot,
      RetireReason reason,
      @Nullable Throwable cause,
      long ageNanos,
      long quietNanos,
      int doubted)
      implements PoolEvent {}

  /**
   * After {@link Retired}: the deaths of idle connections show that something ends those of which
   * nothing is heard for some time. Told once, and again if that time turns out to be another.
   */
  record IdleLimitFound(int slot, IdleLimit limit) implements PoolEvent {}

  /**
   * A driver call ran past its deadline; the pool goes on without it. {@code outstanding} counts
   * all such calls that have not returned.
   *
   * @param slot 0 for the abort of a connection that came too late
   * @param thread the name of the thread that is stuck in the call; empty: none had begun it
   * @param stack where that thread was when the call was given up; empty if that is not known
   */
  record GivenUp(
      int slot,
      String call,
      long limitNanos,
      int outstanding,
      String thread,
      List<StackTraceElement> stack)
      implements PoolEvent {}

  /** A call that was given up returned after all. */
  record GivenUpReturned(int slot, String call, int outstanding) implements PoolEvent {}

  /** An acquire failed at its deadline. */
  record AcquireTimedOut(long waitedNanos) implements PoolEvent {}

  /**
   * All permitted connections are borrowed, and a caller has to wait: the first since the start.
   */
  record Saturated() implements PoolEvent {}

  /**
   * Time has passed in which nothing of the pool ran: a long garbage collection, a process or a
   * machine that stood still, no processor to be had.
   *
   * @param lateNanos by how much the pool's timers were late
   * @param throttled how the system held the process back since the last look at that
   * @param sinceNanos how long ago that look was
   */
  record Stalled(long lateNanos, Throttling throttled, long sinceNanos) implements PoolEvent {}

  /**
   * A borrower that has the connection of {@code slot} had to wait for another one. That is told
   * ten times a second at most of the same two places; if all do so at once, it is a deadlock.
   *
   * @param thread its thread's name; empty if it is not known
   * @param firstSite where it borrowed the first one; empty unless the pool keeps stacks
   * @param stack where it asks for the second one; empty if that is not known
   */
  record NestedAcquire(
      int slot, String thread, List<StackTraceElement> firstSite, List<StackTraceElement> stack)
      implements PoolEvent {}

  /**
   * A connection has been borrowed for longer than {@code leakThreshold}. Told once for each lease.
   *
   * @param quietNanos since when nobody has begun to use it
   * @param borrower its thread, whose stack says what it does now; null if it is not known
   * @param site where it was borrowed; empty unless the pool keeps stacks
   */
  record HeldLong(
      int slot,
      long heldNanos,
      long quietNanos,
      @Nullable Thread borrower,
      List<StackTraceElement> site)
      implements PoolEvent {}

  /** A connection that had been told to be held for long came back: slow, not leaked. */
  record HeldLongReturned(int slot, long heldNanos, String thread) implements PoolEvent {}

  /**
   * The thread that borrowed a connection has ended, nobody else has used it, and it was not given
   * back.
   *
   * @param site where it was borrowed; empty unless the pool keeps stacks
   */
  record Leaked(int slot, long heldNanos, String thread, List<StackTraceElement> site)
      implements PoolEvent {}

  /** All connections opened so far are to be retired. */
  record Invalidated(long generation) implements PoolEvent {}

  /**
   * Settings were changed while the pool ran, all of them at once. That the size was changed by
   * itself is {@link Resized}.
   */
  record Reconfigured(List<Change> changes) implements PoolEvent {

    /** {@code poolSize 5 -> 20, acquireTimeout 30.0 s -> 5.0 s}. */
    public String text() {
      return changes.stream().map(Change::toString).collect(Collectors.joining(", "));
    }
  }

  /**
   * One setting and what it was and is, as people write it. Where that is a secret both say so and
   * are the same.
   */
  record Change(String setting, String before, String after) {

    /** {@code poolSize 5 -> 20}; of a secret {@code password changed}. */
    @Override
    public String toString() {
      return before.equals(after) ? setting + " changed" : setting + " " + before + " -> " + after;
    }
  }

  /** The size was changed. */
  record Resized(int poolSizeBefore, int maxOverflowBefore, int poolSize, int maxOverflow)
      implements PoolEvent {}

  /** A connection left the pool with its borrower, with its permit or without. */
  record Detached(int slot, boolean keepsPermit) implements PoolEvent {}

  /** The pool stands still: nothing is lent or opened. */
  record Paused() implements PoolEvent {}

  /** The pool goes on. */
  record Resumed() implements PoolEvent {}

  /** So many events were not told, because a listener had not returned for too long. */
  record EventsLost(long count) implements PoolEvent {}

  /** The pool is closed; {@code aborted} connections were still borrowed, {@code givenUp} hang. */
  record Closed(long tookNanos, int aborted, int givenUp) implements PoolEvent {}
}
