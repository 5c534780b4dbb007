package dev.cenote.core;

import dev.cenote.core.time.StackProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  /** So long a thread waits that need not have the lock. */
  private static final long TRY_NANOS = 1_000_000;

  /**
   * So often one looks whether it is free before parking: a microsecond or two, about as long as it
   * is held. If many came to park here, they would be let in one by one, each only when it has got
   * a processor, and unseen by those who run meanwhile and take what is idle: where 128 threads
   * borrow from 8 connections without a pause, 117 of them were found here and none in the queue.
   */
  private static final int SPINS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private ArrayList<Runnable> effects = new ArrayList<>(FEW); // guarded by lock

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

  /**
   * Takes the lock if it is free, or soon is: for a thread of the pool that must not stand behind a
   * virtual thread which is first in the lock's queue and finds no carrier.
   *
   * @return false: it was not to be had, try again later
   */
  boolean tryLock() {
    StackProbe.ensureForDecision();
    for (int i = 0; i < SPINS; i++) {
      if (lock.tryLock()) {
        return true;
      }
      Thread.onSpinWait();
    }
    try {
      return lock.tryLock(TRY_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Frees the lock and, if this was the outermost hold, runs what was put off. */
  void unlock() {
    if (effects.isEmpty() || lock.getHoldCount() > 1) {
      lock.unlock();
      return;
    }
    Runnable first;
    @Nullable List<Runnable> more = null;
    try {
      if (effects.size() > 1) {
        ArrayList<Runnable> next = new ArrayList<>(FEW); // if there is no memory nothing is lost
        more = effects;
        effects = next;
        first = more.remove(0);
      } else {
        first = effects.remove(0);
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
    effects.ensureCapacity(effects.size() + NEEDED);
  }

  void assertHeld() {
    if (!lock.isHeldByCurrentThread()) {
      throw new IllegalStateException("bug: the control lock must be held here");
    }
  }

  // Every effect runs, whatever the others throw: each may be somebody's wake-up.
  private static void run(Runnable first, @Nullable List<Runnable> more) {
    try {
      first.run();
    } finally {
      if (more != null) {
        runAll(more);
      }
    }
  }

  private static void runAll(List<Runnable> effects) {
    @Nullable Throwable failure = null;
    for (int i = 0; i < effects.size(); i++) { // no iterator: there may be no memory for one
      try {
        effects.get(i).run();
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
