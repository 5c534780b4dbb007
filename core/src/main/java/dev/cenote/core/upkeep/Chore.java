package dev.cenote.core.upkeep;

/** One piece of upkeep. Runs on the timer thread and must not block. */
interface Chore {

  /** Whether there is anything to do for it, as things are set. Any thread. */
  boolean isWanted(Spans spans);

  /**
   * Does what is due.
   *
   * @return how long until it wants to run again, in nanoseconds
   */
  long run(Plant plant);
}
