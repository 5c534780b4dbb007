package dev.cenote;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is to be done when a pool has closed. Any thread; nothing is called under the lock. */
final class Endings {

  /** Guards the list, which two threads may want to take. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable List<Runnable> actions = new ArrayList<>(); // guarded by lock; null: it closed

  /** Runs it because something has failed, which is not to be hidden by what fails further. */
  static void after(Throwable failure, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error further) {
      if (further != failure) {
        failure.addSuppressed(further);
      }
    }
  }

  void add(Runnable action) {
    lock.lock();
    try {
      if (actions != null) {
        actions.add(action);
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  /** Runs all of them, in order, once; what the first throws is thrown when all have run. */
  void run() {
    Throwable first = null;
    for (Runnable action : take()) {
      try {
        action.run();
      } catch (RuntimeException | Error failure) {
        if (first == null) {
          first = failure;
        } else if (first != failure) {
          first.addSuppressed(failure);
        }
      }
    }
    if (first instanceof Error error) {
      throw error;
    }
    if (first != null) {
      throw (RuntimeException) first;
    }
  }

  private List<Runnable> take() {
    lock.lock();
    try {
      List<Runnable> taken = actions == null ? List.of() : actions;
      actions = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
