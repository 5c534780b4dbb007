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
 *       It is the one who waits longest from now on, so that a queue that moves needs few keepers.
 *   <li>When it is time, the keeper wakes those who have little left: from then on they set timers.
 *       So deadlines stay exact, and this walk through the queue is made once in {@link
 *       #EARLY_NANOS} at most. Who joins when it is overdue makes it in the keeper's place.
 * </ol>
 *
 * <p>So while somebody is kept, somebody in the queue is the keeper, and sleeps no longer than to
 * {@code due}. A kept one that is to sleep less is told first and woken then.
 *
 * @param <L> what is waited for
 */
public final class Timekeeping<L> {

  /** So long before its deadline, or at most twice as long, a kept waiter is woken. */
  public static final long EARLY_NANOS = 100_000_000;

  /** Who has more than that to wait is taken to have no more, so that no sum overflows: a year. */
  private static final long MOST_NANOS = 365L * 86_400 * 1_000_000_000;

  private final WaitQueue<L> queue;
  private final Ticker ticker;
  private final Consumer<Waiter<L>> waking;

  /** Written under the lock of the queue's owner, as is the next. */
  private volatile @Nullable Waiter<L> keeper;

  private volatile long due;
  private int kept; // lock

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

  /** It has joined the queue and waits. Lock held. */
  public void joined(Waiter<L> waiter) {
    long now = waiter.since(); // nearly, and no clock is read
    long left = left(waiter, now);
    if (left <= 2 * EARLY_NANOS) {
      return;
    }
    if (keeper == null ? kept > 0 : now - due >= 0) {
      look(now);
    }
    long look = now + left - EARLY_NANOS;
    if (keeper == null) {
      due = look;
      keeper = waiter;
    } else if (look - due >= -EARLY_NANOS / 2) { // those who join at once do so in any order
      waiter.kept = true;
      kept++;
    }
  }

  /** It is in the queue no more. Lock held. */
  public void left(Waiter<L> waiter) {
    if (waiter.kept) {
      waiter.kept = false;
      kept--;
    }
    if (waiter == keeper) {
      keeper = null;
      if (kept > 0) {
        appoint(lastKept());
      }
    }
  }

  /**
   * How much of the time that a waiter has left it may sleep, if nobody wakes it. To be asked by
   * the waiter itself after it has said that it is about to sleep; never blocks.
   *
   * @return {@link Long#MAX_VALUE}: until it is woken. 0 or less: not at all, somebody must {@link
   *     #look} first
   */
  public long sleep(Waiter<L> waiter, long left) {
    if (waiter.kept) {
      return Long.MAX_VALUE;
    }
    return waiter == keeper ? Math.min(left, due - ticker.nanos()) : left;
  }

  /** Wakes those who have little time left. Lock held. */
  public void look() {
    look(ticker.nanos());
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
      long left = left(each, now);
      if (left > 2 * EARLY_NANOS) {
        least = Math.min(least, left);
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
    keeper = next; // if there is no memory to wake it, there is none, which who joins next sees
  }

  /** It is to sleep less, so it is woken, once the lock is free. */
  private void release(Waiter<L> each) {
    waking.accept(each);
    each.kept = false;
    kept--;
  }

  private Waiter<L> lastKept() {
    Waiter<L> each = queue.tail();
    while (each != null && !each.kept) {
      each = each.previous;
    }
    if (each == null) {
      throw new IllegalStateException("bug: " + kept + " are kept, and none is in the queue");
    }
    return each;
  }

  private static long left(Waiter<?> waiter, long now) {
    return Math.min(MOST_NANOS, waiter.patience() - (now - waiter.since()));
  }
}
