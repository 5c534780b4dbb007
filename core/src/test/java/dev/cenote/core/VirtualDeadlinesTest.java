package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.PoolConfig.LeakWatch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** Virtual threads, of which one keeps the time for all, give up when their own time is over. */
@EnabledForJreRange(min = JRE.JAVA_21)
class VirtualDeadlinesTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LONG = Duration.ofMinutes(5);

  /** So late one may be on a busy machine. */
  private static final Duration SLACK = Duration.ofSeconds(10);

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

  private final class Arrival implements Runnable {
    final Duration timeout;
    final CompletableFuture<Lease<Thing>> outcome = new CompletableFuture<>();
    @Nullable Thread thread;

    Arrival(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public void run() {
      thread = Thread.currentThread();
      try {
        outcome.complete(pool.acquire(timeout));
      } catch (Throwable failure) {
        outcome.completeExceptionally(failure);
      }
    }

    Lease<Thing> lease() throws Exception {
      return outcome.get(1, TimeUnit.MINUTES);
    }

    Throwable failure() {
      return catchThrowableOfType(ExecutionException.class, this::lease).getCause();
    }

    void givesUpInItsTime() {
      assertThat(failure())
          .isInstanceOfSatisfying(
              AcquireException.class,
              failed ->
                  assertThat(failed.waitedNanos())
                      .isBetween(TIMEOUT.toNanos(), TIMEOUT.plus(SLACK).toNanos()));
    }
  }

  /** By reflection: the tests are compiled for a JDK that has none. */
  private static void startVirtual(Runnable task) throws ReflectiveOperationException {
    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
  }

  private Arrival arrive(Duration timeout) throws Exception {
    Arrival arrival = new Arrival(timeout);
    int before = pool.stats().waiting();
    startVirtual(arrival);
    untilWaiting(before + 1);
    return arrival;
  }

  private void untilWaiting(int count) {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> pool.stats().waiting() == count);
  }

  @Test
  void eachGivesUpInItsTime() throws Exception {
    Lease<Thing> held = pool.acquire();
    List<Arrival> arrivals = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Arrival arrival = new Arrival(TIMEOUT);
      startVirtual(arrival);
      arrivals.add(arrival);
    }

    arrivals.forEach(Arrival::givesUpInItsTime);
    held.release();
  }

  @Test
  void whoIsLeftGivesUpInItsTimeWhenTheOneThatKeptItIsServed() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = arrive(TIMEOUT);
    Arrival second = arrive(TIMEOUT);
    Arrival last = arrive(TIMEOUT);
    held.release();
    Lease<Thing> served = keeper.lease();

    second.givesUpInItsTime();
    last.givesUpInItsTime();
    served.release();
  }

  @Test
  void whoIsLeftGivesUpInItsTimeWhenTheOneThatKeptItIsInterrupted() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = arrive(TIMEOUT);
    Arrival kept = arrive(TIMEOUT);
    keeper.thread.interrupt();

    assertThat(keeper.failure()).isInstanceOf(InterruptedException.class);
    kept.givesUpInItsTime();
    held.release();
  }

  @Test
  void whoIsPinnedGivesUpInItsTimeThoughTheOneThatKeepsItFindsNoProcessor() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = arrive(TIMEOUT);
    List<Arrival> pinned = new ArrayList<>();
    int carriers = Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < carriers; i++) {
      Arrival arrival = new Arrival(TIMEOUT);
      new Pinning(arrival).start();
      pinned.add(arrival);
    }

    pinned.forEach(Arrival::givesUpInItsTime);
    keeper.givesUpInItsTime();
    held.release();
  }

  /** Initialising a class pins a virtual thread, on JDK 21 to 25. */
  static final class Initialised {
    static {
      ((Runnable) Initialised.class.getClassLoader()).run();
    }
  }

  /** Has that class to itself, for a class is initialised once, and does its task then. */
  private static final class Pinning extends ClassLoader implements Runnable {

    private final Runnable task;

    Pinning(Runnable task) {
      super(VirtualDeadlinesTest.class.getClassLoader());
      this.task = task;
    }

    @Override
    public void run() {
      task.run();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Initialised.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    void start() throws ReflectiveOperationException {
      startVirtual(() -> {
        try {
          Class.forName(Initialised.class.getName(), true, this);
        } catch (ClassNotFoundException e) {
          throw new IllegalStateException(e);
        }
      });
    }
  }

  @Test
  void oneWhoSleepsUntilItIsWokenIsInterruptedAndServedAsEver() throws Exception {
    Lease<Thing> held = pool.acquire();
    Arrival keeper = arrive(LONG);
    Arrival interrupted = arrive(LONG);
    Arrival served = arrive(LONG);
    interrupted.thread.interrupt();

    assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
    held.release();
    keeper.lease().release();
    served.lease().release();
  }
}
