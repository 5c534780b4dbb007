package dev.cenote.faults.cell;

/** What an experiment does with one pool. */
@FunctionalInterface
public interface Act {

  /**
   * Opens the pool, does the fault and measures. Runs in a JVM of its own, which ends after it, so
   * it may leave behind what it likes.
   *
   * @throws MissingException if this machine lacks something
   */
  Readings run(Arena arena) throws Exception;
}
