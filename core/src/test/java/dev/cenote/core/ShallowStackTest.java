package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A borrower whose stack ends somewhere inside acquire or release, wherever that is. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShallowStackTest {

  private static final int SIZE = 2;
  private static final int DEPTHS = 200;
  private static final int ROUNDS = 15;
  private static final long STACK_BYTES = 256 * 1024;

  private final ScriptedConnector connector = new ScriptedConnector();
  private final QueuePool<Thing> pool =
      new PoolBuilder<>(connector)
          .poolSize(SIZE)
          .maxOverflow(0)
          .acquireTimeout(Duration.ofSeconds(5))
          .closeTimeout(Duration.ofMillis(500)) // so that decisions often set a timer
          .overflowLinger(Duration.ofSeconds(2))
          .buildQueue();

  private @Nullable Lease<Thing> lease;
  private int overflows;
  private int fitting;

  @AfterEach
  void close() {
    pool.close();
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Runs the step with so many frames already on the stack. */
  private void atDepth(int depth, Step step) throws Exception {
    if (depth > 0) {
      atDepth(depth - 1, step);
    } else {
      step.run();
    }
  }

  /**
   * The step at many depths, from where there is no room for it to where there is plenty. What is
   * the deepest changes as methods are compiled, hence several rounds.
   */
  private void atManyDepths(Step step) {
    for (int round = 0; round < ROUNDS; round++) {
      int deepest = deepest();
      for (int i = 0; i < DEPTHS; i++) {
        fits(deepest - (int) ((long) deepest * i / DEPTHS / 3), step);
      }
    }
  }

  /** About the greatest depth that there is room for. */
  private int deepest() {
    int fits = 0;
    for (int more = 1 << 18; more > 0; more /= 2) {
      fits += fits(fits + more, () -> {}) ? more : 0;
    }
    return fits;
  }

  private boolean fits(int depth, Step step) {
    try {
      atDepth(depth, step);
      fitting++;
      return true;
    } catch (StackOverflowError expected) {
      overflows++;
      releaseIfThatWasNeverCalled(expected);
      return false;
    } catch (Exception lost) {
      throw new AssertionError("at depth " + depth + ": " + lost + ", " + pool.stats(), lost);
    }
  }

  /**
   * There may have been room to acquire and none to call {@code release}: the frame of the step
   * itself grows when the error makes it leave compiled code. That lease is not the pool's loss.
   */
  private void releaseIfThatWasNeverCalled(StackOverflowError error) {
    Lease<Thing> left = lease;
    lease = null;
    boolean called =
        Arrays.stream(error.getStackTrace())
            .anyMatch(frame ->
                frame.getClassName().equals(Lease.class.getName())
                    && frame.getMethodName().equals("release"));
    if (left != null && !called) {
      left.release();
    }
  }

  private static void onSmallStack(Runnable task) throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(null, task, "small", STACK_BYTES);
    thread.setUncaughtExceptionHandler((dead, why) -> failure.set(why));
    thread.start();
    thread.join();
    assertThat(failure).hasNullValue();
  }

  /** Classes are loaded and methods linked with plenty of stack, as in a service that has run. */
  private void warmUp() throws Exception {
    for (int i = 0; i < 500; i++) {
      Lease<Thing> lease = pool.acquire();
      lease.resource().dirty = i % 3 == 0;
      lease.release();
    }
    borrowAllWhileSomebodyWaits();
  }

  private void borrowAllWhileSomebodyWaits() throws Exception {
    List<Lease<Thing>> leases = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      leases.add(pool.acquire());
    }
    Thread waiter =
        new Thread(() -> {
          try {
            pool.acquire().release();
          } catch (AcquireException | InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    waiter.start();
    Awaitility.await().until(() -> pool.stats().waiting() == 1);
    leases.forEach(Lease::release);
    waiter.join();
  }

  private void nothingIsLost() throws Exception {
    assertThat(overflows).as("steps that ran out of stack").isGreaterThan(100);
    assertThat(fitting).as("steps that did not").isGreaterThan(100);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> {
          PoolStats stats = pool.stats();
          assertThat(stats.leased() + stats.resetting() + stats.checking()).isZero();
        });
    assertThat(pool.stats().givenUp()).isZero();
    assertThat(pool.stats().retired()).doesNotContainKey(RetireReason.RESET_TIMED_OUT);
    borrowAllWhileSomebodyWaits();
    assertThat(pool.stats().permitted()).isLessThanOrEqualTo(SIZE);
  }

  /** Remembers the lease, without a call: there may be no room for one. */
  private Lease<Thing> acquire() throws AcquireException, InterruptedException {
    lease = null;
    Lease<Thing> acquired = pool.acquire();
    lease = acquired;
    return acquired;
  }

  @Test
  void losesNothingInAcquireNorInRelease() throws Exception {
    warmUp();
    onSmallStack(() ->
        atManyDepths(() -> {
          Lease<Thing> lease = acquire();
          lease.release();
        }));
    nothingIsLost();
  }

  @Test
  void losesNothingInTheReleaseOfWhatMustBeReset() throws Exception {
    warmUp();
    onSmallStack(() ->
        atManyDepths(() -> {
          Lease<Thing> lease = acquire();
          lease.resource().dirty = true;
          lease.release();
        }));
    nothingIsLost();
  }

  @Test
  void losesNothingInAReleaseThatEndsAConnection() throws Exception {
    warmUp();
    onSmallStack(() ->
        atManyDepths(() -> {
          Lease<Thing> lease = acquire();
          try {
            lease.broken();
          } finally {
            lease.release();
          }
        }));
    nothingIsLost();
  }
}
