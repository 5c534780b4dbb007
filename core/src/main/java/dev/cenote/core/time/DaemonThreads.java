package dev.cenote.core.time;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Where the engine's own threads come from: daemons with a name that says whose they are. */
public final class DaemonThreads {

  private static final long IDLE_SECONDS = 30;

  private DaemonThreads() {}

  /** A factory of daemon threads, each named by {@code names}. */
  static ThreadFactory named(Supplier<String> names) {
    return task -> {
      Thread thread = new Thread(task, names.get());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * An executor that gives every task a thread at once and ends threads idle for 30 s. How many
   * tasks run together is bounded by who submits them.
   *
   * @param prefix thread names are this, a dash and a number
   */
  public static ThreadPoolExecutor onDemand(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named(() -> prefix + "-" + count.incrementAndGet()));
  }
}
