package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What is measured, and how.
 *
 * @param rows these
 * @param pools with each of these that a row admits
 * @param rounds how often
 * @param isQuick whether with the short spans
 * @param seconds of measurement in each record; 0 for what the row's family says
 */
record Choice(List<Row> rows, List<PoolAdapter> pools, int rounds, boolean isQuick, int seconds) {

  /** What a JVM takes to start and to end. */
  private static final double JVM_SECONDS = 1;

  Choice {
    rows = List.copyOf(rows);
    pools = List.copyOf(pools);
  }

  Span spanOf(Row row) {
    Span span = row.family().span(isQuick);
    return seconds == 0 ? span : new Span(span.warmupSeconds(), seconds);
  }

  List<PoolAdapter> poolsOf(Row row) {
    return pools.stream().filter(row::admits).toList();
  }

  /** This project's pool; empty if it is not among them. */
  Optional<PoolAdapter> cenote() {
    return pools.stream().filter(pool -> pool.key().equals("cenote")).findFirst();
  }

  /**
   * In which order the pools of a row are measured in a round, directly after each other. Rounds
   * come in pairs: the second runs the first in reverse, and each pair begins with another pool. So
   * does each row of the catalogue, or in a single round the same pool would always be first.
   */
  List<PoolAdapter> orderOf(Row row, int round) {
    List<PoolAdapter> order = new ArrayList<>(poolsOf(row));
    Collections.rotate(order, -(Catalogue.ALL.indexOf(row) + round / 2));
    if (round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }

  /** About how long one record of a row takes. */
  double secondsOf(Row row) {
    Span span = spanOf(row);
    return JVM_SECONDS + span.warmupSeconds() + span.seconds();
  }
}
