package dev.cenote.testkit.simulator;

import dev.cenote.core.time.Ticker;
import dev.cenote.core.time.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A clock that moves only when told to, and what is due by it. Single-threaded. */
public final class VirtualTime implements Ticker, Timers {

  /** A task and when it may run. */
  private static final class Due {

    private final long at;
    private final long order;
    private final Runnable task;
    private boolean cancelled;

    Due(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }
  }

  private final PriorityQueue<Due> future =
      new PriorityQueue<>(
          Comparator.<Due>comparingLong(due -> due.at).thenComparingLong(due -> due.order));
  private final List<Due> ready = new ArrayList<>();
  private long now;
  private long order;

  /** A clock that starts at {@code start}. */
  VirtualTime(long start) {
    now = start;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Scheduled schedule(Runnable task, long delayNanos) {
    long sum = now + Math.max(0, delayNanos);
    long at = sum < now ? Long.MAX_VALUE : sum; // beyond the end of time is never
    Due due = new Due(at, order++, task);
    future.add(due);
    return () -> due.cancelled = true;
  }

  /** Makes something possible at this very moment. */
  void now(Runnable task) {
    ready.add(new Due(now, order++, task));
  }

  /** How many things could happen now. */
  int readyCount() {
    while (!future.isEmpty() && (future.peek().at <= now || future.peek().cancelled)) {
      ready.add(future.poll());
    }
    ready.removeIf(due -> due.cancelled);
    return ready.size();
  }

  /** Takes one of them. */
  Runnable take(int index) {
    Due last = ready.remove(ready.size() - 1);
    return index == ready.size() ? last.task : ready.set(index, last).task;
  }

  /** When the next thing is due, or null if nothing ever is. */
  @Nullable Long nextAt() {
    return future.isEmpty() ? null : future.peek().at;
  }

  /** Moves the clock forward, over whatever becomes due on the way. */
  void moveTo(long time) {
    now = Math.max(now, time);
  }

  @Override
  public void close() {
    // What is scheduled by others than the pool goes on.
  }
}
