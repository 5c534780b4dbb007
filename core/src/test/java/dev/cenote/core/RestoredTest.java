package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.OnOutage;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told at the end of an outage. */
class RestoredTest {

  private final IOException down = new IOException("down");

  private static PoolUnderTest filled(int size) {
    return PoolUnderTest.with(builder ->
        builder.poolSize(size).maxOverflow(0).prefill(true).onOutage(OnOutage.FAIL_FAST));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  @Test
  void onceWhatWasMissingIsOpenAgainTheReturnIsToldWithItsNumbers() {
    PoolUnderTest on = filled(3);
    on.connector.down = down;
    on.runtime.live(Duration.ofSeconds(41));
    on.arrive(); // starts an attempt, which fails
    on.runtime.finishAll();
    for (int i = 1; i < 112; i++) {
      assertThat(on.arrive().failure()).isNotNull();
    }
    on.connector.down = null;
    int attempts = on.connector.attempts.size();
    while (on.runtime.waiting(Kind.OPEN) == 0) {
      on.runtime.advance(Duration.ofMillis(1));
    }
    on.runtime.advance(Duration.ofMillis(100));
    on.runtime.finish(Kind.OPEN);
    assertThat(on.events(PoolEvent.Recovered.class)).hasSize(1);
    on.runtime.advance(Duration.ofMillis(300));
    on.runtime.finish(Kind.OPEN);
    assertThat(on.events(PoolEvent.Restored.class)).as("one is missing").isEmpty();

    on.runtime.finish(Kind.OPEN);

    PoolEvent.Recovered recovered = on.events(PoolEvent.Recovered.class).get(0);
    assertThat(on.events(PoolEvent.Restored.class))
        .containsExactly(
            new PoolEvent.Restored(recovered.lostNanos(), attempts, 3, millis(400), 112));
    on.runtime.live(Duration.ofMinutes(1));
    assertThat(on.events(PoolEvent.Restored.class)).as("once").hasSize(1);
  }

  @Test
  void aPoolThatIsNotKeptFilledIsBackWithItsFirstConnection() {
    PoolUnderTest on = PoolUnderTest.of(3);
    on.connector.failNext(Kind.OPEN, down);
    on.arrive();
    on.runtime.live(Duration.ofMillis(50));

    assertThat(on.events(PoolEvent.Restored.class))
        .containsExactly(new PoolEvent.Restored(millis(50), 1, 1, 0, 0));
  }

  @Test
  void afterTwoSecondsTheReturnIsToldThoughSomethingIsMissing() {
    PoolUnderTest on = filled(3);
    on.connector.failNext(Kind.OPEN, down);
    on.runtime.runDue();
    on.runtime.finish(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(50));
    on.runtime.finish(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(1_999));
    assertThat(on.events(PoolEvent.Restored.class)).isEmpty();

    on.runtime.advance(Duration.ofMillis(1));

    assertThat(on.events(PoolEvent.Restored.class))
        .containsExactly(new PoolEvent.Restored(millis(50), 1, 1, millis(2_000), 0));
    on.runtime.live(Duration.ofSeconds(1));
    assertThat(on.stats().open()).isEqualTo(3);
    assertThat(on.events(PoolEvent.Restored.class)).as("once").hasSize(1);
  }

  @Test
  void ifOpeningFailsAnewTheReturnIsToldBefore() {
    PoolUnderTest on = filled(2);
    on.connector.failNext(Kind.OPEN, down);
    on.runtime.runDue();
    on.runtime.finish(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(50));
    on.runtime.finish(Kind.OPEN);
    on.connector.failNext(Kind.OPEN, down);
    on.runtime.runDue();
    on.runtime.finish(Kind.OPEN);

    assertThat(on.events)
        .filteredOn(
            event -> event instanceof PoolEvent.OpenFailed || event instanceof PoolEvent.Restored)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("OpenFailed", "Restored", "OpenFailed");
  }

  @Test
  void requestsThatFailedBeforeTheOutageAreNotItsOwn() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.BUSY);
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();
    on.runtime.finishAll();
    on.connector.failNext(Kind.OPEN, down);
    on.arrive();
    on.runtime.live(Duration.ofMillis(50));

    assertThat(on.events(PoolEvent.Restored.class))
        .singleElement()
        .satisfies(back -> assertThat(back.requestsFailed()).isZero());
  }

  @Test
  void borrowersWhoseConnectionsBrokeCountThoughTheyBrokeBeforeTheFirstAttemptFailed() {
    PoolUnderTest on = PoolUnderTest.of(3);
    List<Lease<Thing>> leases = on.leases(3);
    on.connector.down = down;
    for (Lease<Thing> lease : leases) {
      lease.broken();
      lease.broken(); // another statement of the same request
      lease.release();
    }
    on.arrive();
    on.runtime.live(Duration.ofSeconds(1));
    on.connector.down = null;
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(on.events(PoolEvent.Restored.class))
        .singleElement()
        .satisfies(back -> assertThat(back.requestsFailed()).isEqualTo(3));
  }

  @Test
  void aConnectionThatBrokeAndWasReplacedBeforeIsNotItsOwn() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> first = on.lease();
    first.broken();
    first.release();
    Lease<Thing> second = on.lease();
    second.retireOnRelease(RetireReason.EVICTED);
    second.release();
    on.runtime.finishAll();
    on.connector.failNext(Kind.OPEN, down);
    on.arrive();
    on.runtime.live(Duration.ofMillis(50));

    assertThat(on.events(PoolEvent.Restored.class))
        .singleElement()
        .satisfies(back -> assertThat(back.requestsFailed()).isZero());
  }

  @Test
  void whomAFullQueueTurnedAwayFailedForAnotherReason() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).maxWaiters(1));
    on.connector.down = down;
    on.arrive();
    on.runtime.live(Duration.ofSeconds(1));
    for (int i = 0; i < 5; i++) {
      assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
    }
    on.connector.down = null;
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(on.events(PoolEvent.Restored.class))
        .singleElement()
        .satisfies(back -> assertThat(back.requestsFailed()).isZero());
  }

  @Test
  void withoutAnOutageNothingIsTold() {
    PoolUnderTest on = filled(3);

    on.runtime.live(Duration.ofMinutes(1));

    assertThat(on.events(PoolEvent.Restored.class)).isEmpty();
  }

  @Test
  void aPoolThatClosesMeanwhileTellsNothingMoreOfIt() {
    PoolUnderTest on = filled(3);
    on.connector.failNext(Kind.OPEN, down);
    on.runtime.runDue();
    on.runtime.finish(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(50));
    on.runtime.finish(Kind.OPEN);

    on.pool.beginClose();
    on.runtime.live(Duration.ofSeconds(5));

    assertThat(on.pool.isClosed()).isTrue();
    assertThat(on.events(PoolEvent.Restored.class)).isEmpty();
  }
}
