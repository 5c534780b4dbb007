package dev.cenote.core;

import dev.cenote.core.time.Ticker;
import dev.cenote.core.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A clock that moves, and timers that fire, only when told to. */
final class StageTime implements Ticker, Timers {

  private record Task(Runnable task, long due) {}

  private final ConcurrentLinkedQueue<Task> tasks = new ConcurrentLinkedQueue<>();
  private volatile long now;

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Scheduled schedule(Runnable task, long delayNanos) {
    Task scheduled = new Task(task, now + Math.max(0, delayNanos));
    tasks.add(scheduled);
    return () -> tasks.remove(scheduled);
  }

  @Override
  public void close() {
    tasks.clear();
  }

  /** Lets time pass; nothing fires. One thread at a time. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // before and after a race only
  void pass(Duration duration) {
    now = now + duration.toNanos();
  }

  /** Takes off what is due now; whoever asks must run it. */
  List<Runnable> due() {
    long at = now;
    List<Runnable> due = new ArrayList<>();
    for (Task task : tasks) {
      if (task.due() <= at && tasks.remove(task)) {
        due.add(task.task());
      }
    }
    return due;
  }
}
