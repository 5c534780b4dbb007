package dev.cenote.bench.speed;

import dev.cenote.bench.meter.Distance;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stats.Interval;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Records that belong together, by row and by what was measured directly after each other. */
final class Records {

  /** Near is 35 to 60 ns on the machine that this was made on, far 150 to 160. */
  private static final double TORN = 2;

  /** For each row its groups, for each group the readings of its pools. */
  private final Map<String, Map<String, Map<String, Reading>>> rows = new LinkedHashMap<>();

  private final Map<String, Span> spans = new HashMap<>();

  Records(List<Result> results) {
    for (Result result : results) {
      spans.put(result.row(), result.span());
      rows.computeIfAbsent(result.row(), row -> new LinkedHashMap<>())
          .computeIfAbsent(result.group(), group -> new LinkedHashMap<>())
          .put(result.pool(), told(result.reading()));
    }
  }

  private static Reading told(Reading reading) {
    return reading.with(Metric.APART, Distance.told(reading.of(Metric.APART)));
  }

  /** Those of the results that this choice with this stamp would measure in the same way. */
  static Records of(List<Result> results, Choice choice, Stamp stamp) {
    return new Records(
        results.stream()
            .filter(result -> result.stamp().agreesWith(stamp))
            .filter(result ->
                Catalogue.row(result.row())
                    .filter(row -> choice.spanOf(row).equals(result.span()))
                    .isPresent())
            .filter(result ->
                choice.pools().stream()
                    .anyMatch(pool ->
                        pool.key().equals(result.pool())
                            && pool.version().equals(result.version())))
            .toList());
  }

  /** Those of the results that were measured as the newest of their row, with the newest stamp. */
  static Records newest(List<Result> results) {
    if (results.isEmpty()) {
      return new Records(results);
    }
    Stamp stamp = stampOf(results);
    List<Result> agreeing =
        results.stream().filter(result -> result.stamp().agreesWith(stamp)).toList();
    Records all = new Records(agreeing);
    return new Records(
        agreeing.stream()
            .filter(result -> result.span().equals(all.spans.get(result.row())))
            .toList());
  }

  /** With what the newest was measured. */
  static Stamp stampOf(List<Result> results) {
    return results.get(results.size() - 1).stamp();
  }

  /** How long the row was measured; empty if it was not. */
  Optional<Span> spanOf(Row row) {
    return Optional.ofNullable(spans.get(row.key()));
  }

  /** In how many groups of the row all of these were measured. */
  int roundsOf(Row row, List<PoolAdapter> pools) {
    List<String> keys = pools.stream().map(PoolAdapter::key).toList();
    return (int) groups(row).filter(group -> group.keySet().containsAll(keys)).count();
  }

  /** In the order they were measured. */
  List<Reading> readings(Row row, PoolAdapter pool) {
    return groups(row).map(group -> group.get(pool.key())).filter(Objects::nonNull).toList();
  }

  /** The median over the groups; NaN if it was not measured. */
  double median(Row row, PoolAdapter pool, Metric metric) {
    return interval(row, pool, metric).median();
  }

  /** Of one pool's number divided by the other's of the same group; torn ones if all are torn. */
  Interval ratio(Row row, PoolAdapter pool, PoolAdapter other, Metric metric) {
    Interval whole = wholeRatio(row, pool, other, metric);
    return whole.count() == 0 ? ratio(groups(row), pool, other, metric) : whole;
  }

  /** The same without those that are torn, even if all are. */
  Interval wholeRatio(Row row, PoolAdapter pool, PoolAdapter other, Metric metric) {
    return ratio(groups(row).filter(group -> !isTorn(group, pool, other)), pool, other, metric);
  }

  private static Interval ratio(
      Stream<Map<String, Reading>> groups, PoolAdapter pool, PoolAdapter other, Metric metric) {
    return Interval.of(
        groups.mapToDouble(group -> of(group, pool, metric) / of(group, other, metric)).toArray());
  }

  /** In how many groups the processors were near to each other for one of them only. */
  long torn(Row row, PoolAdapter pool, PoolAdapter other) {
    return groups(row).filter(group -> isTorn(group, pool, other)).count();
  }

  /** What was not measured is not torn. */
  private static boolean isTorn(Map<String, Reading> group, PoolAdapter pool, PoolAdapter other) {
    double ratio = of(group, pool, Metric.APART) / of(group, other, Metric.APART);
    return ratio > TORN || ratio < 1 / TORN;
  }

  /** Of the number itself. */
  Interval interval(Row row, PoolAdapter pool, Metric metric) {
    return Interval.of(groups(row).mapToDouble(group -> of(group, pool, metric)).toArray());
  }

  private static double of(Map<String, Reading> group, PoolAdapter pool, Metric metric) {
    Reading reading = group.get(pool.key());
    return reading == null ? Double.NaN : reading.of(metric);
  }

  private Stream<Map<String, Reading>> groups(Row row) {
    return rows.getOrDefault(row.key(), Map.of()).values().stream();
  }
}
