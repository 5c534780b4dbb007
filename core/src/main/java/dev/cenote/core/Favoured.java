package dev.cenote.core;

import dev.cenote.core.wait.Waiter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Those for whose sake somebody was refused, see {@link NestedWaits}. Whatever comes next is lent
 * to them, before whoever waits first: they have something already, and give it back once they have
 * what they wait for. One who waits first and has nothing yet might want two as well, and would be
 * the next to be refused. They keep their places in the queue. Guarded by the control lock.
 *
 * @param <R> the resource
 */
final class Favoured<R> {

  private final Deque<Waiter<Lease<R>>> waiters = new ArrayDeque<>(1);

  /** Whether there may be any. Read without the lock: a stale yes costs a newcomer its claim. */
  private volatile boolean any;

  /** Lets it go before those who wait first, behind those who may already. */
  void add(Waiter<Lease<R>> waiter) {
    if (!waiters.contains(waiter)) {
      waiters.add(waiter);
      any = true;
    }
  }

  /** Whether there may be any, so that nobody may overtake. Any thread. */
  boolean any() {
    return any;
  }

  /** To whom to lend before {@code head}, the first who waits; itself if there is nobody. */
  @Nullable Waiter<Lease<R>> before(@Nullable Waiter<Lease<R>> head) {
    forgetTheServed();
    Waiter<Lease<R>> first = waiters.peek();
    return first == null ? head : first;
  }

  /** Lets go of those who wait no more, up to the first who does. Allocates nothing. */
  void forgetTheServed() {
    Waiter<Lease<R>> first = waiters.peek();
    while (first != null && !first.isPending()) {
      waiters.remove();
      first = waiters.peek();
    }
    if (first == null && any) {
      any = false;
    }
  }
}
