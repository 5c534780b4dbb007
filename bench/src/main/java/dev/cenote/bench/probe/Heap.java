package dev.cenote.bench.probe;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Act;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Span;
import dev.cenote.bench.stub.StubDriver;
import dev.cenote.bench.stub.StubPools;
import dev.cenote.bench.stub.Traffic;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.sql.Connection;
import java.util.List;
import java.util.Map;

/**
 * What a pool with a hundred idle connections keeps on the heap, each of them having been borrowed
 * once, less what the driver's own connections keep. Of many pools at once, so that what the JVM
 * itself does meanwhile does not matter.
 */
final class Heap implements Act {

  private static final int POOLS = 20;
  private static final int CONNECTIONS = 100;
  private static final PoolSettings FILLED = PoolSettings.filled(CONNECTIONS);
  private static final int COLLECTIONS = 4;

  /** A collector that leaves no gaps, and no buffers of threads that count as used. */
  @Override
  public List<String> jvmArguments() {
    return List.of("-XX:+UseSerialGC", "-XX:-UseTLAB");
  }

  @Override
  public Reading run(PoolAdapter adapter, Span span) throws Exception {
    int others = Traffic.open();
    StubPools.filled(adapter, FILLED).close(); // loads classes
    StubPools.await(() -> Traffic.open() <= others); // some pools close after their close
    Connection[] raw = new Connection[POOLS * CONNECTIONS];
    try {
      double empty = used();
      for (int i = 0; i < raw.length; i++) {
        raw[i] = StubDriver.openOne();
      }
      double drivers = used() - empty;
      double pools = usedByPools(adapter) - drivers;
      return Reading.of(Map.of(Metric.HEAP, pools / POOLS / 1024));
    } finally {
      Reference.reachabilityFence(raw);
    }
  }

  /** With the driver's part. */
  private static double usedByPools(PoolAdapter adapter) throws Exception {
    OpenPool[] pools = new OpenPool[POOLS];
    double before = used();
    for (int i = 0; i < POOLS; i++) {
      pools[i] = StubPools.filled(adapter, FILLED).withoutNote();
    }
    double after = used();
    for (OpenPool pool : pools) {
      pool.close();
    }
    return after - before;
  }

  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      least = Math.min(least, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return least;
  }
}
