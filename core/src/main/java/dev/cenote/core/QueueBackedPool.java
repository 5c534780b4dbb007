package dev.cenote.core;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.measure.Measures;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool that stands on an engine of its own and changes only whom it lends what.
 *
 * @param <R> the resource
 */
abstract class QueueBackedPool<R> implements Pool<R> {

  final QueuePool<R> engine;
  private final PoolKind kind;

  QueueBackedPool(QueuePool<R> engine) {
    this.engine = engine;
    this.kind = engine.config().kind();
  }

  /** Acquires within so many nanoseconds. */
  abstract Lease<R> acquire(long timeoutNanos) throws AcquireException, InterruptedException;

  @Override
  public final Lease<R> acquire() throws AcquireException, InterruptedException {
    return acquire(PoolConfig.nanos(engine.config().acquireTimeout()));
  }

  @Override
  public final Lease<R> acquire(Duration timeout) throws AcquireException, InterruptedException {
    return acquire(PoolConfig.nanos(timeout));
  }

  @Override
  public PoolConfig config() {
    return engine.config();
  }

  @Override
  public void reconfigure(PoolConfig next, List<PoolEvent.Change> told) {
    engine.reconfigure(next, told);
  }

  @Override
  public void invalidateAll() {
    engine.invalidateAll();
  }

  /**
   * As {@link Pool#resize}.
   *
   * @throws IllegalArgumentException also if a number has no meaning for this kind
   */
  @Override
  public void resize(int poolSize, int maxOverflow) {
    requireMeaning(poolSize, maxOverflow);
    engine.resize(poolSize, maxOverflow);
  }

  final void requireMeaning(int poolSize, int maxOverflow) {
    refuse(kind.objectionToPoolSize(poolSize));
    refuse(kind.objectionToMaxOverflow(maxOverflow));
    if (maxOverflow < 0) {
      refuse("maxOverflow must be 0 or more, is " + maxOverflow);
    }
  }

  private void refuse(@Nullable String objection) {
    if (objection != null) {
      throw new IllegalArgumentException(engine.config().name() + ": " + objection);
    }
  }

  @Override
  public PoolStats stats() {
    return engine.stats();
  }

  @Override
  public final Measures measures() {
    return engine.measures(stats().acquired());
  }

  @Override
  public final PoolUsage usage() {
    return engine.usage();
  }

  @Override
  public List<Holder<R>> holders() {
    return engine.holders();
  }

  @Override
  public void pause() {
    engine.pause();
  }

  @Override
  public boolean drain(Duration timeout) throws InterruptedException {
    return engine.drain(timeout);
  }

  @Override
  public void resume() {
    engine.resume();
  }

  @Override
  public boolean awaitOpen(int count, Duration timeout) throws InterruptedException {
    return engine.awaitOpen(count, timeout);
  }

  @Override
  public void close() {
    engine.close();
  }

  @Override
  public final String toString() {
    return engine + " of kind " + kind;
  }
}
