package dev.cenote.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DaemonThreadsTest {

  private final ThreadPoolExecutor threads = DaemonThreads.onDemand("driver");

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void everyTaskGetsAThreadAtOnceThoughAllOthersAreStuck() throws InterruptedException {
    int tasks = 20;
    CyclicBarrier allAtOnce = new CyclicBarrier(tasks);
    CountDownLatch done = new CountDownLatch(tasks);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();

    for (int i = 0; i < tasks; i++) {
      threads.execute(() -> {
        try {
          allAtOnce.await(1, TimeUnit.MINUTES);
          seen.add(Thread.currentThread());
        } catch (Exception e) {
          return; // done stays above zero
        } finally {
          done.countDown();
        }
      });
    }

    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(seen).hasSize(tasks).allMatch(Thread::isDaemon);
    assertThat(seen).allMatch(thread -> thread.getName().matches("driver-\\d+"));
  }

  @Test
  void noThreadIsKeptForIdleTimes() {
    assertThat(threads.getCorePoolSize()).isZero();
    assertThat(threads.getPoolSize()).isZero();
    assertThat(threads.getKeepAliveTime(TimeUnit.MILLISECONDS)).isEqualTo(100);
  }
}
