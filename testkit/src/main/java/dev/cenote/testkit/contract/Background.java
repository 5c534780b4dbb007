package dev.cenote.testkit.contract;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call on a thread of its own, whose outcome a test asks for without ever waiting for ever.
 *
 * @param <T> what it returns
 */
public final class Background<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(ThreadKind kind, Callable<T> call) {
    task = new FutureTask<>(call);
    thread = kind.start(task);
  }

  /** Starts the call on a platform thread. */
  public static <T> Background<T> call(Callable<T> call) {
    return call(ThreadKind.PLATFORM, call);
  }

  /** Starts the call on a thread of that kind. */
  public static <T> Background<T> call(ThreadKind kind, Callable<T> call) {
    return new Background<>(kind, call);
  }

  /**
   * Waits for the result.
   *
   * @throws Exception what the call threw
   */
  public T result() throws Exception {
    try {
      return task.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Waits for the call to fail; returns what it threw. */
  public Throwable failure() throws InterruptedException, TimeoutException {
    try {
      T result = task.get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      throw new AssertionError("returned " + result + " instead of failing");
    } catch (ExecutionException e) {
      return e.getCause() == null ? e : e.getCause();
    }
  }

  /** Whether the call has neither returned nor thrown. */
  public boolean isRunning() {
    return !task.isDone();
  }

  /** Whether the call returns or throws within this time; waits for it no longer. */
  public boolean endsWithin(Duration time) {
    try {
      thread.join(Math.max(1, time.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return task.isDone();
  }

  /** Interrupts the thread of the call. */
  public void interrupt() {
    thread.interrupt();
  }
}
