package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;

/**
 * One record, as it stands in the results file.
 *
 * @param row the key of the row
 * @param pool the key of the pool
 * @param version of the pool
 * @param span how long it was measured
 * @param group when this round of the row began: what was measured directly after each other
 * @param stamp with what
 * @param reading what came out
 */
record Result(
    String row,
    String pool,
    String version,
    Span span,
    String group,
    Stamp stamp,
    Reading reading) {

  static Result of(
      Row row, PoolAdapter pool, Span span, String group, Stamp stamp, Reading reading) {
    return new Result(row.key(), pool.key(), pool.version(), span, group, stamp, reading);
  }
}
