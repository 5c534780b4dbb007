package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.PoolConfig.LeakWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads, of which one keeps the time for all, give up when their own time is over. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualDeadlinesTest {

  private static final Duration TIMEOUT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final QueuePool<Thing> pool =
      new PoolBuilder<>(new ScriptedConnector())
          .leakWatch(LeakWatch.OFF)
          .poolSize(1)
          .maxOverflow(0)
          .prefill(false)
          .buildQueue();

  @AfterEach
  void close() {
    pool.close();
  }

  private final class Arrival {
    final CompletableFuture<Lease<Thing>> outcome = new CompletableFuture<>();
    final Thread thread;

    /** By reflection: the tests are compiled for a JDK that has none. */
    Arrival(Duration timeout) throws ReflectiveOperationException {
      int before = pool.stats().waiting();
      Runnable task =
          () -> {
            try {
              outcome.complete(pool.acquire(timeout));
            } catch (Throwable failure) {
              outcome.completeExceptionally(failure);
            }
          };
      thread =
          (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
      Awaitility.await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> pool.stats().waiting() > before);
    }

    Lease<Thing> lease() throws Exception {
      return outcome.get(1, TimeUnit.MINUTES);
    }

    Throwable failure() {
      return catchThrowableOfType(ExecutionException.class, this::lease).getCause();
    }

    long waitedNanos() {
      return ((AcquireException) failure()).waitedNanos();
    }
  }

  @Test
  void eachGivesUpInItsTime() throws Exception {
    Lease<Thing> held = pool.acquire();
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      arrivals.add(new Arrival(TIMEOUT));
    }

    for (Arrival arrival : arrivals) {
      assertThat(arrival.waitedNanos()).isBetween(TIMEOUT.toNanos(), LONG.toNanos());
    }
    held.release();
  }

  @Test
  void whoIsLeftGivesUpInItsTimeWhenTheOneThatKeptItIsServed() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = new Arrival(TIMEOUT);
    Arrival kept = new Arrival(TIMEOUT);
    held.release();
    Lease<Thing> served = keeper.lease();

    assertThat(kept.waitedNanos()).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
    served.release();
  }

  @Test
  void whoIsLeftGivesUpInItsTimeWhenTheOneThatKeptItIsInterrupted() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = new Arrival(TIMEOUT);
    Arrival kept = new Arrival(TIMEOUT);
    keeper.thread.interrupt();

    assertThat(keeper.failure()).isInstanceOf(InterruptedException.class);
    assertThat(kept.waitedNanos()).isGreaterThanOrEqualTo(TIMEOUT.toNanos());
    held.release();
  }

  @Test
  void oneWhoSleepsUntilItIsWokenIsInterruptedAndServedAsEver() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = new Arrival(LONG);
    Arrival interrupted = new Arrival(LONG);
    Arrival served = new Arrival(LONG);
    interrupted.thread.interrupt();

    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    held.release();
    keeper.lease().release();
    served.lease().release();
  }
}
