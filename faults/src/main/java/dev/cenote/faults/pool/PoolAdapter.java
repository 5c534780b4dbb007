package dev.cenote.faults.pool;

import java.sql.SQLException;

/**
 * One of the pools that are compared. To compare another, write one class like the others here and
 * name it in {@link Pools}.
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

  /** How it is set up and why so, in one sentence or two, for the report. */
  String setup();

  /** Starts a pool. May block as long as the pool's start does. */
  OpenPool open(Target target, PoolSettings settings) throws SQLException;
}
