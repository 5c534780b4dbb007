package dev.cenote.bench;

import dev.cenote.core.AcquireException;
import dev.cenote.core.Lease;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.OpenAttempt;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The same cycle without JDBC, on Cenote's engine: the difference is what the JDBC layer adds. */
@State(Scope.Benchmark)
public class EngineBenchmark {

  /** The pool's resources. */
  @Param("32")
  public int poolSize = 32;

  /** How many newcomers may overtake the head waiter; the default is what a pool has. */
  @Param("1024")
  public int bargesMax = 1024;

  /** What is noted of each borrower; the default is what a pool has. */
  @Param("THREAD")
  public LeakWatch leakWatch = LeakWatch.THREAD;

  @SuppressWarnings("NullAway.Init") // JMH calls open() before anything else
  private Pool<Object> pool;

  /** Starts it and waits until it is full. */
  @Setup
  public void open() throws InterruptedException {
    pool =
        new PoolBuilder<>(new StubConnector())
            .poolSize(poolSize)
            .maxOverflow(0)
            .bargesMax(bargesMax)
            .leakWatch(leakWatch)
            .build();
    if (!pool.awaitOpen(poolSize, Duration.ofSeconds(30))) {
      throw new IllegalStateException("not full within 30 s: " + pool.stats());
    }
  }

  /** Ends it. */
  @TearDown
  public void close() {
    pool.close();
  }

  /** One cycle. */
  @Benchmark
  public Lease<Object> cycle() throws AcquireException, InterruptedException {
    Lease<Object> lease = pool.acquire();
    lease.release();
    return lease;
  }

  /** Opens plain objects that need nothing. */
  private static final class StubConnector implements Connector<Object> {

    @Override
    public Object open(OpenAttempt attempt) {
      return new Object();
    }

    @Override
    public boolean check(Object resource, long timeoutNanos) {
      return true;
    }

    @Override
    public boolean needsReset(Object resource) {
      return false;
    }

    @Override
    public void reset(Object resource) {}

    @Override
    public void close(Object resource) {}

    @Override
    public void abort(Object resource) {}
  }
}
