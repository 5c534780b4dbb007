package dev.cenote.bench;

import dev.cenote.bench.pool.OpenPool;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.stub.StubPools;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A pool that all threads of a benchmark share, with all its connections open. */
@State(Scope.Benchmark)
public class PooledSource {

  /** Whose pool: its key. */
  @Param({"cenote", "hikari", "bound-floor"})
  public String pool = "cenote";

  /** Its connections. */
  @Param("32")
  public int poolSize = 32;

  @SuppressWarnings("NullAway.Init") // JMH calls open() before anything else
  private OpenPool open;

  @SuppressWarnings("NullAway.Init") // as above
  private DataSource dataSource;

  /** Starts it. */
  @Setup
  public void open() throws Exception {
    open = StubPools.filled(Pools.of(pool).orElseThrow(), poolSize);
    dataSource = open.dataSource();
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
