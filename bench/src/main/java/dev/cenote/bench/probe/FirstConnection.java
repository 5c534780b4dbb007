package dev.cenote.bench.probe;

import dev.cenote.bench.meter.Meter;
import dev.cenote.bench.meter.Meter.Taken;
import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stub.StubDriver;
import java.sql.Connection;
import java.util.EnumMap;
import java.util.Map;

/**
 * From nothing to the first connection, in a JVM that has loaded no class of the pool and of its
 * log. The driver's classes are there already.
 */
final class FirstConnection implements Act {

  private static final int SIZE = 10;

  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    StubDriver.openOne().close();
    Meter.start().stop();
    Meter meter = Meter.start();
    OpenPool pool = adapter.open(StubDriver.target(), PoolSettings.filled(SIZE));
    Connection first = pool.dataSource().getConnection();
    Taken taken = meter.stop();
    first.close();
    pool.close();
    Map<Metric, Double> numbers = new EnumMap<>(Metric.class);
    numbers.put(Metric.FIRST, taken.clockNanos() / 1e6);
    numbers.put(Metric.FIRST_CPU, taken.cpuNanos() / 1e6);
    numbers.put(Metric.OTHERS, taken.othersPercent());
    return Reading.of(numbers);
  }
}
