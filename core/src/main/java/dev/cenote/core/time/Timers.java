package dev.cenote.core.time;

/**
 * Runs short, non-blocking work later. A task must not call a driver, a listener or user code
 * directly: it decides and hands the call to an executor.
 */
public interface Timers extends AutoCloseable {

  /** A task that has been scheduled and can be called off. */
  @FunctionalInterface
  interface Scheduled {
    /** Calls the task off if it has not begun. Any thread; never blocks. */
    void cancel();
  }

  /**
   * Schedules {@code task} to run once, {@code delayNanos} from now (0 or less: as soon as
   * possible). Any thread may call it; it never blocks. After {@link #close()} the task is dropped.
   */
  Scheduled schedule(Runnable task, long delayNanos);

  /** Drops everything scheduled and frees the thread, if there is one. Never blocks. */
  @Override
  void close();
}
