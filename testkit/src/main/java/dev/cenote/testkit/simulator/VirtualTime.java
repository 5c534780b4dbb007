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

  private record Due(long at, long order, Runnable task, boolean[] cancelled) {}

  private final PriorityQueue<Due> future =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
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
    boolean[] cancelled = new boolean[1];
    long sum = now + Math.max(0, delayNanos);
    long at = sum < now ? Long.MAX_VALUE : sum; // beyond the end of time is never
    future.add(new Due(at, order++, task, cancelled));
    return () -> cancelled[0] = true;
  }

  /** Makes something possible at this very moment. */
  void now(Runnable task) {
    ready.add(new Due(now, order++, task, new boolean[1]));
  }

  /** How many things could happen now. */
  int readyCount() {
    while (!future.isEmpty() && (future.peek().at() <= now || future.peek().cancelled()[0])) {
      ready.add(future.poll());
    }
    ready.removeIf(due -> due.cancelled()[0]);
    return ready.size();
  }

  /** Takes one of them. */
  Runnable take(int index) {
    Due last = ready.remove(ready.size() - 1);
    return index == ready.size() ? last.task() : ready.set(index, last).task();
  }

  /** When the next thing is due, or null if nothing ever is. */
  @Nullable Long nextAt() {
    return future.isEmpty() ? null : future.peek().at();
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
