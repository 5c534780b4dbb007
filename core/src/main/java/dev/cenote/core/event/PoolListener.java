package dev.cenote.core.event;

/**
 * Hears what happens in a pool. Called outside any lock, on the thread on which it happened (a
 * borrower's, or one of the pool's own); must not block for long. What it throws is counted and
 * otherwise ignored: a listener can break nothing.
 */
@FunctionalInterface
public interface PoolListener {

  /** Something happened. */
  void on(PoolEvent event);

  /** Hears nothing. */
  PoolListener NONE = event -> {};
}
