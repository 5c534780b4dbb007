package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.time.HandDrivenTimers;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/**
 * A pool of some kind in virtual time, whose driver calls run at once on the thread that causes
 * them. Unless its settings say otherwise, nothing is opened or checked by itself.
 */
final class KindUnderTest implements AutoCloseable {

  final HandDrivenTimers time = new HandDrivenTimers();
  final ScriptedConnector connector = new ScriptedConnector();
  final Pool<Thing> pool;

  private KindUnderTest(PoolKind kind, UnaryOperator<PoolBuilder<Thing>> settings) {
    PoolBuilder<Thing> quiet =
        new PoolBuilder<>(connector)
            .name("orders")
            .kind(kind)
            .prefill(false)
            .maxLifetime(Duration.ZERO)
            .keepalive(Duration.ZERO)
            .runtime(
                new PoolRuntime(
                    time, time, Runnable::run, Runnable::run, () -> 0, () -> time.close()));
    pool = settings.apply(quiet).build();
  }

  static KindUnderTest of(PoolKind kind) {
    return with(kind, settings -> settings);
  }

  static KindUnderTest with(PoolKind kind, UnaryOperator<PoolBuilder<Thing>> settings) {
    return new KindUnderTest(kind, settings);
  }

  /** Lets time pass; timers fire. */
  void pass(Duration duration) {
    time.advance(duration.toNanos());
  }

  /** Borrows, on this thread. */
  Lease<Thing> lease() {
    try {
      return pool.acquire();
    } catch (AcquireException | InterruptedException none) {
      throw new AssertionError(none);
    }
  }

  /** Borrows on this thread and gives back; says what it was. */
  Thing use() {
    Lease<Thing> lease = lease();
    Thing thing = lease.resource();
    lease.release();
    return thing;
  }

  /** What a thread of its own does, which has ended when this returns. */
  static <T> T onAnotherThread(Callable<T> task) throws Exception {
    Aside<T> aside = new Aside<>(task);
    T outcome = aside.outcome();
    aside.thread.join();
    return outcome;
  }

  /** A thread of its own. */
  static final class Aside<T> {

    final Thread thread;
    private final CompletableFuture<T> outcome = new CompletableFuture<>();

    Aside(Callable<T> task) {
      thread =
          new Thread(() -> {
            try {
              outcome.complete(task.call());
            } catch (Throwable failure) {
              outcome.completeExceptionally(failure);
            }
          });
      thread.start();
    }

    T outcome() throws Exception {
      try {
        return outcome.get(1, TimeUnit.MINUTES);
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof Exception why) {
          throw why;
        }
        throw failed;
      }
    }

    boolean isDone() {
      return outcome.isDone();
    }
  }

  /** A thread that waits in the queue when this returns. */
  <T> Aside<T> waiting(Callable<T> task) {
    int before = pool.stats().waiting();
    Aside<T> aside = new Aside<>(task);
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofNanos(100_000))
        .until(() -> pool.stats().waiting() > before);
    return aside;
  }

  /** Ends the pool; who has not given back by then loses it. */
  @Override
  public void close() {
    if (pool instanceof QueueBackedPool<Thing> kind) {
      kind.engine.beginClose();
    }
    pass(Duration.ofMinutes(1));
    pool.close();
    assertThat(connector.openCount()).as("open at the server").isZero();
    assertThat(connector.misuses).isEmpty();
  }
}
