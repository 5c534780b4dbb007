package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Who gets what comes back while a thread that has waited for 1 ms is first in the queue. */
class VirtualHeadTest {

  private static final int ROUNDS = 50;

  /** Starts a thread of one kind or the other. */
  private interface Starter {
    void start(Runnable task) throws Exception;
  }

  /** Whoever reads it moves it on a little: so leases are short, and not nothing. */
  private final AtomicLong clock = new AtomicLong(1);

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void aVirtualThreadThatHasWaitedForLongIsGivenWhatComesBack() throws Exception {
    assertThat(overtakers(VirtualHeadTest::startVirtual)).isZero();
  }

  @Test
  void aThreadOfTheSystemIsOvertakenInTheSamePlace() throws Exception {
    assertThat(overtakers(task -> new Thread(task).start())).isPositive();
  }

  /** In how many rounds a newcomer finds what is given back while such a thread is head. */
  private int overtakers(Starter starter) throws Exception {
    int overtakers = 0;
    try (QueuePool<Thing> pool = PoolOfOne.on(() -> clock.addAndGet(1_000))) {
      for (int i = 0; i < ROUNDS; i++) {
        Lease<Thing> held = pool.acquire();
        CompletableFuture<Lease<Thing>> first = arrive(pool, starter, 1);
        CompletableFuture<Lease<Thing>> second = arrive(pool, starter, 2);
        clock.addAndGet(WakeDelay.LIGHT_PATIENCE_NANOS);
        held.release();
        first.get(1, TimeUnit.MINUTES).release(); // after some µs: now the second is head

        Lease<Thing> overtaking = PoolOfOne.ifIdle(pool);
        if (overtaking != null) {
          overtakers++;
          overtaking.release();
        }
        second.get(1, TimeUnit.MINUTES).release();
      }
    }
    return overtakers;
  }

  private static CompletableFuture<Lease<Thing>> arrive(
      QueuePool<Thing> pool, Starter starter, int place) throws Exception {
    CompletableFuture<Lease<Thing>> served = new CompletableFuture<>();
    starter.start(() -> {
      try {
        served.complete(pool.acquire());
      } catch (Throwable failure) {
        served.completeExceptionally(failure);
      }
    });
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> pool.stats().waiting() == place);
    return served;
  }

  /** By reflection: the tests are compiled for a JDK that has none. */
  private static void startVirtual(Runnable task) throws ReflectiveOperationException {
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
  }
}
