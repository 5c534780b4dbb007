package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a pool, in virtual time: drain until 7.5 s, abort, give up at 10 s. */
class ShutdownTest {

  private static final Duration DRAIN = Duration.ofMillis(7_500);
  private static final Duration SHUTDOWN = Duration.ofSeconds(10);
  private static final Duration MOMENT = Duration.ofNanos(1);

  private static void isOver(PoolUnderTest on) {
    assertThat(on.pool.isClosed()).isTrue();
    assertThat(on.runtime.isShutDown()).isTrue();
    assertThat(on.runtime.time().pending()).as("timers").isZero();
    assertThat(on.stats().permitted()).as("permits").isZero();
    assertThat(on.stats().waiting()).isZero();
    assertThat(on.events(PoolEvent.Closed.class)).hasSize(1);
    assertThat(on.connector.misuses).isEmpty();
  }

  private static PoolEvent.Closed end(PoolUnderTest on) {
    return on.events(PoolEvent.Closed.class).get(0);
  }

  @Test
  void anUnusedPoolEndsAtOnce() {
    PoolUnderTest on = PoolUnderTest.of(2);

    on.pool.close();

    isOver(on);
    assertThat(end(on)).isEqualTo(new PoolEvent.Closed(0, 0, 0));
  }

  @Test
  void idleConnectionsAreClosedPolitelyAndThenThePoolEnds() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.fill(2);

    on.pool.beginClose();
    assertThat(on.pool.isClosed()).isFalse();
    on.runtime.finish(Kind.CLOSE);
    assertThat(on.pool.isClosed()).isFalse();
    on.runtime.finish(Kind.CLOSE);

