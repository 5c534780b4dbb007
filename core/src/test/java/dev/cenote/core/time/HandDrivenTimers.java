package dev.cenote.core.time;

import java.util.PriorityQueue;

/**
 * A clock and timers that move only when the test says so. Time starts below zero, as a monotonic
 * clock may, and passes zero soon. For one thread.
 */
public final class HandDrivenTimers implements Ticker, Timers {

  private int scheduled;
  private static final long START = -3_000_000_123L;

  /** So many tasks without the end of an advance are a loop, not work. */
  private static final int TASKS_MAX = 200_000;

  private static final Runnable NOTHING = () -> {};

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long now = START;
  private long scheduledCount;
  private boolean closed;
  private Runnable onRead = NOTHING;

  /** A clock that stands, and nothing scheduled. */
  public HandDrivenTimers() {}

  private record Task(long at, long number, Runnable what) implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      return at == other.at ? Long.compare(number, other.number) : Long.signum(at - other.at);
    }
  }

  @Override
  public long nanos() {
    Runnable meanwhile = onRead;
    onRead = NOTHING; // it may read the clock itself
    meanwhile.run();
    onRead = onRead == NOTHING ? meanwhile : onRead;
    return now;
  }

  /** From now on this happens whenever the clock is read: what another thread does meanwhile. */
  public void onRead(Runnable meanwhile) {
    onRead = meanwhile;
  }

  /** How much time has passed since the start. */
  public long elapsed() {
    return now - START;
  }

  @Override
  public Scheduled schedule(Runnable what, long delayNanos) {
    scheduled++;
    Task task = new Task(now + Math.max(0, delayNanos), ++scheduledCount, what);
    if (!closed) {
      tasks.add(task);
    }
    return () -> tasks.remove(task);
  }

  @Override
  public void close() {
    closed = true;
    tasks.clear();
  }

  public boolean isClosed() {
    return closed;
  }

  /** How many tasks are scheduled. */
  public int pending() {
    return tasks.size();
  }

  /** How many tasks have ever been scheduled. */
  public long scheduledCount() {
    return scheduledCount;
  }

  /** How long until the next task; {@link Long#MAX_VALUE} if there is none. */
  public long untilNext() {
    return tasks.isEmpty() ? Long.MAX_VALUE : Math.max(0, tasks.peek().at() - now);
  }

  /** Runs what is due now, and what becomes due by that, without letting time pass. */
  public void runDue() {
    advance(0);
  }

  /** Lets time pass and runs what becomes due, each task at its own time. */
  public void advance(long nanos) {
    long end = now + nanos;
    int left = TASKS_MAX;
    while (!tasks.isEmpty() && tasks.peek().at() - end <= 0) {
      if (--left == 0) {
        throw new AssertionError("tasks schedule tasks without end");
      }
      Task task = tasks.remove();
      now = now - task.at() < 0 ? task.at() : now;
      task.what().run();
    }
    now = end;
  }

  /** Lets time pass without running anything: a timers' thread that is late. */
  public void passUnnoticed(long nanos) {
    now += nanos;
  }

  /** How many tasks were ever given to the timers. */
  public int scheduled() {
    return scheduled;
  }
}
