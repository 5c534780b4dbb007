package dev.cenote.core;

import dev.cenote.core.time.StackProbe;
import dev.cenote.core.time.Ticker;
import dev.cenote.core.wait.VirtualThreads;
import dev.cenote.core.wait.Waiter;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits, as a thread, for what the engine delivers to a waiter. Platform and virtual threads alike:
 * it parks, and never spins.
 *
 * @param <R> the resource
 */
final class BlockingAcquire<R> {

  /** A park that ends so much too late shows that the machine, or this process, stood still. */
  private static final long STOOD_STILL_NANOS = 100_000_000;

  /**
   * Then those who hold connections stood still too: they get this long to give one back. It is
   * less than what a deadline may be overrun by, compared with a bare park.
   */
  private static final long GRACE_NANOS = 50_000_000;

  private final QueuePool<R> pool;
  private final PoolState<R> state;

  BlockingAcquire(QueuePool<R> pool, PoolState<R> state) {
    this.pool = pool;
    this.state = state;
  }

  /** A thread that waits. */
  private static final class ParkedThread<R> extends Waiter<Lease<R>> {

    private final Thread thread = Thread.currentThread();
    private final boolean isLight = VirtualThreads.isCurrent();
    private final Ticker ticker;
    private final long shared; // its patience, as it was first
    private long patience; // its own thread alone
    private boolean graced;

    /** When it was first woken since it began to park; 0: it was not. */
    private volatile long wokenAt;

    /** When it ran then, until it has looked what came; 0: not known. Its own thread alone. */
    private long ranAt;

    ParkedThread(Ticker ticker, long since, long patienceNanos, @Nullable Object borrower) {
      super(since, borrower);
      this.ticker = ticker;
      shared = isLight ? patienceNanos : 0;
      patience = patienceNanos;
    }

    /** Now, or when it has just been woken. Its own thread alone. */
    long now() {
      return ranAt == 0 ? ticker.nanos() : ranAt;
    }

    @Override
    public boolean isLight() {
      return isLight;
    }

    @Override
    public long patience() {
      return shared;
    }

    @Override
    public void run() {
      Lease<R> lease = delivered();
      if (wokenAt == 0 && lease != null) {
        wokenAt = lease.slot().leasedAt; // when it was lent
      } else if (wokenAt == 0 && (!isPending() || isNudged())) { // else it has to keep the time
        wokenAt = ticker.nanos();
      }
      LockSupport.unpark(thread);
    }
  }

  /**
   * Waits.
   *
   * @param elsewhere asked whenever the thread looks what has come, beginning when it has joined
   *     the queue: a lease from there ends the wait too
   */
  Lease<R> acquire(long timeoutNanos, Supplier<@Nullable Lease<R>> elsewhere)
      throws AcquireException, InterruptedException {
    StackProbe.ensureForWait(); // before it has joined, or it could not leave
    state.waits.expect(); // likewise
    long start = state.now();
    ParkedThread<R> waiter =
        new ParkedThread<>(
            state.runtime.ticker(),
            start,
            state.config.patience(timeoutNanos),
            state.holders.borrower());
    try {
      pool.join(waiter, timeoutNanos > 0);
      if (waiter.failure() != null) { // refused at the door, however long that took
        throw pool.refusals().explain(waiter.failure(), 0);
      }
      Lease<R> lease = null;
      try {
        lease = await(waiter, start, elsewhere);
        return lease;
      } finally {
        state.waited(start, waiter.now(), lease != null);
      }
    } catch (RuntimeException | Error ours) { // no memory, no stack: leave nothing behind
      leave(waiter);
      throw ours;
    }
  }

  private void leave(ParkedThread<R> waiter) {
    Lease<R> unused = pool.abandon(waiter);
    if (unused != null) {
      unused.release();
    }
  }

  private Lease<R> await(ParkedThread<R> waiter, long start, Supplier<@Nullable Lease<R>> elsewhere)
      throws AcquireException, InterruptedException {
    while (true) {
      Lease<R> lease = outcome(waiter, start);
      if (lease != null) {
        return lease;
      }
      waiter.ranAt = 0;
      lease = elsewhere.get();
      if (lease != null) {
        leave(waiter);
        return lease;
      }
      boolean nudged = waiter.isNudged();
      if (nudged) {
        pool.heed(); // then look again, but at the deadline too: a nudge may come to nothing
      }
      if (Thread.currentThread().isInterrupted()) {
        lease = pool.abandon(waiter);
        if (lease != null) {
          return lease;
        }
        if (waiter.failure() == null) {
          throw new InterruptedException();
        }
        continue;
      }
      long remaining = remaining(waiter, start);
      if (remaining > 0) {
        // Asking elsewhere may take locks, and to wait for a lock may use up the wake-up that came
        // with a delivery: so look again before the park, with no lock in between.
        waiter.wokenAt = 0; // first, so that who delivers after the look is seen to
        long nanos = parkFor(waiter, remaining);
        if (!nudged && waiter.isPending() && nanos > 0) {
          park(waiter, nanos);
        }
        continue;
      }
      lease = pool.abandon(waiter);
      if (lease != null) {
        return lease;
      }
      if (waiter.failure() == null) {
        throw pool.refusals().timedOut(state.now() - start);
      }
    }
  }

  /** As {@link QueuePool#parkFor}. The lock may use up a wake-up, so who took it does not sleep. */
  long parkFor(Waiter<Lease<R>> waiter, long remaining) {
    long nanos = state.timekeeping.parkFor(waiter, remaining);
    if (nanos > 0) {
      return nanos;
    }
    state.control.lock();
    try {
      state.timekeeping.look();
    } finally {
      state.control.unlock();
    }
    return 0;
  }

  private void park(ParkedThread<R> waiter, long nanos) {
    if (nanos == Long.MAX_VALUE) {
      LockSupport.park(this); // for ever, as far as the JDK knows: it sets no timer
    } else {
      LockSupport.parkNanos(this, nanos);
    }
    long woken = waiter.wokenAt;
    if (woken != 0) {
      waiter.ranAt = state.now();
      state.wakeDelay.learn(waiter.ranAt - woken);
    }
  }

  private long remaining(ParkedThread<R> waiter, long start) {
    long waited = state.now() - start;
    if (waited - waiter.patience > STOOD_STILL_NANOS && !waiter.graced) {
      waiter.graced = true;
      waiter.patience = waited + GRACE_NANOS;
    }
    return waiter.patience - waited;
  }

  private @Nullable Lease<R> outcome(ParkedThread<R> waiter, long start) throws AcquireException {
    Object failure = waiter.failure();
    if (failure != null) {
      throw pool.refusals().explain(failure, state.now() - start);
    }
    Lease<R> lease = waiter.delivered();
    if (lease != null) {
      lease.beginsAt(waiter.now()); // it may have come while the thread slept, for a lock too
    }
    return lease;
  }
}