    isOver(on);
    assertThat(on.connector.opened).allMatch(thing -> thing.closes.get() == 1);
    assertThat(on.retired(RetireReason.POOL_CLOSED)).isEqualTo(2);
  }

  @Test
  void waitersFailAtOnceAndNewcomersToo() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.lease();
    PoolUnderTest.Client waiting = on.arrive();

    on.pool.beginClose();

    assertThat(waiting.failure()).isEqualTo(AcquireFailure.CLOSED);
    assertThat(waiting.wakes).isEqualTo(1);
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.CLOSED);
    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.CLOSED);
  }

  @Test
  void borrowedConnectionsHaveTimeToComeBack() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.pool.beginClose();

    on.runtime.advance(DRAIN.minus(MOMENT));
    assertThat(lease.isActive()).isTrue();
    assertThat(lease.release()).isTrue();
    on.runtime.finish(Kind.CLOSE);

    isOver(on);
    assertThat(on.connector.thing(1).closes).hasValue(1);
    assertThat(end(on).aborted()).isZero();
    assertThat(end(on).tookNanos()).isEqualTo(DRAIN.minus(MOMENT).toNanos());
  }

  @Test
  void whatIsStillBorrowedAtTheDrainDeadlineIsTakenBackAndAborted() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.pool.beginClose();

    on.runtime.advance(DRAIN);
    assertThat(lease.isActive()).isFalse();
    assertThat(lease.release()).isFalse();
    on.runtime.finish(Kind.ABORT);

    isOver(on);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
    assertThat(end(on)).isEqualTo(new PoolEvent.Closed(DRAIN.toNanos(), 1, 0));
  }

  @Test
  void anAbortThatHangsIsGivenUpAtTheEnd() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.lease();
    on.pool.beginClose();
    on.runtime.advance(DRAIN);
    on.runtime.take(Kind.ABORT).invoke();

    on.runtime.advance(SHUTDOWN.minus(DRAIN).minus(MOMENT));
    assertThat(on.pool.isClosed()).isFalse();
    on.runtime.advance(MOMENT);

    isOver(on);
    assertThat(end(on).tookNanos()).isEqualTo(SHUTDOWN.toNanos());
    assertThat(end(on).givenUp()).isPositive();
  }

  @Test
  void aCloseThatHangsIsGivenUpAtItsOwnDeadlineAndAborted() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.pool.beginClose();
    on.runtime.take(Kind.CLOSE).invoke();

    on.runtime.advance(Duration.ofSeconds(5));
    on.runtime.finishAll();

    isOver(on);
    assertThat(on.connector.thing(1).aborts).hasValue(1);
  }

  @Test
  void everythingThatCanHangHangsAndStillThePoolEndsInTime() {
    PoolUnderTest on =
        PoolUnderTest.with(b ->
            b.poolSize(6)
                .maxOverflow(0)
                .checkTimeout(Duration.ofMinutes(1))
                .resetTimeout(Duration.ofMinutes(1))
                .closeTimeout(Duration.ofMinutes(1))
                .connectTimeout(Duration.ofMinutes(1)));
    on.runtime.holdResets();
    List<Lease<Thing>> leases = on.leases(5);
    on.arrive().leave();
    on.runtime.take(Kind.OPEN);
    leases.get(0).release();
    on.runtime.advance(Duration.ofSeconds(1));
    on.arrive();
    leases.get(1).resource().dirty = true;
    leases.get(1).release();
    leases.get(2).retireOnRelease(RetireReason.EVICTED);
    leases.get(2).release();
    leases.get(3).broken();
    leases.get(3).release();
    assertThat(on.stats().checking()).isEqualTo(1);
    assertThat(on.stats().resetting()).isEqualTo(1);
    assertThat(on.stats().closing()).isEqualTo(2);
    assertThat(on.stats().leased()).isEqualTo(1);
    assertThat(on.stats().opening()).isEqualTo(1);

    on.pool.beginClose();
    on.runtime.advance(SHUTDOWN); // and no call returns

    isOver(on);
    assertThat(end(on).tookNanos()).isEqualTo(SHUTDOWN.toNanos());
  }

  @Test
  void callsThatReturnAfterTheEndHarmNothing() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.runtime.holdResets();
    List<Lease<Thing>> leases = on.leases(2);
    leases.get(0).resource().dirty = true;
    leases.get(0).release();
    DriverCall reset = on.runtime.take(Kind.RESET);
    reset.invoke();
    on.pool.beginClose();
    on.runtime.advance(SHUTDOWN);
    isOver(on);

    reset.complete();
    assertThat(leases.get(1).release()).isFalse();

    isOver(on);
  }

  @Test
  void aResetUnderWayMayEndAndItsConnectionIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.runtime.holdResets();
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    lease.release();
    on.pool.beginClose();

    on.runtime.finish(Kind.RESET);
    on.runtime.finish(Kind.CLOSE);

    isOver(on);
    assertThat(on.stats().givenUp()).isZero();
  }

  @Test
  void aCheckUnderWayMayEndAndItsConnectionIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client client = on.arrive();
    on.pool.beginClose();
    assertThat(client.failure()).isEqualTo(AcquireFailure.CLOSED);

    on.runtime.finish(Kind.CHECK);
    on.runtime.finishAll();

    isOver(on);
  }

  @Test
  void anOpenUnderWayHasASecondToEndAndItsConnectionIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.arrive();
    on.pool.beginClose();

    on.runtime.advance(Duration.ofSeconds(1).minus(MOMENT));
    assertThat(on.pool.isClosed()).isFalse();
    on.runtime.finish(Kind.OPEN);
    on.runtime.finish(Kind.CLOSE);

    isOver(on);
    assertThat(on.connector.openCount()).isZero();
    assertThat(on.stats().givenUp()).isZero();
  }

  @Test
  void anOpenThatHangsIsGivenUpAfterASecondAndThePoolEnds() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.arrive();
    on.runtime.take(Kind.OPEN).invoke();
    on.pool.beginClose();

    on.runtime.advance(Duration.ofSeconds(1));

    isOver(on);
    assertThat(end(on).givenUp()).isEqualTo(1);
    assertThat(on.events(PoolEvent.OpenFailed.class)).isEmpty();
  }

  @Test
  void anOpenThatFailsAfterTheCloseBeganEndsThePool() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.arrive();
    on.connector.failNext(Kind.OPEN, new IOException("refused"));
    on.pool.beginClose();

    on.runtime.finish(Kind.OPEN);

    isOver(on);
    assertThat(end(on)).isEqualTo(new PoolEvent.Closed(0, 0, 0));
  }

  @Test
  void closingTwiceIsClosingOnce() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);

    on.pool.beginClose();
    on.pool.beginClose();
    on.runtime.finishAll();
    on.pool.close();
    on.pool.close();

    isOver(on);
    assertThat(on.connector.thing(1).closes).hasValue(1);
  }

  @Test
  void afterTheEndThePoolStillAnswers() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.pool.beginClose();
    on.runtime.finishAll();

    on.pool.invalidateAll();
    on.pool.resize(3, 0);
    assertThat(on.stats().open()).isZero();
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.CLOSED);
    assertThat(on.runtime.waiting(Kind.OPEN)).isZero();
  }

  @Test
  void aPoolThatFillsItselfFillsNoMoreOnceItCloses() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(3).maxOverflow(0).prefill(true));
    on.runtime.live(Duration.ofSeconds(1));
    Lease<Thing> lease = on.lease();

    on.pool.beginClose();
    on.runtime.live(Duration.ofSeconds(5));

    assertThat(on.stats().created()).isEqualTo(3);
    assertThat(on.stats().permitted()).isEqualTo(1);
    lease.release();
    on.runtime.finishAll();
    isOver(on);
  }

  @Test
  void theAbortPhaseIsAQuarterOfTheShutdownAtMost() {
    PoolUnderTest on =
        PoolUnderTest.with(b ->
            b.poolSize(1)
                .maxOverflow(0)
                .closeTimeout(Duration.ofMillis(100))
                .shutdownTimeout(Duration.ofSeconds(1)));
    Lease<Thing> lease = on.lease();
    on.pool.beginClose();

    on.runtime.advance(Duration.ofMillis(900).minus(MOMENT));
    assertThat(lease.isActive()).isTrue();
    on.runtime.advance(MOMENT);
    assertThat(lease.isActive()).isFalse();
  }

  @Test
  void aConnectionThatArrivesAfterTheEndIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.arrive();
    DriverCall open = on.runtime.take(Kind.OPEN);
    open.invoke(); // the driver has connected
    on.pool.beginClose(); // and before it says so the pool is closed
    on.runtime.advance(Duration.ofSeconds(1)); // and ends

    open.complete();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).isGone()).isTrue();
  }
}
