package dev.cenote.core.size;

/**
 * Where permits come from. A permit is the right to own one connection, from before it is opened
 * until it is closed. Called under the pool's lock; must not block.
 */
public interface Budget {

  /** Takes a permit if there is one. */
  boolean tryTake();

  /** Gives one back. */
  void giveBack();

  /** How many permits are taken. */
  int taken();

  /** How many there are. */
  int limit();
}
