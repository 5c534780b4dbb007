package dev.cenote.faults;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;

/**
 * One finished cell, as it stands in the results file.
 *
 * @param row the key of the row
 * @param pool the key of the pool
 * @param version of the pool
 * @param java the JVM that ran it
 * @param reading what came out
 */
record Result(String row, String pool, String version, String java, Reading reading) {

  static Result of(Row row, PoolAdapter pool, Reading reading) {
    return new Result(
        row.key(), pool.key(), pool.version(), System.getProperty("java.version", "?"), reading);
  }

  /** What was measured with what: equal for a repetition of the same. */
  String key() {
    return String.join(" ", row, pool, version, java);
  }
}
