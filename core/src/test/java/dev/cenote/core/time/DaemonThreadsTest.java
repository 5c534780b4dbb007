package dev.cenote.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
  @SuppressWarnings("ThreadPriorityCheck") // it is what must not be inherited
  void whoeverNeedsAThreadLeavesNothingOfItsOwnInIt() throws Exception {
    ClassLoader ours = DaemonThreads.class.getClassLoader();
    InheritableThreadLocal<String> request = new InheritableThreadLocal<>();
    CompletableFuture<Thread> begun = new CompletableFuture<>();
    CompletableFuture<String> inherited = new CompletableFuture<>();
    Thread borrower =
        new Thread(() -> {
          request.set("a borrower's");
          threads.execute(() -> {
            inherited.complete(String.valueOf(request.get()));
            begun.complete(Thread.currentThread());
          });
        });
    borrower.setContextClassLoader(new ClassLoader(ours) {});
    borrower.setPriority(Thread.MAX_PRIORITY);

    borrower.start();

    assertThat(inherited.get(1, TimeUnit.MINUTES)).isEqualTo("null");
    Thread thread = begun.get(1, TimeUnit.MINUTES);
    assertThat(thread.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    assertThat(thread.getContextClassLoader()).isSameAs(ours);
  }

  @Test
  void noThreadIsKeptForIdleTimes() {
    assertThat(threads.getCorePoolSize()).isZero();
    assertThat(threads.getPoolSize()).isZero();
    assertThat(threads.getKeepAliveTime(TimeUnit.MILLISECONDS)).isEqualTo(100);
  }
}
