package dev.cenote.bench;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.stub.StubPools;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pool that all threads of a benchmark share, with all its connections open, or a few. */
@State(Scope.Benchmark)
public class PooledSource {

  /** Whose pool: its key. */
  @Param({"cenote", "hikari", "bound-floor"})
  public String pool = "cenote";

  /** How many connections it may have. */
  @Param("32")
  public int poolSize = 32;

  /** How many of them are open; 0 for all. */
  @Param("0")
  public int fewOpen;

  @SuppressWarnings("NullAway.Init") // JMH calls open() before anything else
  private OpenPool open;

  @SuppressWarnings("NullAway.Init") // as above
  private DataSource dataSource;

  /** Starts it. */
  @Setup
  public void open() throws Exception {
    PoolSettings settings =
        fewOpen == 0 ? PoolSettings.filled(poolSize) : PoolSettings.few(poolSize, fewOpen);
    open = StubPools.filled(Pools.of(pool).orElseThrow(), settings).withoutNote();
    dataSource = open.dataSource();
  }

  /** JMH closes the pool inside the last iteration, which shall not count. */
  @TearDown(Level.Iteration)
  public void endMeasuring() {
    CpuTime.stop();
  }

  /** Ends it. */
  @TearDown
  public void close() throws Exception {
    open.close();
  }

  DataSource dataSource() {
    return dataSource;
  }
}
