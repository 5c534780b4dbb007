package dev.cenote.core.time;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Where the engine's own threads come from: daemons with a name that says whose they are. */
public final class DaemonThreads {

  /**
   * Long enough for what comes in bursts, and no longer: a thread is begun in a tenth of a
   * millisecond, and one that is idle keeps its stack and what a driver has left with it.
   */
  private static final long IDLE_MILLIS = 100;

  private DaemonThreads() {}

  /**
   * A factory of daemon threads, each named by {@code names}. They find classes as this one was
   * found. Which borrower happens to need one leaves no trace in it: no inheritable thread-locals,
   * no class loader, no priority.
   */
  @SuppressWarnings("ThreadPriorityCheck") // it is put back to normal, not relied upon
  static ThreadFactory named(Supplier<String> names) {
    return task -> {
      Thread thread = new Thread(null, task, names.get(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      thread.setPriority(Thread.NORM_PRIORITY);
      return thread;
    };
  }

  /**
   * An executor that gives every task a thread at once and ends threads idle for 100 ms. How many
   * tasks run together is bounded by who submits them.
   *
   * @param prefix thread names are this, a dash and a number
   */
  public static ThreadPoolExecutor onDemand(String prefix) {
    AtomicInteger count = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_MILLIS,
        TimeUnit.MILLISECONDS,
        new SynchronousQueue<>(),
        named(() -> prefix + "-" + count.incrementAndGet()));
  }
}
