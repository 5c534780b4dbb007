package dev.cenote.testkit.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call made on a thread of its own, whose outcome the test asks for, never waiting for ever. */
final class Background<T> {

  private static final long PATIENCE_SECONDS = 20;

  private final FutureTask<T> task;
  private final Thread thread;

  private Background(Callable<T> call) {
    task = new FutureTask<>(call);
    thread = new Thread(task, "background");
    thread.setDaemon(true);
    thread.start();
  }

  static <T> Background<T> call(Callable<T> call) {
    return new Background<>(call);
  }

  T result() throws Exception {
    return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  Throwable failure() throws InterruptedException, TimeoutException {
    try {
      T result = task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      throw new AssertionError("returned " + result + " instead of failing");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  boolean isRunning() {
    return !task.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  void assertThatItsThreadEnds() throws InterruptedException {
    thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    assertThat(thread.isAlive()).isFalse();
  }
}
