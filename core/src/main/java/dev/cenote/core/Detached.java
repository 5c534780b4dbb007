package dev.cenote.core;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A resource that has left its pool with its borrower, who closes it. It may still hold its permit,
 * so the pool must be told when it has been closed.
 *
 * @param <R> the resource
 */
public final class Detached<R> {

  private final R resource;
  private final Runnable afterwards;
  private final AtomicBoolean ended = new AtomicBoolean();

  Detached(R resource, Runnable afterwards) {
    this.resource = resource;
    this.afterwards = afterwards;
  }

  /** What has left. */
  public R resource() {
    return resource;
  }

  /** Says that the resource has been closed. Any thread; does not block; only once counts. */
  public void ended() {
    if (ended.compareAndSet(false, true)) {
      try {
        afterwards.run();
      } catch (RuntimeException
          | Error ours) { // no memory, no stack: whoever has more says it again
        ended.set(false);
        throw ours;
      }
    }
  }
}
