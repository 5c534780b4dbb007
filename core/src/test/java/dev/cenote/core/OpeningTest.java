package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.PoolEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How connections come. */
class OpeningTest {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void aWaiterIsServedByTheConnectionThatItCausedToOpen() {
    PoolUnderTest on = PoolUnderTest.of(2);

    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    assertThat(on.stats().opening()).isEqualTo(1);
    assertThat(on.stats().waiting()).isEqualTo(1);

    on.runtime.finish(Kind.OPEN);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(client.lease().slotNumber()).isEqualTo(1);
    assertThat(client.wakes).isEqualTo(1);
    assertThat(on.stats().leased()).isEqualTo(1);
    assertThat(on.stats().waiting()).isZero();
  }

  @Test
  void theStatisticsSayWhenOneWasLastOpenedAndHowLongThatTook() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.arrive();
    assertThat(on.stats().sinceLastOpenNanos()).isEqualTo(-1);
    assertThat(on.stats().lastOpenTookNanos()).isEqualTo(-1);

    on.runtime.advance(Duration.ofMillis(18));
    on.runtime.finish(Kind.OPEN);
    on.runtime.advance(Duration.ofSeconds(12));

    assertThat(on.stats().sinceLastOpenNanos()).isEqualTo(Duration.ofSeconds(12).toNanos());
    assertThat(on.stats().lastOpenTookNanos()).isEqualTo(Duration.ofMillis(18).toNanos());
  }

  @Test
  void theStatisticsSayForHowLongTheFirstOfThoseUnderWayHasBeenOpened() {
    PoolUnderTest on = PoolUnderTest.of(4);
    on.fill(1);
    on.lease();
    assertThat(on.stats().oldestOpenNanos()).isZero();

    on.arrive();
    on.runtime.advance(Duration.ofMillis(300));
    on.arrive();
    on.arrive();
    on.runtime.advance(Duration.ofMillis(100));
    assertThat(on.stats().opening()).isGreaterThan(1);
    assertThat(on.stats().oldestOpenNanos()).isEqualTo(Duration.ofMillis(400).toNanos());
    on.runtime.finish(Kind.OPEN);
    assertThat(on.stats().oldestOpenNanos()).isEqualTo(Duration.ofMillis(100).toNanos());
    on.runtime.finishAll();
    assertThat(on.stats().oldestOpenNanos()).isZero();
  }

  @Test
  void anOpenOutlivesTheWaiterThatAskedForIt() {
    PoolUnderTest on = PoolUnderTest.of(2);
    PoolUnderTest.Client client = on.arrive();
    assertThat(client.leave()).isNull();
    assertThat(on.stats().opening()).isEqualTo(1);

    on.runtime.finish(Kind.OPEN);

    assertThat(client.isServed()).isFalse();
    on.isQuietWith(1);
    assertThat(on.arrive().lease().resource()).isSameAs(on.connector.thing(1));
  }

  @Test
  void anOpenThatOutlivedItsWaiterServesTheNextOne() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.arrive().leave();
    PoolUnderTest.Client next = on.arrive();
    assertThat(on.runtime.waiting(Kind.OPEN)).as("one for both").isEqualTo(1);

    on.runtime.finish(Kind.OPEN);

    assertThat(next.isServed()).isTrue();
    assertThat(on.stats().created()).isEqualTo(1);
  }

  @Test
  void whatComesBackMeanwhileServesTheWaiterAndTheOpenIsKept() {
    PoolUnderTest on = PoolUnderTest.of(2);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();

    lease.release();
    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));

    on.runtime.finish(Kind.OPEN);
    assertThat(on.stats().idle()).isEqualTo(1);
    assertThat(on.stats().leased()).isEqualTo(1);
  }

  @Test
  void theFirstOpenGoesAloneHoweverManyWait() {
    PoolUnderTest on = PoolUnderTest.of(8);
    for (int i = 0; i < 8; i++) {
      on.arrive();
    }

    on.runtime.advance(Duration.ofMillis(499));

    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
  }

  @Test
  void onceOneHasOpenedFourOpenAtATime() {
    PoolUnderTest on = PoolUnderTest.of(8);
    for (int i = 0; i < 8; i++) {
      on.arrive();
    }
    on.runtime.finish(Kind.OPEN);

    on.runtime.advance(Duration.ofMillis(10));
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(4);
    on.runtime.finish(Kind.OPEN);
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(4);

    on.runtime.live(Duration.ofMillis(100));
    assertThat(on.stats().leased()).isEqualTo(8);
    assertThat(on.stats().waiting()).isZero();
  }

  @Test
  void neverMoreThanTheMaximumIsOpened() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(2));
    for (int i = 0; i < 10; i++) {
      on.arrive();
    }

    on.runtime.live(Duration.ofSeconds(5));

    assertThat(on.connector.opened).hasSize(3);
    assertThat(on.stats().leased()).isEqualTo(3);
    assertThat(on.stats().waiting()).isEqualTo(7);
  }

  @Test
  void aHangingOpenIsGivenUpAndReplaced() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client client = on.arrive();
    DriverCall hanging = on.runtime.take(Kind.OPEN);

    on.runtime.advance(CONNECT_TIMEOUT.minusNanos(1));
    assertThat(on.stats().givenUp()).isZero();
    assertThat(on.stats().opening()).isEqualTo(1);
    on.runtime.advance(Duration.ofNanos(1));

    assertThat(on.stats().givenUp()).isEqualTo(1);
    assertThat(on.stats().failedOpens()).containsEntry(OpenFailure.TIMED_OUT, 1L);
    assertThat(on.events(PoolEvent.GivenUp.class))
        .containsExactly(
            new PoolEvent.GivenUp(1, "OPEN", CONNECT_TIMEOUT.toNanos(), 1, "", List.of()));

    on.runtime.finish(Kind.OPEN);
    assertThat(client.isServed()).isTrue();
    on.runtime.finish(hanging);
    assertThat(on.stats().givenUp()).isZero();
  }

  @Test
  void aLateConnectionOfAGivenUpAttemptIsClosed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client client = on.arrive();
    DriverCall late = on.runtime.take(Kind.OPEN);
    late.invoke();
    on.runtime.advance(CONNECT_TIMEOUT);
    on.runtime.finish(Kind.OPEN);
    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));

    on.runtime.complete(late);
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).aborts).hasValue(1);
    assertThat(on.stats().created()).isEqualTo(1);
    assertThat(on.events(PoolEvent.GivenUpReturned.class))
        .containsExactly(new PoolEvent.GivenUpReturned(1, "OPEN", 0));
    client.lease().release();
    on.isQuietWith(1);
  }

  @Test
  void theThreadOfAGivenUpAttemptIsInterruptedAndNotLongerThanThat() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.arrive();
    DriverCall hanging = on.runtime.take(Kind.OPEN);
    boolean[] interrupted = new boolean[1];
    on.connector.duringOpen =
        () -> {
          on.runtime.advance(CONNECT_TIMEOUT); // the watchdog strikes while the call is made
          interrupted[0] = Thread.currentThread().isInterrupted();
        };

    hanging.invoke();

    assertThat(interrupted[0]).isTrue();
    assertThat(Thread.interrupted()).as("the flag, after the call").isFalse();
  }

  @Test
  void aFailedOpenTellsWhyAndRestsBeforeTheNext() {
    PoolUnderTest on = PoolUnderTest.of(1);
    IOException refused = new IOException("refused");
    on.connector.failNext(Kind.OPEN, refused);
    PoolUnderTest.Client client = on.arrive();

    on.runtime.finish(Kind.OPEN);

    assertThat(on.events(PoolEvent.OpenFailed.class))
        .containsExactly(
            new PoolEvent.OpenFailed(
                refused, "UNREACHABLE", 1, Duration.ofMillis(50).toNanos(), 0));
    assertThat(client.isPending()).isTrue();
    assertThat(on.stats().permitted()).isZero();
    on.runtime.advance(Duration.ofMillis(49));
    assertThat(on.runtime.waiting(Kind.OPEN)).isZero();
    on.runtime.advance(Duration.ofMillis(1));
    on.runtime.finish(Kind.OPEN);
    assertThat(client.isServed()).isTrue();
  }

  @Test
  void aConnectorThatCannotClassifyItsFailuresFailsLikeAnyOther() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.classifyThrows = new IllegalStateException("classify");
    on.connector.failNext(Kind.OPEN, new IOException("refused"));
    PoolUnderTest.Client client = on.arrive();

    on.runtime.live(Duration.ofMillis(50));

    assertThat(client.isServed()).isTrue();
    assertThat(on.stats().failedOpens()).containsEntry(OpenFailure.OTHER, 1L);
  }

  @Test
  void anOpenThatFindsNoThreadIsAFailedOpen() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.runtime.refuseNext(Kind.OPEN, new OutOfMemoryError("unable to create a native thread"));
    PoolUnderTest.Client client = on.arrive();
    assertThat(client.isPending()).isTrue();
    assertThat(on.stats().permitted()).isZero();

    on.runtime.live(Duration.ofMillis(50));

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void aConnectorThatOpensNothingFailsLikeAnyOther() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.opensNothing = true;
    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.OPEN);
    assertThat(on.stats().permitted()).isZero();
    on.connector.opensNothing = false;

    on.runtime.live(Duration.ofMillis(50));

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void oneHangingOpenDoesNotHoldBackAllOthers() {
    PoolUnderTest on = PoolUnderTest.of(10);
    PoolUnderTest.Client first = on.arrive();
    on.runtime.advance(Duration.ofMillis(20)); // opening takes 20 ms
    on.runtime.finishAll();
    on.runtime.advance(Duration.ofMillis(1)); // holds take 1 ms
    first.lease().release();
    on.lease(); // and this one takes for ever
    List<PoolUnderTest.Client> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(on.arrive());
    }
    on.runtime.take(Kind.OPEN); // one open hangs; eight permits are free

    on.runtime.live(Duration.ofSeconds(5));

    assertThat(clients).anyMatch(PoolUnderTest.Client::isServed);
  }
}
