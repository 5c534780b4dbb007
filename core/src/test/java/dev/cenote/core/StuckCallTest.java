package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that is given up is told with where it hangs. {@link HangingCallTest} has the rest. */
@Timeout(60)
class StuckCallTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PAST_BYPASS = Duration.ofMillis(511);

  private final PoolUnderTest on = PoolUnderTest.of(1);

  /** The watchdog strikes while the call is made, once. */
  private Runnable until(Duration limit) {
    return () -> {
      on.connector.duringAbort = () -> {};
      on.runtime.advance(limit);
    };
  }

  private void opens() {
    on.connector.duringOpen = until(CONNECT_TIMEOUT);
    on.arrive();
    on.runtime.take(Kind.OPEN).invoke();
  }

  private void checks() {
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.arrive();
    on.connector.duringCheck = until(LIMIT);
    on.runtime.take(Kind.CHECK).invoke();
  }

  private void resets() {
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    on.connector.duringReset = until(LIMIT);
    lease.release();
  }

  private void closes() {
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();
    on.connector.duringClose = until(LIMIT);
    on.runtime.take(Kind.CLOSE).invoke();
  }

  private void aborts() {
    Lease<Thing> lease = on.lease();
    lease.broken();
    lease.release();
    on.connector.duringAbort = until(LIMIT);
    on.runtime.take(Kind.ABORT).invoke();
  }

  /** A connection that came too late has no slot any more. */
  private void abortsWhatCameTooLate() {
    on.arrive().leave();
    DriverCall late = on.runtime.take(Kind.OPEN);
    late.invoke();
    on.runtime.advance(CONNECT_TIMEOUT);
    on.events.clear();
    on.runtime.complete(late);
    on.connector.duringAbort = until(LIMIT);
    on.runtime.take(Kind.ABORT).invoke();
  }

  private void isToldAs(String call, String method) {
    PoolEvent.GivenUp told = on.events(PoolEvent.GivenUp.class).get(0);
    assertThat(told.call()).isEqualTo(call);
    assertThat(told.thread()).isEqualTo(Thread.currentThread().getName());
    assertThat(told.stack())
        .anySatisfy(frame -> {
          assertThat(frame.getClassName()).isEqualTo(ScriptedConnector.class.getName());
          assertThat(frame.getMethodName()).isEqualTo(method);
        });
  }

  @Test
  void anOpenThatIsGivenUpIsToldWithItsThreadAndStack() {
    opens();
    isToldAs("OPEN", "open");
  }

  @Test
  void aCheckThatIsGivenUpIsToldWithItsThreadAndStack() {
    checks();
    isToldAs("CHECK", "check");
  }

  @Test
  void aResetThatIsGivenUpIsToldWithItsThreadAndStack() {
    resets();
    isToldAs("RESET", "reset");
  }

  @Test
  void aCloseThatIsGivenUpIsToldWithItsThreadAndStack() {
    closes();
    isToldAs("CLOSE", "close");
  }

  @Test
  void anAbortThatIsGivenUpIsToldWithItsThreadAndStack() {
    aborts();
    isToldAs("ABORT", "abort");
  }

  @Test
  void theAbortOfAConnectionThatCameTooLateIsToldWithItsThreadAndStack() {
    abortsWhatCameTooLate();
    isToldAs("ABORT", "abort");
  }

  @Test
  void aCallThatTheEndOfThePoolCutsShortIsToldWithItsThreadAndStack() {
    on.arrive();
    on.connector.duringOpen =
        () -> {
          on.pool.beginClose();
          on.runtime.advance(Duration.ofSeconds(1));
        };
    on.runtime.take(Kind.OPEN).invoke();
    isToldAs("OPEN", "open");
  }

  @Test
  void ofACallThatNoThreadHasBegunThatIsSaid() {
    on.arrive();
    DriverCall waiting = on.runtime.take(Kind.OPEN);

    on.runtime.advance(CONNECT_TIMEOUT);

    PoolEvent.GivenUp told = on.events(PoolEvent.GivenUp.class).get(0);
    assertThat(told.thread()).isEmpty();
    assertThat(told.stack()).isEmpty();
    assertThat(failureOfOpen())
        .hasMessage("no answer within 10000 ms, and no thread had begun the call");
    assertThat(failureOfOpen().getStackTrace()).isEmpty();
    on.runtime.finish(waiting);
  }

  private Throwable failureOfOpen() {
    return on.events(PoolEvent.OpenFailed.class).get(0).failure();
  }

  @Test
  void theFailureOfAnOpenThatWasGivenUpHasTheStackOfTheThreadThatIsStuck() {
    opens();
    isOf(failureOfOpen(), Kind.OPEN, "no answer within 10000 ms");
  }

  @Test
  void theEndOfAConnectionWhoseCheckWasGivenUpHasItToo() {
    checks();
    isOf(causeOfEnd(), Kind.CHECK, "no answer within 5000 ms");
  }

  @Test
  void theEndOfAConnectionWhoseResetWasGivenUpHasItToo() {
    resets();
    isOf(causeOfEnd(), Kind.RESET, "no answer within 5000 ms");
  }

  private @Nullable Throwable causeOfEnd() {
    return on.events(PoolEvent.Retired.class).get(0).cause();
  }

  private void isOf(@Nullable Throwable failure, Kind call, String message) {
    assertThat(failure).isInstanceOf(UnansweredException.class).hasMessage(message);
    UnansweredException unanswered = (UnansweredException) failure;
    assertThat(unanswered.call()).isEqualTo(call);
    assertThat(unanswered.thread()).isEqualTo(Thread.currentThread().getName());
    assertThat(List.of(unanswered.getStackTrace()))
        .isEqualTo(on.events(PoolEvent.GivenUp.class).get(0).stack());
  }

  @Test
  void aResetThatReturnedKeepsNoThread() {
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    Thread[] during = new Thread[1];
    on.connector.duringReset = () -> during[0] = lease.slot().resetter;
    lease.release();

    assertThat(during[0]).isSameAs(Thread.currentThread());
    assertThat(lease.slot().resetter).isNull();
  }

  @Test
  void itsStackIsTakenOnceAndWithoutTheLockOfThePool() throws Exception {
    on.fill(1);
    on.runtime.advance(PAST_BYPASS);
    on.arrive();
    on.connector.duringCheck = until(LIMIT);
    Observed caller = new Observed(on.runtime.take(Kind.CHECK)::invoke);

    caller.start();
    caller.join();

    assertThat(on.events(PoolEvent.GivenUp.class)).hasSize(1);
    assertThat(caller.taken).hasValue(1);
    assertThat(caller.blocked).isFalse();
  }

  @Test
  void whatFollowsACallThatFailsJustThenHasATimeOfItsOwn() throws Exception {
    Lease<Thing> lease = on.lease();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();
    CompletableFuture<Void> looked = new CompletableFuture<>();
    on.connector.duringClose =
        () -> {
          looked.join();
          throw new IllegalStateException("cannot be closed");
        };
    Thread caller =
        new Thread(on.runtime.take(Kind.CLOSE)) {
          @Override
          public StackTraceElement[] getStackTrace() {
            looked.complete(null);
            try {
              join();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
            return super.getStackTrace();
          }
        };
    caller.start();
    Awaitility.await().until(() -> caller.getState() == Thread.State.WAITING);

    on.runtime.advance(LIMIT);

    assertThat(on.events(PoolEvent.GivenUp.class)).isEmpty();
    assertThat(on.runtime.waiting(Kind.ABORT)).isEqualTo(1);
    on.runtime.advance(LIMIT);
    assertThat(on.events(PoolEvent.GivenUp.class))
        .extracting(PoolEvent.GivenUp::call)
        .containsExactly("ABORT");
  }

  /** Sees when its stack is taken, and whether others can use the pool meanwhile. */
  private final class Observed extends Thread {

    private final AtomicInteger taken = new AtomicInteger();
    private volatile boolean blocked;

    Observed(Runnable task) {
      super(task);
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      taken.incrementAndGet();
      try {
        CompletableFuture.supplyAsync(on.pool::stats).get(5, TimeUnit.SECONDS);
      } catch (TimeoutException held) {
        blocked = true;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      return super.getStackTrace();
    }
  }
}
