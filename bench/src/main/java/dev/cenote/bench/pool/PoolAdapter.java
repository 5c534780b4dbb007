package dev.cenote.bench.pool;

import java.util.List;

/**
 * One of the pools that are compared. To compare another, write one class like the others here and
 * name it in {@link Pools}.
 *
 * <p>Nothing here may touch the pool's own classes before {@link #open} or {@link #parts} is
 * called: what a first connection costs in a new JVM includes loading them, and that JVM has no
 * other pool on its class path. That excludes handing an object of the pool to a parameter of
 * another type of the pool: the JVM loads both when it verifies the adapter.
 */
public interface PoolAdapter {

  /** The name in options and results, in lower case. */
  String key();

  /** The name that people know. */
  String title();

  /** The version that runs. */
  default String version() {
    return Versions.of(key());
  }

  /** How it is set up beside what all are told alike, for the report. */
  String setup();

  /** One class of each jar that an application needs for it, but for slf4j-api. */
  List<Class<?>> parts();

  /** Whether it is no pool to use, but written by hand to see what the least is. */
  default boolean isBound() {
    return false;
  }

  /** Starts a pool. May block as long as the pool's start does. */
  OpenPool open(Target target, PoolSettings settings) throws Exception;
}
