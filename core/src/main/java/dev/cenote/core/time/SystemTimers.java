package dev.cenote.core.time;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link Timers} on one daemon thread, which ends after 30 s without a task. */
public final class SystemTimers implements Timers {

  private static final long IDLE_SECONDS = 30;

  private final ScheduledThreadPoolExecutor executor;

  /**
   * Creates timers whose thread, started with the first task, has the given name.
   *
   * @param threadName the name of the one thread
   */
  public SystemTimers(String threadName) {
    executor = new ScheduledThreadPoolExecutor(1, DaemonThreads.named(() -> threadName));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  @Override
  public Scheduled schedule(Runnable task, long delayNanos) {
    StackProbe.ensureForTask();
    try {
      ScheduledFuture<?> future = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException closed) {
      return () -> {};
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
