package dev.cenote.core.event;

/**
 * Hears what happens in a pool: one event at a time, in the order in which it was decided, on a
 * thread of the pool's own, under no lock.
 *
 * <ul>
 *   <li>It may block, and may use the pool and even close it. That delays what this pool's
 *       listeners hear next, and nothing else; but no more than {@value Announcer#BACKLOG_MAX}
 *       events wait, and {@link PoolEvent.EventsLost} says how many could not.
 *   <li>What it throws is counted ({@code PoolStats.listenerFailures}; of those that the
 *       application gives once for each event) and otherwise ignored.
 *   <li>The end of the pool waits until everything has been told, within {@code shutdownTimeout}.
 *       What happens after that (a hanging call returns) is told on the thread where it happens.
 * </ul>
 */
@FunctionalInterface
public interface PoolListener {

  /** Something happened. */
  void on(PoolEvent event);

  /** Hears nothing. */
  PoolListener NONE = event -> {};
}
