package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool of kind SHARED: one resource, lent to everybody at once. Its borrowers share all of its
 * state; it is reset when the last of them has gone, never under one who still has it.
 *
 * <p>Once it was invalidated, proved dead or has reached its lifetime, whoever comes gets a new
 * one. Who had the old one keeps it; it is closed when the last of them gives it back. At most
 * {@code maxOverflow} such old ones live beside the present one; beyond that callers wait.
 *
 * @param <R> the resource
 */
public final class SharedPool<R> extends QueueBackedPool<R> {

  /** Guards who has what. Nothing else is locked and nobody is called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable JointLease<R> current; // guarded by lock
  private final Set<JointLease<R>> replaced = new HashSet<>(); // guarded by lock
  private long joined; // guarded by lock
  private volatile int replacedCount; // written under lock
  private volatile int replacedMax;

  SharedPool(QueuePool<R> engine) {
    super(engine);
    replacedMax = engine.config().maxOverflow();
    engine.permit(this::permits);
  }

  // The engine may open one and no more: so callers queue there while it is opened, checked or
  // reset, and are served in order. It may open one more for each old one that is still borrowed.
  private int permits() {
    return 1 + Math.min(replacedCount, replacedMax);
  }

  @Override
  Lease<R> acquire(long timeoutNanos) throws AcquireException, InterruptedException {
    Lease<R> joined = join();
    if (joined != null) {
      return joined;
    }
    try {
      Lease<R> lease = engine.acquire(timeoutNanos, this::join);
      return lease.slot().home() instanceof JointLease ? lease : lend(lease);
    } catch (AcquireException nothing) {
      joined = nothing.failure() == AcquireFailure.BUSY ? join() : null;
      if (joined == null) {
        throw nothing;
      }
      return joined;
    } finally {
      // All who wait may join: each wakes the next. To pass on the nudge that this one had is not
      // enough, for a look for what is idle, on any thread, may have heeded it.
      engine.nudgeHead();
    }
  }

  /** Joins those who have it. Null: nobody has it, or it must not be lent now. */
  private @Nullable Lease<R> join() {
    if (engine.isPaused()) {
      return null;
    }
    boolean isReplaced = false;
    lock.lock();
    try {
      JointLease<R> now = current;
      if (now == null || now.isOver()) {
        return null;
      }
      if (now.lease().isWanted()) {
        joined++;
        return now.join();
      }
      isReplaced = replaced.add(now);
      replacedCount = countReplaced();
      current = null;
    } finally {
      lock.unlock();
      if (isReplaced) {
        engine.permit(this::permits);
      }
    }
    return null;
  }

  // What was evicted is closed, though some have a lease of it yet. Lock held.
  private int countReplaced() {
    int count = 0;
    for (JointLease<R> one : replaced) {
      count += one.lease().isActive() ? 1 : 0;
    }
    return count;
  }

  /** Makes what the engine has lent common to all. */
  private Lease<R> lend(Lease<R> lease) {
    try {
      return install(lease);
    } catch (RuntimeException | Error ours) { // no memory
      lease.release();
      throw ours;
    }
  }

  private Lease<R> install(Lease<R> lease) {
    boolean surplus = false;
    lock.lock();
    try {
      JointLease<R> now = current;
      surplus = now != null && !now.isOver() && now.lease().isWanted();
      if (now == null || !surplus) {
        now = new JointLease<>(lock, lease, this::lastLeft);
      }
      Lease<R> ticket = now.join();
      current = now;
      joined++;
      return ticket;
    } finally {
      lock.unlock();
      if (surplus) {
        lease.release();
      }
    }
  }

  private void lastLeft(JointLease<R> joint) {
    boolean wasReplaced;
    lock.lock();
    try {
      wasReplaced = replaced.remove(joint);
      replacedCount = countReplaced();
      if (current == joint) {
        current = null;
      }
    } finally {
      lock.unlock();
    }
    try {
      joint.lease().release();
    } finally {
      if (wasReplaced) {
        engine.permit(this::permits);
      }
    }
  }

  @Override
  public void resize(int poolSize, int maxOverflow) {
    requireMeaning(poolSize, maxOverflow);
    engine.resize(poolSize, maxOverflow, () -> permitsWith(maxOverflow));
  }

  @Override
  public void reconfigure(PoolConfig next, List<PoolEvent.Change> told) {
    engine.reconfigure(next, told, () -> permitsWith(next.maxOverflow()));
  }

  private int permitsWith(int overflow) {
    replacedMax = overflow;
    return permits();
  }

  @Override
  public void resume() {
    super.resume();
    engine.nudgeHead(); // who waits may join
  }

  /** Of the one resource and the old ones; {@code acquired} counts every borrower. */
  @Override
  public PoolStats stats() {
    long count;
    lock.lock();
    try {
      count = joined;
    } finally {
      lock.unlock();
    }
    return engine.stats().withAcquired(count);
  }

  @Override
  public void close() {
    engine.close();
    Set<JointLease<R>> left;
    lock.lock();
    try {
      left = new HashSet<>(replaced);
      if (current != null) {
        left.add(current);
      }
    } finally {
      lock.unlock();
    }
    left.forEach(JointLease::endAll);
  }
}
