package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.PoolEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thread that waits, in real time. */
class BlockingAcquireTest {

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final ScriptedConnector connector = new ScriptedConnector();
  private final List<PoolEvent> events = new CopyOnWriteArrayList<>();
  private final QueuePool<Thing> pool =
      new PoolBuilder<>(connector)
          .leakWatch(LeakWatch.OFF) // one thread plays several borrowers
          .poolSize(1)
          .maxOverflow(0)
          .prefill(false)
          .acquireTimeout(LONG)
          .listener(events::add)
          .buildQueue();

  @AfterEach
  void close() {
    pool.close();
    assertThat(connector.openCount()).isZero();
  }

  /** What a thread of its own gets; it has begun to wait when this returns. */
  private Waiting waiting(Duration timeout) {
    Waiting waiting = new Waiting(timeout);
    int before = pool.stats().waiting();
    waiting.thread.start();
    Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofNanos(100_000))
        .until(() -> pool.stats().waiting() > before);
    return waiting;
  }

  private final class Waiting {
    final CompletableFuture<Lease<Thing>> outcome = new CompletableFuture<>();
    volatile boolean interruptedAfterwards;
    final Thread thread;

    Waiting(Duration timeout) {
      thread =
          new Thread(() -> {
            try {
              outcome.complete(pool.acquire(timeout));
            } catch (Throwable failure) {
              interruptedAfterwards = Thread.currentThread().isInterrupted();
              outcome.completeExceptionally(failure);
            }
          });
    }

    Lease<Thing> lease() throws Exception {
      return outcome.get(1, TimeUnit.MINUTES);
    }

    Throwable failure() {
      return catchThrowableOfType(ExecutionException.class, this::lease).getCause();
    }
  }

  @Test
  void aThreadGetsWhatItCausedToOpen() throws Exception {
    Lease<Thing> lease = pool.acquire();

    assertThat(lease.resource()).isSameAs(connector.thing(1));
    lease.release();
  }

  @Test
  void aThreadThatWaitsGetsWhatAnotherGivesBack() throws Exception {
    Lease<Thing> lease = pool.acquire();
    Waiting waiting = waiting(LONG);

    lease.release();

    assertThat(waiting.lease().resource()).isSameAs(connector.thing(1));
    waiting.lease().release();
  }

  @Test
  void aThreadWaitsNoLessThanItsTimeoutAndThenLearnsWhy() throws Exception {
    Lease<Thing> lease = pool.acquire();
    long start = System.nanoTime();

    assertThatThrownBy(() -> pool.acquire(SHORT))
        .isInstanceOfSatisfying(
            AcquireException.class,
            failed -> {
              assertThat(failed.failure()).isEqualTo(AcquireFailure.BUSY);
              assertThat(failed.waitedNanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
              assertThat(failed.stats().leased()).isEqualTo(1);
              assertThat(failed.stats().timedOut()).isEqualTo(1);
              assertThat(failed).hasNoCause();
            });

    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(SHORT.toNanos());
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(events).hasAtLeastOneElementOfType(PoolEvent.AcquireTimedOut.class));
    lease.release();
    pool.acquire(SHORT).release();
  }

  @Test
  void aThreadRefusedAtOnceHasWaitedForExactlyNothing() throws Exception {
    Lease<Thing> lease = pool.acquire();

    assertThatThrownBy(() -> pool.acquire(Duration.ZERO))
        .isInstanceOfSatisfying(
            AcquireException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(AcquireFailure.BUSY);
              assertThat(refused.waitedNanos()).isZero();
            });

    lease.release();
  }

  @Test
  void ifNothingCanBeOpenedTheCauseIsTold() {
    connector.down = new IOException("no route to host");
    assertThatThrownBy(() -> pool.acquire(SHORT)).isInstanceOf(AcquireException.class);
    Awaitility.await().until(() -> !pool.stats().failedOpens().isEmpty());

    assertThatThrownBy(() -> pool.acquire(SHORT))
        .isInstanceOfSatisfying(
            AcquireException.class,
            failed -> {
              assertThat(failed.failure()).isEqualTo(AcquireFailure.CANNOT_OPEN);
              assertThat(failed).hasCause(connector.down);
            });
  }

  @Test
  void aRefusedLoginIsToldAtOnce() {
    connector.down = new IOException("wrong password");
    connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;

    assertThatThrownBy(pool::acquire)
        .isInstanceOfSatisfying(
            AcquireException.class,
            failed -> {
              assertThat(failed.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
              assertThat(failed.waitedNanos()).isLessThan(LONG.toNanos());
              assertThat(failed).hasCause(connector.down);
            });
  }

  @Test
  void withATimeoutOfZeroAThreadDoesNotQueue() throws Exception {
    Lease<Thing> lease = pool.acquire(Duration.ZERO);

    assertThatThrownBy(() -> pool.acquire(Duration.ZERO))
        .isInstanceOfSatisfying(
            AcquireException.class,
            failed -> assertThat(failed.failure()).isEqualTo(AcquireFailure.BUSY));
    lease.release();
  }

  @Test
  void anInterruptEndsTheWaitKeepsTheFlagAndLosesNothing() throws Exception {
    Lease<Thing> lease = pool.acquire();
    Waiting waiting = waiting(LONG);

    waiting.thread.interrupt();

    assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
    assertThat(waiting.interruptedAfterwards).isTrue();
    assertThat(pool.stats().waiting()).isZero();
    lease.release();
    pool.acquire(SHORT).release();
    assertThat(pool.stats().acquired()).isEqualTo(2);
  }

  @Test
  void anInterruptedThreadStillTakesWhatIsIdle() throws Exception {
    pool.acquire().release();
    Thread.currentThread().interrupt();
    try {
      pool.acquire().release();
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anInterruptOfTheHeadLetsTheNextHaveIt() throws Exception {
    Lease<Thing> lease = pool.acquire();
    Waiting first = waiting(LONG);
    Waiting second = waiting(LONG);

    first.thread.interrupt();
    assertThat(first.failure()).isInstanceOf(InterruptedException.class);
    lease.release();

    second.lease().release();
  }

  @Test
  void interruptsThatRaceWithReleasesLoseNothing() throws Exception {
    for (int round = 0; round < 200; round++) {
      Lease<Thing> lease = pool.acquire();
      Waiting waiting = waiting(LONG);
      Thread releasing = new Thread(lease::release);
      releasing.start();
      waiting.thread.interrupt();
      releasing.join();
      waiting.thread.join();
      if (!waiting.outcome.isCompletedExceptionally()) {
        waiting.lease().release();
      }
      assertThat(pool.stats().leased()).isZero();
      assertThat(pool.stats().idle()).isEqualTo(1);
    }
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void timeoutsThatRaceWithReleasesLoseNothing() throws Exception {
    for (int round = 0; round < 200; round++) {
      Lease<Thing> lease = pool.acquire();
      Waiting waiting = new Waiting(Duration.ofNanos(200_000 + 1_000L * round));
      waiting.thread.start();
      Thread releasing = new Thread(lease::release);
      releasing.start();
      releasing.join();
      waiting.thread.join();
      if (!waiting.outcome.isCompletedExceptionally()) {
        waiting.lease().release();
      }
      assertThat(pool.stats().leased()).isZero();
      assertThat(pool.stats().idle()).isEqualTo(1);
    }
  }

  @Test
  void closingThePoolEndsEveryWait() throws Exception {
    Lease<Thing> lease = pool.acquire();
    Waiting waiting = waiting(LONG);

    pool.beginClose();

    assertThat(waiting.failure())
        .isInstanceOfSatisfying(
            AcquireException.class,
            failed -> assertThat(failed.failure()).isEqualTo(AcquireFailure.CLOSED));
    assertThatThrownBy(pool::acquire)
        .isInstanceOfSatisfying(
            AcquireException.class,
            failed -> assertThat(failed.failure()).isEqualTo(AcquireFailure.CLOSED));
    lease.release();
  }

  @Test
  void awaitOpenWaitsUntilThatManyAreOpen() throws Exception {
    assertThat(pool.awaitOpen(1, Duration.ofMillis(1))).isFalse();
    Lease<Thing> lease = pool.acquire();
    assertThat(pool.awaitOpen(1, Duration.ZERO)).isTrue();
    assertThat(pool.awaitOpen(2, Duration.ofMillis(1))).isFalse();
    lease.release();
  }

  @Test
  void theThreadsOfAPoolEndWithIt() throws Exception {
    QueuePool<Thing> brief = new PoolBuilder<>(connector).name("brief").poolSize(2).buildQueue();
    assertThat(brief.awaitOpen(2, LONG)).isTrue();
    assertThat(threadsNamed("cenote-brief")).isPositive();

    brief.close();

    Awaitility.await().until(() -> threadsNamed("cenote-brief") == 0);
  }

  private static long threadsNamed(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
