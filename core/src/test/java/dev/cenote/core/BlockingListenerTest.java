package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener that does not return delays other listeners and nothing else. */
@Timeout(60)
class BlockingListenerTest {

  private final CountDownLatch blocked = new CountDownLatch(1);
  private final CountDownLatch mayGo = new CountDownLatch(1);
  private final ScriptedConnector connector = new ScriptedConnector();

  @AfterEach
  void letGo() {
    mayGo.countDown();
  }

  private PoolListener blocksOn(Class<? extends PoolEvent> type) {
    return event -> {
      if (type.isInstance(event)) {
        blocked.countDown();
        await(mayGo);
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private PoolBuilder<Thing> poolOfOne() {
    return new PoolBuilder<>(connector)
        .leakWatch(LeakWatch.OFF) // one thread plays several borrowers
        .poolSize(1)
        .maxOverflow(0)
        .prefill(false);
  }

  @Test
  void callsThatHangAreGivenUpInTimeAllTheSame() throws Exception {
    connector.duringOpen = () -> await(mayGo);
    QueuePool<Thing> pool =
        poolOfOne()
            .prefill(true)
            .connectTimeout(Duration.ofMillis(50))
            .shutdownTimeout(Duration.ofSeconds(1))
            .listener(blocksOn(PoolEvent.GivenUp.class))
            .buildQueue();
    assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> pool.stats().givenUp() + failed(pool) >= 3);
    pool.close();
  }

  private static long failed(QueuePool<Thing> pool) {
    return pool.stats().failedOpens().values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void whoeverWaitsLearnsInTimeThatNothingCame() throws Exception {
    QueuePool<Thing> pool =
        poolOfOne()
            .shutdownTimeout(Duration.ofSeconds(1))
            .listener(blocksOn(PoolEvent.AcquireTimedOut.class))
            .buildQueue();
    Lease<Thing> lease = pool.acquire();

    assertThatThrownBy(() -> pool.acquire(Duration.ofMillis(10)))
        .isInstanceOf(AcquireException.class);
    assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();

    lease.release();
    pool.close();
  }

  @Test
  void theEndOfThePoolWaitsForItNoLongerThanForTheRest() throws Exception {
    QueuePool<Thing> pool =
        poolOfOne()
            .shutdownTimeout(Duration.ofMillis(500))
            .listener(blocksOn(PoolEvent.Opened.class))
            .buildQueue();
    pool.acquire().release();
    assertThat(blocked.await(30, TimeUnit.SECONDS)).isTrue();

    pool.close();

    assertThat(pool.isClosed()).isTrue();
  }

  @Test
  void whenThePoolHasClosedListenersHaveHeardIt() throws Exception {
    List<PoolEvent> heard = new CopyOnWriteArrayList<>();
    QueuePool<Thing> pool = poolOfOne().listener(heard::add).buildQueue();
    pool.acquire().release();

    pool.close();

    assertThat(heard).first().isInstanceOf(PoolEvent.Started.class);
    assertThat(heard).last().isInstanceOf(PoolEvent.Closed.class);
  }

  @Test
  void aListenerMayCloseThePool() {
    QueuePool<?>[] pool = new QueuePool<?>[1];
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch built = new CountDownLatch(1);
    pool[0] =
        poolOfOne()
            .listener(event -> {
              if (event instanceof PoolEvent.Opened) {
                await(built);
                pool[0].close();
                closed.countDown();
              }
            })
            .prefill(true)
            .buildQueue();
    built.countDown();

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> closed.getCount() == 0);
    assertThat(pool[0].isClosed()).isTrue();
  }
}
