package dev.cenote.core;

/**
 * The pool of kind DIRECT: opens a resource for each borrower and closes it on return, after the
 * reset. At most {@code maxOverflow} are open, opening or still closing at once; beyond that
 * callers wait in order of arrival, and each one that has been closed lets the first of them open.
 *
 * <p>A resource that was opened for somebody who had stopped waiting goes to who comes next: it too
 * is lent once.
 *
 * @param <R> the resource
 */
public final class DirectPool<R> extends QueueBackedPool<R> {

  DirectPool(QueuePool<R> engine) {
    super(engine);
  }

  @Override
  Lease<R> acquire(long timeoutNanos) throws AcquireException, InterruptedException {
    return engine.acquire(timeoutNanos);
  }
}
