package dev.cenote.core;

import dev.cenote.core.time.StackProbe;
import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock of the control plane. It guards the wait queue, the slot table, the permits, the open
 * gate and the ledger. It is a lock and not a set of concurrent structures because each decision
 * (open another? whom to serve? is the limit reached?) looks at several of them at once.
 *
 * <p>Decide under it, act outside it: whatever blocks, wakes a thread, calls a driver, an executor
 * or a listener is handed to {@link #later} and runs on the same thread once the lock is free.
 */
final class ControlLock {

  /** A decision has hardly more effects: to note one, which may be a wake-up, takes no memory. */
  private static final int FEW = 15;

  /** So many effects come of serving or failing one waiter, at most. */
  private static final int NEEDED = 4;

  private static final Runnable NOTHING = () -> {};

  /**
   * So often one looks whether it is free before parking: a microsecond or two, about as long as it
   * is held. If many came to park here, they would be let in one by one, each only when it has got
   * a processor, and unseen by those who run meanwhile and take what is idle: where 128 threads
   * borrow from 8 connections without a pause, 117 of them were found here and none in the queue.
   */
  private static final int SPINS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private ArrayDeque<Runnable> effects = new ArrayDeque<>(FEW); // guarded by lock

  /** Takes the lock, unless the stack is too short for what is done under it. */
  void lock() {
    if (!lock.isHeldByCurrentThread()) { // a decision that has begun must not stop here
      StackProbe.ensureForDecision();
    }
    for (int i = 0; i < SPINS; i++) {
      if (lock.tryLock()) {
        return;
      }
      Thread.onSpinWait();
    }
    lock.lock();
  }

  /** Frees the lock and, if this was the outermost hold, runs what was put off. */
  void unlock() {
    if (effects.isEmpty() || lock.getHoldCount() > 1) {
      lock.unlock();
      return;
    }
    Runnable first;
    @Nullable ArrayDeque<Runnable> more = null;
    try {
      if (effects.size() > 1) {
        ArrayDeque<Runnable> next = new ArrayDeque<>(FEW); // if there is no memory nothing is lost
        more = effects;
        effects = next;
        first = more.remove();
      } else {
        first = effects.remove();
      }
    } finally {
      lock.unlock();
    }
    run(first, more);
  }

  /** Puts off an effect until the lock is free. Lock held. */
  void later(Runnable effect) {
    assertHeld();
    effects.add(effect);
  }

  /** Sees to it that the effects of one more decision can be noted without memory. Lock held. */
  void makeRoom() {
    if (effects.size() > FEW - NEEDED) {
      for (int i = 0; i < NEEDED; i++) {
        effects.add(NOTHING); // where it must grow it does so now
      }
      for (int i = 0; i < NEEDED; i++) {
        effects.removeLast();
      }
    }
  }

  void assertHeld() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("bug: the control lock must be held here");
    }
  }

  // Every effect runs, whatever the others throw: each may be somebody's wake-up.
  private static void run(Runnable first, @Nullable Iterable<Runnable> more) {
    try {
      first.run();
    } finally {
      if (more != null) {
        runAll(more);
      }
    }
  }

  private static void runAll(Iterable<Runnable> effects) {
    @Nullable Throwable failure = null;
    for (Runnable effect : effects) {
      try {
        effect.run();
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }
}
