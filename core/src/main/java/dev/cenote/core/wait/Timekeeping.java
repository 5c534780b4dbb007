package dev.cenote.core.wait;

import dev.cenote.core.time.Ticker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who wakes those that wait before their time is over. A thread that parks until a deadline costs a
 * virtual thread a timer of the JDK, which wakes a thread of its own to set it and to take it back:
 * as much as the whole hand-over. So one of them, the <i>keeper</i>, sleeps until {@link
 * #EARLY_NANOS} before the first deadline of all, and the others, whose time is <i>kept</i>, sleep
 * until they are woken.
 *
 * <ol>
 *   <li>Who joins the queue and has much time left is kept, or becomes the keeper if there is none.
 *       Who has little left, or would have to be woken before the keeper wakes, sets a timer.
 *   <li>When the keeper leaves the queue, served or not, the last of the kept is woken and keeps.
 *       Mostly it is the one who waits longest from now on, so a queue that moves needs few
 *       keepers.
 *   <li>When it is time the keeper wakes those who have little left: from then on they set timers.
 *       So deadlines stay exact, and this walk through the queue is made once in {@link
 *       #EARLY_NANOS} at most.
 *   <li>Who joins when that is overdue makes it in the keeper's place, and so does a tick of the
 *       pool's clock: virtual threads that are pinned keep the carrier on which the keeper could
 *       run.
 * </ol>
 *
 * <p>So while somebody is kept, somebody in the queue is the keeper and sleeps no longer than until
 * the walk is due, or it is overdue. Who is to sleep less than before is told first and woken then.
 *
 * @param <L> what is waited for
 */
public final class Timekeeping<L> {

  /**
   * So long before its deadline a kept waiter is woken: half as long if its time ends a little
   * before that of the keeper, twice as long if another one's deadline comes first.
   */
  public static final long EARLY_NANOS = 100_000_000;

  /** By so much the keeper is not late, unless it cannot run. */
  private static final long LATE_NANOS = EARLY_NANOS / 4;

  /** Who has more than that to wait is taken to have no more, so that no sum overflows: a year. */
  private static final long MOST_NANOS = 365L * 86_400 * 1_000_000_000;

  private final WaitQueue<L> queue;
  private final Ticker ticker;
  private final Consumer<Waiter<L>> waking;

  /** Written under the lock of the queue's owner, as are the next two. */
  private volatile @Nullable Waiter<L> keeper;

  private volatile long due;
  private volatile int kept;

  /**
   * Nobody waits yet.
   *
   * @param queue in which they wait
   * @param ticker its clock
   * @param waking wakes a waiter, once the lock is free
   */
  public Timekeeping(WaitQueue<L> queue, Ticker ticker, Consumer<Waiter<L>> waking) {
    this.queue = queue;
    this.ticker = ticker;
    this.waking = waking;
  }

  /**
   * It has joined the queue and waits. Lock held.
   *
   * @return whether it is kept, so that the pool's clock must tick
   */
  public boolean joined(Waiter<L> waiter) {
    long now = waiter.since(); // nearly, and no clock is read
    long remaining = remaining(waiter, now);
    if (remaining <= 2 * EARLY_NANOS) {
      return false;
    }
    if (isDue(now, 0)) {
      look(now);
    }
    long wakeAt = now + remaining - EARLY_NANOS;
    if (keeper == null) {
      due = wakeAt;
      keeper = waiter;
    } else if (wakeAt - due >= -EARLY_NANOS / 2) { // those who join at once do so in any order
      waiter.kept = true;
      count(1);
    }
    return waiter.kept;
  }

  /** It is in the queue no more. Lock held. */
  public void gone(Waiter<L> waiter) {
    if (waiter.kept) {
      waiter.kept = false;
      count(-1);
    }
    if (waiter == keeper) {
      keeper = null;
      Waiter<L> last = kept > 0 ? lastKept() : null;
      if (last != null) {
        appoint(last);
      }
    }
  }

  /**
   * How much of the time that a waiter has left it may sleep, if nobody wakes it. To be asked by
   * the waiter itself before each sleep, with nothing in between that could use up a wake-up; never
   * blocks.
   *
   * @return {@link Long#MAX_VALUE}: until it is woken. 0 or less: not at all, it must {@link #look}
   *     first
   */
  public long parkFor(Waiter<L> waiter, long remaining) {
    if (waiter.kept) {
      return Long.MAX_VALUE;
    }
    return waiter == keeper ? Math.min(remaining, due - ticker.nanos()) : remaining;
  }

  /** Whether there is somebody whose time is kept. Any thread. */
  public boolean isNeeded() {
    return kept > 0;
  }

  /** Whether somebody must {@link #look} because the keeper does not. Any thread. */
  public boolean isOverdue() {
    return isDue(ticker.nanos(), LATE_NANOS);
  }

  /** Wakes those who have little time left, if that is due. Lock held. */
  public void look() {
    long now = ticker.nanos();
    if (isDue(now, 0)) {
      look(now);
    }
  }

  /** Also if nobody keeps the time of those whose time is kept: there was no memory to wake one. */
  private boolean isDue(long now, long late) {
    return keeper == null ? kept > 0 : now - due >= late;
  }

  private void look(long now) {
    Waiter<L> last = null;
    Waiter<L> before = keeper;
    boolean stays = false;
    long least = MOST_NANOS;
    for (Waiter<L> each = queue.head(); each != null; each = each.next) {
      if (!each.kept && each != before) {
        continue;
      }
      long remaining = remaining(each, now);
      if (remaining > 2 * EARLY_NANOS) {
        least = Math.min(least, remaining);
        last = each;
        stays |= each == before;
      } else if (each.kept) {
        release(each);
      }
    }
    due = now + least - EARLY_NANOS;
    if (!stays) {
      keeper = null;
      if (last != null) {
        appoint(last);
      }
    }
  }

  private void appoint(Waiter<L> next) {
    release(next);
    keeper = next;
  }

  /** It is to sleep less, so it is woken, once the lock is free. */
  private void release(Waiter<L> each) {
    waking.accept(each); // first: if there is no memory for that, nothing has happened
    each.kept = false;
    count(-1);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time: the lock's holder
  private void count(int more) {
    kept = kept + more;
  }

  private @Nullable Waiter<L> lastKept() {
    Waiter<L> each = queue.tail();
    while (each != null && !each.kept) {
      each = each.previous;
    }
    return each;
  }

  private static long remaining(Waiter<?> waiter, long now) {
    return Math.min(MOST_NANOS, waiter.patience() - Math.max(0, now - waiter.since()));
  }
}
