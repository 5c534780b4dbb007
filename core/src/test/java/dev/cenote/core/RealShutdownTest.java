package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The end of a pool in real time. */
class RealShutdownTest {

  @Test
  void aConnectionThatArrivesAfterTheEndOfARealPoolIsClosed() throws Exception {
    CountDownLatch connecting = new CountDownLatch(1);
    CountDownLatch connected = new CountDownLatch(1);
    ScriptedConnector connector = new ScriptedConnector();
    connector.duringOpen =
        () -> {
          connecting.countDown();
          boolean interrupted = true;
          while (interrupted) { // a driver's connect that minds no interrupt
            try {
              interrupted = !connected.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
              interrupted = true;
            }
          }
        };
    QueuePool<Thing> pool = new PoolBuilder<>(connector).poolSize(1).buildQueue();
    assertThat(connecting.await(1, TimeUnit.MINUTES)).isTrue();

    pool.close();
    connected.countDown();

    Awaitility.await().until(() -> connector.opened.size() == 1);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> connector.openCount() == 0);
  }

  @Test
  void awaitOpenEndsWhenThePoolCloses() throws Exception {
    ScriptedConnector connector = new ScriptedConnector();
    QueuePool<Thing> pool = new PoolBuilder<>(connector).poolSize(1).prefill(false).buildQueue();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Thread waiting =
        new Thread(() -> {
          try {
            started.countDown();
            pool.awaitOpen(1, Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            return;
          } finally {
            ended.countDown();
          }
        });
    waiting.start();
    started.await();
    Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    pool.close();

    assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    waiting.interrupt();
  }

  @Test
  void theLastAbortOfAHangingCloseIsNotInterruptedByTheEnd() throws Exception {
    CountDownLatch closing = new CountDownLatch(1);
    CountDownLatch aborted = new CountDownLatch(1);
    boolean[] interrupted = new boolean[1];
    ScriptedConnector connector =
        new ScriptedConnector() {
          @Override
          public void close(Thing thing) {
            closing.countDown();
            boolean again = true;
            while (again) {
              try {
                again = !aborted.await(1, TimeUnit.MINUTES);
              } catch (InterruptedException e) {
                again = true;
              }
            }
          }

          @Override
          public void abort(Thing thing) throws Exception {
            try {
              new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS); // some work
            } catch (InterruptedException e) {
              interrupted[0] = true;
            }
            super.abort(thing);
            aborted.countDown();
          }
        };
    QueuePool<Thing> pool =
        new PoolBuilder<>(connector)
            .poolSize(1)
            .prefill(false)
            .closeTimeout(Duration.ofMillis(200))
            .buildQueue();
    pool.acquire().release();

    pool.close();

    assertThat(aborted.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(interrupted[0]).isFalse();
  }
}
