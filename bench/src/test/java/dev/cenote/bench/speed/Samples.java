package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import java.util.List;
import java.util.Map;

/** What the tests of this package talk about. */
final class Samples {

  static final Row CYCLE = Catalogue.row("cycle.1on32").orElseThrow();
  static final Row CONTENDED = Catalogue.row("cycle.32on8").orElseThrow();
  static final Row VIRTUAL = Catalogue.row("virtual.1000on16.1ms").orElseThrow();
  static final PoolAdapter CENOTE = Pools.of("cenote").orElseThrow();
  static final PoolAdapter HIKARI = Pools.of("hikari").orElseThrow();
  static final PoolAdapter BEE = Pools.of("beecp").orElseThrow();
  static final PoolAdapter FLOOR = Pools.of("bound-floor").orElseThrow();
  static final Stamp STAMP = new Stamp("abc", "code", "java", "here", 2, "a model");
  static final Choice CHOICE =
      new Choice(List.of(CYCLE, CONTENDED), List.of(CENOTE, HIKARI), 2, false, 0);

  private Samples() {}

  static Reading cpu(double nanos) {
    return Reading.of(Map.of(Metric.CPU, nanos));
  }

  static Result cpu(PoolAdapter pool, String group, double nanos, double apart) {
    return result(CYCLE, pool, group, cpu(nanos).with(Metric.APART, apart));
  }

  static Result result(Row row, PoolAdapter pool, String group, Reading reading) {
    return Result.of(row, pool, CHOICE.spanOf(row), group, STAMP, reading);
  }

  static Result cpu(PoolAdapter pool, String group, double nanos) {
    return result(CYCLE, pool, group, cpu(nanos));
  }
}
