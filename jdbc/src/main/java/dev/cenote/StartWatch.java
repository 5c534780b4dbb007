package dev.cenote;

import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.core.time.Ticker;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the opens, so that a start ends as soon as its outcome is certain: enough are open, or
 * the failure is of a kind that waiting does not mend.
 */
final class StartWatch implements PoolListener {

  private final Ticker ticker = Ticker.system();

  /** Guards the fields; a lock, because the starting thread waits for them to change. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private int version; // guarded by lock
  private boolean closed; // guarded by lock
  private PoolEvent.@Nullable OpenFailed lastFailure; // guarded by lock

  /**
   * How a start ended.
   *
   * @param reached whether enough are open
   * @param kind the kind of the last failure to open, if nothing was opened after it
   * @param failure that failure
   */
  record Outcome(boolean reached, @Nullable OpenFailure kind, @Nullable Throwable failure) {}

  @Override
  public void on(PoolEvent event) {
    if (event instanceof PoolEvent.OpenFailed failed) {
      change(failed, false);
    } else if (event instanceof PoolEvent.Opened) {
      change(null, false);
    } else if (event instanceof PoolEvent.Closed) {
      change(null, true);
    }
  }

  private void change(PoolEvent.@Nullable OpenFailed failed, boolean ends) {
    lock.lock();
    try {
      lastFailure = failed;
      closed |= ends;
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until {@code enough}, a hopeless failure, the pool's end, or the deadline. Asks {@code
   * enough} without holding a lock.
   */
  Outcome await(BooleanSupplier enough, long timeoutNanos) throws InterruptedException {
    long start = ticker.nanos();
    int seen = version();
    while (!enough.getAsBoolean()) {
      Outcome failed = awaitNews(seen, timeoutNanos - (ticker.nanos() - start));
      if (failed != null) {
        return enough.getAsBoolean() ? new Outcome(true, null, null) : failed;
      }
      seen = version();
    }
    return new Outcome(true, null, null);
  }

  private @Nullable Outcome awaitNews(int seen, long timeoutNanos) throws InterruptedException {
    long remaining = timeoutNanos;
    lock.lockInterruptibly();
    try {
      while (version == seen && !isOver() && remaining > 0) {
        remaining = changed.awaitNanos(remaining);
      }
      return isOver() || remaining <= 0 ? failure() : null;
    } finally {
      lock.unlock();
    }
  }

  private int version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  private Outcome failure() {
    PoolEvent.OpenFailed failed = lastFailure;
    return failed == null
        ? new Outcome(false, null, null)
        : new Outcome(false, OpenFailure.valueOf(failed.kind()), failed.failure());
  }

  private boolean isOver() {
    PoolEvent.OpenFailed failed = lastFailure;
    if (closed || failed == null) {
      return closed;
    }
    OpenFailure kind = OpenFailure.valueOf(failed.kind());
    return kind == OpenFailure.LOGIN_REFUSED || kind == OpenFailure.OTHER;
  }
}
