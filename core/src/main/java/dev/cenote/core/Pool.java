package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.measure.Measures;
import java.time.Duration;
import java.util.List;

/**
 * A pool of resources that many threads share. Every method may be called from any thread.
 *
 * @param <R> the resource
 */
public interface Pool<R> extends AutoCloseable {

  /**
   * Takes a resource, waiting at most the configured {@code acquireTimeout} for it. That one
   * deadline covers waiting, opening and checking.
   *
   * @throws AcquireException if there was none in time, the wait queue is full, the server refuses
   *     the login, or the pool is closed
   * @throws InterruptedException if the calling thread was interrupted while it waited; its
   *     interrupt flag stays set and nothing is lost
   */
  Lease<R> acquire() throws AcquireException, InterruptedException;

  /** As {@link #acquire()}, waiting at most {@code timeout}. */
  Lease<R> acquire(Duration timeout) throws AcquireException, InterruptedException;

  /**
   * Retires every resource opened before this call: idle ones now, borrowed ones on return. Does
   * not block.
   */
  void invalidateAll();

  /**
   * Changes how many resources the pool keeps and how many more it may open under load. Does not
   * block: surplus retires at once if idle, otherwise on return.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  void resize(int poolSize, int maxOverflow);

  /** The settings that hold now. Does not block. */
  PoolConfig config();

  /**
   * Changes settings of the running pool, as {@link #reconfigure(PoolConfig, List)}, and tells the
   * listeners which.
   */
  default void reconfigure(PoolConfig next) {
    reconfigure(next, config().changesTo(next));
  }

  /**
   * Changes settings of the running pool. What is decided from now on goes by the new ones; what
   * has begun keeps what it began with: a deadline that runs, a caller that waits. The next attempt
   * to open, if one failed before, starts at once. Does not block, and does nothing once the pool
   * closes.
   *
   * @param next all settings; {@link PoolBuilder#settings} makes them from {@link #config()}
   * @param told what the listeners are told to have changed; nothing if it is empty
   * @throws IllegalArgumentException if the name or the kind is another one
   */
  void reconfigure(PoolConfig next, List<PoolEvent.Change> told);

  /**
   * Who has what, by slot: at most as many as there are resources, and none twice. Does not block.
   * Of kinds that share a resource nobody is named.
   */
  List<Holder<R>> holders();

  /** A snapshot in which each slot was read once. Does not block. */
  PoolStats stats();

  /**
   * How long callers waited, held and opened since the first call of this method, which starts the
   * recording; it goes on until the pool ends. Before that nothing is recorded. Does not block.
   */
  Measures measures();

  /**
   * How the pool was used within the last 24 hours at most, which is noted always, and what was
   * learned of idle connections that died. Does not block.
   */
  PoolUsage usage();

  /**
   * Stands still: nothing is lent and nothing is opened. Callers wait, in order and no longer than
   * their deadlines; borrowed resources come back as usual. Does not block, and the second call
   * does nothing.
   */
  void pause();

  /**
   * Pauses and closes every resource: idle ones now, borrowed ones when they come back. Then no
   * socket is open: the database may be moved, the process frozen. {@link #resume} ends it.
   *
   * @return false if some were still open after {@code timeout}, or a driver call that was given up
   *     had not returned, or the pool was closed; they go on closing, and the pool stays paused.
   *     Detached ones do not count
   * @throws InterruptedException if interrupted while waiting
   */
  boolean drain(Duration timeout) throws InterruptedException;

  /** Ends a pause: waiters are served, in order. Does not block. */
  void resume();

  /**
   * Waits until at least {@code count} resources are open.
   *
   * @return false if they were not within {@code timeout}
   * @throws InterruptedException if interrupted while waiting
   */
  boolean awaitOpen(int count, Duration timeout) throws InterruptedException;

  /**
   * Ends the pool: waiters fail at once, idle resources close, borrowed ones have until shortly
   * before {@code shutdownTimeout} to come back and are aborted then. Blocks at most {@code
   * shutdownTimeout}; a second call waits for the first.
   */
  @Override
  void close();
}
