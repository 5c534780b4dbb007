package dev.cenote.testkit.driver;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A count that only grows and that a test can wait for. Safe for any thread. */
final class Tally {

  /** Long enough for a loaded machine; a test that gets here has failed. */
  private static final long PATIENCE_SECONDS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private int count;

  void increment() {
    lock.lock();
    try {
      count++;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Blocks until the count has reached {@code wanted}.
   *
   * @throws AssertionError if that does not happen in time or the thread is interrupted
   */
  void await(int wanted, String what) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (count < wanted) {
        if (left <= 0) {
          throw new AssertionError(
              "waited " + PATIENCE_SECONDS + " s for " + wanted + " " + what + ", saw " + count);
        }
        left = grown.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + wanted + " " + what, e);
    } finally {
      lock.unlock();
    }
  }
}
