package dev.cenote.core.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemTimersTest {

  private static final long MILLISECOND = 1_000_000;

  private final SystemTimers timers = new SystemTimers("the-timers");

  @AfterEach
  void close() {
    timers.close();
  }

  private Thread threadOfATask() {
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    timers.schedule(() -> thread.complete(Thread.currentThread()), 0);
    return thread.orTimeout(1, TimeUnit.MINUTES).join();
  }

  @Test
  void aTaskRunsOnTheOneNamedDaemonThread() {
    Thread first = threadOfATask();
    Thread second = threadOfATask();

    assertThat(first.getName()).isEqualTo("the-timers");
    assertThat(first.isDaemon()).isTrue();
    assertThat(second).isSameAs(first);
  }

  @Test
  void aTaskDoesNotRunBeforeItsTime() {
    long start = System.nanoTime();
    CompletableFuture<Long> ranAt = new CompletableFuture<>();

    timers.schedule(() -> ranAt.complete(System.nanoTime()), 20 * MILLISECOND);

    assertThat(ranAt.orTimeout(1, TimeUnit.MINUTES).join() - start)
        .isGreaterThanOrEqualTo(20 * MILLISECOND);
  }

  @Test
  void aDelayBelowZeroMeansAsSoonAsPossible() throws InterruptedException {
    CountDownLatch ran = new CountDownLatch(1);

    timers.schedule(ran::countDown, -1);

    assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void aTaskThatWasCalledOffDoesNotRun() throws InterruptedException {
    CountDownLatch calledOff = new CountDownLatch(1);
    timers.schedule(() -> waitFor(calledOff), 0); // until then nothing else can run
    AtomicBoolean ran = new AtomicBoolean();
    CountDownLatch later = new CountDownLatch(1);
    Timers.Scheduled scheduled = timers.schedule(() -> ran.set(true), 0);
    timers.schedule(later::countDown, 0);

    scheduled.cancel();
    calledOff.countDown();

    assertThat(later.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(ran).isFalse();
  }

  private static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aTaskThatThrowsStopsNoOther() throws InterruptedException {
    CountDownLatch later = new CountDownLatch(1);

    timers.schedule(
        () -> {
          throw new AssertionError("a task");
        },
        0);
    timers.schedule(later::countDown, MILLISECOND);

    assertThat(later.await(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void afterCloseATaskIsDroppedWithoutAWord() {
    timers.close();
    AtomicBoolean ran = new AtomicBoolean();

    Timers.Scheduled dropped = timers.schedule(() -> ran.set(true), 0);

    assertThatCode(dropped::cancel).doesNotThrowAnyException();
    assertThat(ran).isFalse();
  }

  @Test
  void closingDropsWhatIsScheduledAndEndsTheThread() {
    Thread thread = threadOfATask();
    AtomicBoolean ran = new AtomicBoolean();
    timers.schedule(() -> ran.set(true), 60_000 * MILLISECOND);

    timers.close();

    Awaitility.await().until(() -> !thread.isAlive());
    assertThat(ran).isFalse();
  }

  @Test
  void itsOwnTaskMayCloseIt() throws InterruptedException {
    Thread thread = threadOfATask();
    CountDownLatch closed = new CountDownLatch(1);

    timers.schedule(
        () -> {
          timers.close();
          closed.countDown();
        },
        0);

    assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
    Awaitility.await().until(() -> !thread.isAlive());
  }
}
