package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.core.slot.Slot;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The pool of kind PER_THREAD: each thread has a resource of its own. What a thread acquires while
 * it has one is that same one, with a lease of its own; it is reset when the last of these leases
 * ends, on whatever thread that is.
 *
 * <p>Given back, it is kept for its thread, unless {@code poolSize} are kept already: then it is
 * closed. None is ever closed in use. Nobody else gets what is kept for a thread as long as another
 * may be opened; but at the limit of {@code poolSize + maxOverflow} it goes to who would have to
 * wait, and only while all are borrowed callers do wait. What was kept for a thread that has ended
 * goes to the next who asks.
 *
 * <p>A virtual thread is a thread: each has a resource of its own and ends soon, so nothing is
 * gained by keeping it. For them kind QUEUE does the same for less.
 *
 * @param <R> the resource
 */
public final class PerThreadPool<R> extends QueueBackedPool<R> {

  /** Guards who has what. Nothing else is locked and nobody is called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<ThreadKey, Place<R>> places = new HashMap<>(); // guarded by lock
  private final Set<JointLease<R>> out = new HashSet<>(); // guarded by lock
  private long joined; // guarded by lock
  private volatile int keptMax;

  PerThreadPool(QueuePool<R> engine) {
    super(engine);
    keptMax = engine.config().poolSize();
  }

  /** A thread that may end and be forgotten. A thread's own equals may be anybody's code. */
  private static final class ThreadKey extends WeakReference<Thread> {

    private final int hash;

    ThreadKey(Thread thread) {
      super(thread);
      hash = System.identityHashCode(thread);
    }

    boolean isAlive() {
      Thread thread = get();
      return thread != null && thread.isAlive();
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other == this
          || (other instanceof ThreadKey key && get() != null && get() == key.get());
    }
  }

  /** What one thread has: borrowed, or kept. Guarded by the pool's lock. */
  private static final class Place<R> {

    final ThreadKey thread;
    @Nullable JointLease<R> borrowed;
    @Nullable Slot<R> kept;

    Place(ThreadKey thread) {
      this.thread = thread;
    }

    /** Whether it is still kept: meanwhile it may have been closed, or lent to another. */
    boolean isKeeping() {
      Slot<R> slot = kept;
      return slot != null && slot.keeper == this;
    }
  }

  @Override
  Lease<R> acquire(long timeoutNanos) throws AcquireException, InterruptedException {
    Slot<R> kept;
    Place<R> place;
    lock.lock();
    try {
      place = places.computeIfAbsent(new ThreadKey(Thread.currentThread()), Place::new);
      JointLease<R> mine = place.borrowed;
      if (mine != null && !mine.isOver() && mine.lease().isUsable()) {
        joined++;
        return mine.join();
      }
      kept = place.kept;
    } finally {
      lock.unlock();
    }
    Lease<R> lease = kept == null ? null : claimKept(kept, place);
    if (lease == null) {
      letGoOfEnded();
      lease = engine.acquireUnkept(timeoutNanos);
    }
    return lend(place, lease);
  }

  private @Nullable Lease<R> claimKept(Slot<R> kept, Place<R> place) {
    if (engine.isPaused()) {
      engine.keeping().letGo(kept, place); // else it were withheld from its own thread afterwards
      return null;
    }
    return engine.keeping().claim(kept, place);
  }

  private Lease<R> lend(Place<R> place, Lease<R> lease) {
    lease.slot().keeper = null;
    try {
      return install(place, lease);
    } catch (RuntimeException | Error ours) { // no memory
      lease.release();
      throw ours;
    }
  }

  private Lease<R> install(Place<R> place, Lease<R> lease) {
    lock.lock();
    try {
      JointLease<R> mine = new JointLease<>(lock, lease, joint -> lastLeft(place, joint));
      Lease<R> ticket = mine.join();
      out.add(mine);
      place.borrowed = mine;
      if (place.kept == lease.slot()) {
        place.kept = null; // another is still kept: it was being checked, or given back, just now
      }
      joined++;
      return ticket;
    } finally {
      lock.unlock();
    }
  }

  private void lastLeft(Place<R> place, JointLease<R> joint) {
    Lease<R> lease = joint.lease();
    boolean keeps;
    boolean lives = place.thread.isAlive();
    boolean unmarked = lease.isUnmarked(); // else it is closed, or the pool needs it after all
    lock.lock();
    try {
      out.remove(joint);
      if (place.borrowed == joint) {
        place.borrowed = null;
      }
      keeps =
          lives
              && unmarked
              && place.borrowed == null
              && !place.isKeeping()
              && keptCount() < keptMax;
      if (keeps) {
        place.kept = lease.slot();
        lease.slot().keeper = place; // it is ours until the lease ends
      }
    } finally {
      lock.unlock();
    }
    if (keeps || !lives || !unmarked || engine.hasWaiters()) {
      lease.release();
      if (keeps && !place.thread.isAlive()) {
        engine.keeping().letGo(lease.slot(), place); // who looked for ended threads was too early
      }
    } else {
      lease.end(RetireReason.NOT_KEPT);
    }
  }

  private int keptCount() {
    int count = 0;
    for (Place<R> place : places.values()) {
      count += place.isKeeping() ? 1 : 0;
    }
    return count;
  }

  /** Forgets the threads that have ended; what was kept for them is anybody's. */
  private void letGoOfEnded() {
    List<Place<R>> ended = new ArrayList<>();
    lock.lock();
    try {
      Iterator<Place<R>> all = places.values().iterator();
      while (all.hasNext()) {
        Place<R> place = all.next();
        if (!place.thread.isAlive()) {
          ended.add(place);
          all.remove();
        }
      }
    } finally {
      lock.unlock();
    }
    for (Place<R> place : ended) {
      Slot<R> slot = place.kept;
      if (slot != null) {
        engine.keeping().letGo(slot, place);
      }
    }
  }

  @Override
  public void resize(int poolSize, int maxOverflow) {
    super.resize(poolSize, maxOverflow);
    keptMax = poolSize;
  }

  @Override
  public void reconfigure(PoolConfig next, List<PoolEvent.Change> told) {
    super.reconfigure(next, told);
    keptMax = next.poolSize();
  }

  /** Of resources; {@code acquired} counts every lease, also those within another. */
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
    List<JointLease<R>> left;
    lock.lock();
    try {
      left = List.copyOf(out);
    } finally {
      lock.unlock();
    }
    left.forEach(JointLease::endAll);
  }
}
