package dev.cenote.core.event;

import dev.cenote.core.time.Timers;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners what happened: one event at a time, in the order of {@link #post}, on one thread
 * of the pool's own, which runs while there is something to tell. So a listener that blocks delays
 * no deadline. What a listener throws is counted and goes no further.
 *
 * <p>Up to {@value #BACKLOG_MAX} events wait to be told. What happens while so many wait is not
 * told one by one: {@link PoolEvent.EventsLost} takes its place and says how many.
 */
public final class Announcer {

  /** How many events wait at most: minutes of a bad outage, and no burden on the memory. */
  public static final int BACKLOG_MAX = 4096;

  /** What happens at once in a pool at rest. */
  private static final int FEW = 3;

  private static final long RETRY_NANOS = 100_000_000;

  private final List<PoolListener> listeners;
  private final Executor threads;
  private final Timers timers;
  private final LongAdder failures = new LongAdder();

  /** Guards the fields below. The last in the order of locks: nothing is called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition quiet = lock.newCondition();
  private final ArrayDeque<PoolEvent> backlog = new ArrayDeque<>(FEW);
  private long lost;
  private boolean telling; // a thread tells, or has been asked for
  private @Nullable Thread teller;

  /**
   * Creates an announcer.
   *
   * @param listeners told in this order
   * @param threads where to tell them; if they have ended, on the thread that asks
   * @param timers to try again when no thread could be had
   */
  public Announcer(List<PoolListener> listeners, Executor threads, Timers timers) {
    this.listeners = List.copyOf(listeners);
    this.threads = threads;
    this.timers = timers;
  }

  /** Takes an event in, after all that were taken in before. Never blocks; under any lock. */
  public void post(PoolEvent event) {
    if (listeners.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      if (backlog.size() >= BACKLOG_MAX) {
        lost++;
        return;
      }
      if (lost > 0) {
        backlog.add(new PoolEvent.EventsLost(lost));
        lost = 0;
      }
      backlog.add(event);
    } finally {
      lock.unlock();
    }
  }

  /** Sees to it that what was taken in is told soon. Never blocks; not under a lock. */
  public void tellSoon() {
    if (!beginTelling()) {
      return;
    }
    try {
      threads.execute(this::tell);
    } catch (RejectedExecutionException ended) { // the pool's threads have gone, and its deadlines
      tell();
    } catch (RuntimeException | Error noThread) {
      endTelling();
      tellLater();
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void tellLater() {
    try {
      timers.schedule(this::tellSoon, RETRY_NANOS);
    } catch (RuntimeException | Error noMemory) {
      // What waits is told with what comes next.
    }
  }

  private boolean beginTelling() {
    lock.lock();
    try {
      if (telling || backlog.isEmpty()) {
        return false;
      }
      telling = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void endTelling() {
    lock.lock();
    try {
      telling = false;
      teller = null;
      quiet.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tell() {
    try {
      PoolEvent event = next();
      while (event != null) {
        for (PoolListener listener : listeners) {
          tell(listener, event);
        }
        event = next();
      }
    } catch (Throwable ours) { // no memory: what waits is told with what comes next
      endTelling();
      throw ours;
    }
  }

  /** The next event; null ends the telling. */
  private @Nullable PoolEvent next() {
    lock.lock();
    try {
      teller = Thread.currentThread();
      PoolEvent event = backlog.poll();
      if (event == null && lost > 0) {
        event = new PoolEvent.EventsLost(lost);
        lost = 0;
      }
      if (event == null) {
        endTelling();
      }
      return event;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private void tell(PoolListener listener, PoolEvent event) {
    try {
      listener.on(event);
    } catch (Throwable broken) { // even an Error must not cost the pool a slot
      failures.increment();
    }
  }

  /**
   * Waits until everything has been told. A listener that calls this does not wait for itself. An
   * interrupt ends the wait and stays set.
   */
  public void await(long timeoutNanos) {
    long left = timeoutNanos;
    lock.lock();
    try {
      while (telling && teller != Thread.currentThread() && left > 0) {
        left = quiet.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** How often a listener threw. */
  public long failures() {
    return failures.sum();
  }
}
