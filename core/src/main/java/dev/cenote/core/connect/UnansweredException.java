package dev.cenote.core.connect;

import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * A call of the driver had no answer in its time and was given up. Its stack is not that of who
 * threw it, but of the thread that was stuck in the call then; empty if no thread had begun it.
 */
public final class UnansweredException extends TimeoutException {

  private static final long serialVersionUID = 1;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final DriverCall.Kind call;
  private final String thread;

  /**
   * Of a call that was given up.
   *
   * @param limitNanos the time it had
   * @param thread the name of the thread that makes it; empty: none has begun it
   * @param stack where that thread is
   */
  public UnansweredException(
      DriverCall.Kind call, long limitNanos, String thread, List<StackTraceElement> stack) {
    super(
        "no answer within "
            + limitNanos / NANOS_PER_MILLI
            + " ms"
            + (thread.isEmpty() ? ", and no thread had begun the call" : ""));
    this.call = call;
    this.thread = thread;
    setStackTrace(stack.toArray(new StackTraceElement[0]));
  }

  /** Which call it is. */
  public DriverCall.Kind call() {
    return call;
  }

  /** The name of the thread that makes it; empty: none had begun it. */
  public String thread() {
    return thread;
  }
}
