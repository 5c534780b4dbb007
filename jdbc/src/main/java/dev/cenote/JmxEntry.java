package dev.cenote;

import dev.cenote.jmx.JmxRegistration;
import dev.cenote.log.LogListener;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Keeps a pool in JMX for as long as it runs and its settings say so. Any thread. */
final class JmxEntry {

  /**
   * Guards what stands there. A lock, because registering and the pool's end must not overtake each
   * other; no method of the bean takes it but a change of the setting itself.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable PoolBean bean; // guarded by lock
  private Runnable registration = () -> {}; // guarded by lock
  private boolean over; // guarded by lock

  /** The pool runs; and it is wanted there, or not any more. */
  void follow(boolean wanted, CenoteDataSource pool, LogListener log) {
    lock.lock();
    try {
      if (wanted && bean == null && !over) {
        PoolBean shown = new PoolBean(pool);
        bean = shown;
        registration =
            JmxRegistration.begin(
                pool.getName(), shown, note -> log.notes(List.of(note)), log::notInJmx);
      } else if (!wanted) {
        remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The pool has closed. */
  void end() {
    lock.lock();
    try {
      over = true;
      remove();
    } finally {
      lock.unlock();
    }
  }

  private void remove() {
    PoolBean shown = bean;
    if (shown != null) {
      bean = null;
      shown.letGo(); // first: whatever becomes of the registration, it holds nothing
      registration.run();
    }
  }
}
