package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.IdleOrder;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same pool in the real world: many threads, real time. */
class RealThreadsTest {

  private static final int THREADS = 32;
  private static final int CYCLES = 1_000;

  private final ScriptedConnector connector = new ScriptedConnector();
  private final RealThreads threads = new RealThreads();
  private QueuePool<Thing> pool;

  private PoolBuilder<Thing> ofFour() {
    return new PoolBuilder<>(connector).name("real").poolSize(4).maxOverflow(0);
  }

  @AfterEach
  void endsWithNothingLeftOpen() {
    pool.close();
    assertThat(pool.isClosed()).isTrue();
    assertThat(connector.openCount()).isZero();
    assertThat(pool.stats().permitted()).isZero();
    assertThat(connector.misuses).isEmpty();
    threads.nothingHappenedThatMustNot();
  }

  private void isQuietAfter(long acquired) {
    Awaitility.await()
        .until(() -> {
          PoolStats now = pool.stats();
          return now.idle() == now.permitted() && connector.openCount() == now.open();
        });
    PoolStats stats = pool.stats();
    assertThat(stats.acquired()).isEqualTo(acquired);
    assertThat(stats.leased()).isZero();
    assertThat(stats.waiting()).isZero();
    assertThat(stats.timedOut()).isZero();
    assertThat(stats.rejected()).isZero();
    assertThat(stats.givenUp()).isZero();
  }

  @ParameterizedTest
  @EnumSource(IdleOrder.class)
  void manyThreadsShareFewConnectionsAndNoneHasTwoOwners(IdleOrder order) throws Exception {
    pool = ofFour().idleOrder(order).buildQueue();

    RealThreads.together(THREADS, threads.cycles(pool, CYCLES));

    isQuietAfter((long) THREADS * CYCLES);
    assertThat(pool.stats().created()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64})
  void whateverOvertakingIsAllowedNobodyIsForgotten(int bargesMax) throws Exception {
    pool = ofFour().poolSize(2).bargesMax(bargesMax).buildQueue();

    RealThreads.together(THREADS, threads.cycles(pool, CYCLES));

    isQuietAfter((long) THREADS * CYCLES);
  }

  @Test
  void oneConnectionSharedByManyIsLentOneAfterTheOther() throws Exception {
    pool = ofFour().poolSize(1).buildQueue();

    RealThreads.together(THREADS, threads.cycles(pool, CYCLES / 2));

    isQuietAfter((long) THREADS * CYCLES / 2);
    assertThat(pool.stats().created()).isEqualTo(1);
  }

  @Test
  void withEachLeaseCheckedNobodyIsForgotten() throws Exception {
    pool = ofFour().validation(Validation.ALWAYS).buildQueue();

    RealThreads.together(THREADS, threads.cycles(pool, CYCLES / 10));

    isQuietAfter((long) THREADS * CYCLES / 10);
  }

  @Test
  void whileConnectionsAreSoiledRetiredAndInvalidatedNothingIsLost() throws Exception {
    pool = ofFour().buildQueue();
    AtomicInteger evicted = new AtomicInteger();

    RealThreads.together(
        THREADS,
        () -> {
          ThreadLocalRandom random = ThreadLocalRandom.current();
          for (int i = 0; i < CYCLES / 4; i++) {
            Lease<Thing> lease = pool.acquire(Duration.ofMinutes(RealThreads.PATIENCE_MINUTES));
            threads.got(lease.resource(), lease);
            int dice = random.nextInt(100);
            lease.resource().dirty = dice < 30;
            if (dice >= 95) {
              lease.retireOnRelease(RetireReason.EVICTED);
              evicted.incrementAndGet();
            } else if (dice == 94) {
              pool.invalidateAll();
            } else if (dice == 93) {
              lease.broken();
            }
            threads.givesBack(lease.resource(), lease);
            lease.release();
          }
          return null;
        });

    isQuietAfter((long) THREADS * CYCLES / 4);
    PoolStats stats = pool.stats();
    long ended = stats.retired().values().stream().mapToLong(Long::longValue).sum();
    assertThat(stats.created()).isEqualTo(stats.open() + ended);
    assertThat(ended).isPositive();
    assertThat(stats.retired().getOrDefault(RetireReason.EVICTED, 0L))
        .isLessThanOrEqualTo(evicted.get());
  }

  @Test
  void whileTheSizeChangesTheLimitHoldsAndNothingIsLost() throws Exception {
    pool = ofFour().buildQueue();
    AtomicLong step = new AtomicLong();

    RealThreads.together(
        8,
        () -> {
          for (int i = 0; i < CYCLES / 2; i++) {
            if (step.incrementAndGet() % 50 == 0) {
              int size = 1 + ThreadLocalRandom.current().nextInt(4);
              pool.resize(size, 4 - size);
              assertThat(pool.stats().permitted()).isLessThanOrEqualTo(4);
            }
            Lease<Thing> lease = pool.acquire(Duration.ofMinutes(RealThreads.PATIENCE_MINUTES));
            threads.got(lease.resource(), lease);
            threads.givesBack(lease.resource(), lease);
            lease.release();
          }
          return null;
        });

    pool.resize(2, 0);
    Awaitility.await().until(() -> pool.stats().idle() == 2 && pool.stats().permitted() == 2);
  }

  @Test
  void twoThreadsThatReleaseTheSameLeaseEndItOnce() throws Exception {
    pool = ofFour().buildQueue();
    for (int i = 0; i < 500; i++) {
      Lease<Thing> lease = pool.acquire();
      lease.resource().dirty = i % 2 == 0;
      AtomicInteger ends = new AtomicInteger();
      RealThreads.together(
          2,
          () -> {
            if (lease.release()) {
              ends.incrementAndGet();
            }
            return null;
          });
      assertThat(ends).hasValue(1);
    }

    isQuietAfter(500);
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_21)
  void manyVirtualThreadsShareFewConnections() throws Exception {
    ExecutorService virtual = virtualThreads();
    pool = ofFour().buildQueue();
    try {
      RealThreads.together(virtual, 500, threads.cycles(pool, 40));
    } finally {
      virtual.shutdownNow();
    }

    isQuietAfter(500 * 40);
  }

  /** By reflection: the tests are compiled for a JDK that has none. */
  private static ExecutorService virtualThreads() throws ReflectiveOperationException {
    return (ExecutorService)
        Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
  }

  @Test
  void connectionsReturnedDuringAnInvalidationDoNotStayIdle() throws Exception {
    int size = 16;
    pool = ofFour().poolSize(size).prefill(false).maxOpening(size).buildQueue();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    CyclicBarrier together = new CyclicBarrier(2);
    int stayed = 0;
    for (int round = 0; round < 1_000; round++) {
      List<Lease<Thing>> leases = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        leases.add(pool.acquire(Duration.ofSeconds(10)));
      }
      leases.sort(Comparator.comparingInt((Lease<Thing> lease) -> -lease.slotNumber()));
      Future<?> released =
          thread.submit(() -> {
            together.await(10, TimeUnit.SECONDS);
            leases.forEach(Lease::release);
            return null;
          });
      together.await(10, TimeUnit.SECONDS);
      pool.invalidateAll();
      released.get(10, TimeUnit.SECONDS);
      stayed += pool.stats().idle(); // nobody will close these until somebody wants them
    }
    thread.shutdownNow();
    assertThat(stayed).isZero();
  }
}
