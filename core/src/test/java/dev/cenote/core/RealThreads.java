package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Many threads that borrow and give back, and who holds what meanwhile. */
final class RealThreads {

  static final long PATIENCE_MINUTES = 2;

  /** By number of the thing, who holds it. */
  private final AtomicReferenceArray<@Nullable Object> holders =
      new AtomicReferenceArray<>(100_000);

  /** What was seen that must not be. */
  private final List<String> crimes = new ArrayList<>();

  /** Notes that somebody got a thing, which nobody else may have. */
  void got(Thing thing, Object holder) {
    if (!holders.compareAndSet(thing.number, null, holder)) {
      crime(thing + " has two owners");
    }
    if (thing.isGone()) {
      crime(thing + " was lent although it is gone");
    }
    if (thing.dirty) {
      crime(thing + " was lent unclean");
    }
  }

  /** Notes that somebody is about to give it back. */
  void givesBack(Thing thing, Object holder) {
    if (!holders.compareAndSet(thing.number, holder, null)) {
      crime(thing + " was taken from its owner");
    }
  }

  private void crime(String what) {
    synchronized (crimes) {
      crimes.add(what);
    }
  }

  void nothingHappenedThatMustNot() {
    synchronized (crimes) {
      assertThat(crimes).isEmpty();
    }
  }

  /** Runs a task on so many threads together and waits for all of them. */
  static void together(int threadCount, Callable<Void> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(threadCount);
    try {
      together(threads, threadCount, task);
    } finally {
      threads.shutdownNow();
    }
  }

  static void together(ExecutorService threads, int count, Callable<Void> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(count);
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(
          threads.submit(() -> {
            start.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
            return task.call();
          }));
    }
    for (Future<Void> one : all) {
      one.get(PATIENCE_MINUTES, TimeUnit.MINUTES);
    }
  }

  /** Borrows and gives back so many times. */
  Callable<Void> cycles(QueuePool<Thing> pool, int cycles) {
    return () -> {
      for (int i = 0; i < cycles; i++) {
        Lease<Thing> lease = pool.acquire(Duration.ofMinutes(PATIENCE_MINUTES));
        got(lease.resource(), lease);
        givesBack(lease.resource(), lease);
        lease.release();
      }
      return null;
    };
  }
}
