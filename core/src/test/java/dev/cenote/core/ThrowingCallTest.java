package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a connector throws, no slot and no permit is lost, and nobody waits in vain. */
class ThrowingCallTest {

  static Stream<Throwable> everyKindOfFailure() {
    return Stream.of(
        new IOException("checked"),
        new InterruptedException("without a flag"),
        new IllegalStateException("unchecked"),
        new NullPointerException(),
        new AssertionError("error"),
        new NoClassDefFoundError("driver/Part"),
        new OutOfMemoryError("driver"),
        new StackOverflowError());
  }

  private final PoolUnderTest on = PoolUnderTest.of(2);

  private void nothingIsLost() {
    on.runtime.live(Duration.ofSeconds(10));
    assertThat(on.stats().givenUp()).isZero();
    assertThat(on.connector.openCount()).isEqualTo(on.stats().open());
    on.canLendAtOnce(2);
    on.isQuietWith(2);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void anOpenThatThrowsLosesNothingAndTheWaiterIsServed(Throwable failure) {
    on.connector.failNext(Kind.OPEN, failure);

    PoolUnderTest.Client client = on.arrive();
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(client.isServed()).isTrue();
    client.lease().release();
    nothingIsLost();
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void aCheckThatThrowsEndsItsConnectionAndTheWaiterIsServed(Throwable failure) {
    on.fill(1);
    on.runtime.advance(Duration.ofSeconds(1));
    on.connector.failNext(Kind.CHECK, failure);

    PoolUnderTest.Client client = on.arrive();
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(2));
    assertThat(on.connector.thing(1).isGone()).isTrue();
    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(1);
    client.lease().release();
    nothingIsLost();
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void aResetThatThrowsEndsItsConnectionAndTheWaiterIsServed(Throwable failure) {
    Lease<Thing> lease = on.lease();
    lease.resource().dirty = true;
    on.connector.failNext(Kind.RESET, failure);

    assertThat(lease.release()).isTrue();
    on.runtime.finishAll();

    assertThat(on.connector.thing(1).isGone()).isTrue();
    assertThat(on.retired(RetireReason.RESET_FAILED)).isEqualTo(1);
    nothingIsLost();
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void aCloseThatThrowsStillFreesThePermit(Throwable failure) {
    Lease<Thing> lease = on.lease();
    on.connector.failNext(Kind.CLOSE, failure);
    lease.retireOnRelease(RetireReason.EVICTED);

    lease.release();
    on.runtime.finishAll();

    assertThat(on.stats().permitted()).isZero();
    nothingIsLost();
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void anAbortThatThrowsStillFreesThePermit(Throwable failure) {
    Lease<Thing> lease = on.lease();
    on.connector.failNext(Kind.ABORT, failure);
    lease.broken();

    lease.release();
    on.runtime.finishAll();

    assertThat(on.stats().permitted()).isZero();
    nothingIsLost();
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void needsResetThatThrowsEndsItsConnection(Throwable failure) {
    if (failure instanceof RuntimeException || failure instanceof Error) {
      Lease<Thing> lease = on.lease();
      on.connector.needsResetThrows = failure;

      assertThat(lease.release()).isTrue();
      on.connector.needsResetThrows = null;
      on.runtime.finishAll();

      assertThat(on.connector.thing(1).isGone()).isTrue();
      nothingIsLost();
    }
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void theAbortOfALateConnectionThatThrowsIsForgotten(Throwable failure) {
    on.arrive();
    var late = on.runtime.take(Kind.OPEN);
    late.invoke();
    on.runtime.live(Duration.ofSeconds(10));
    on.connector.failNext(Kind.ABORT, failure);

    on.runtime.complete(late);
    on.runtime.finishAll();

    assertThat(on.stats().givenUp()).isZero();
    assertThat(on.stats().leased()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("everyKindOfFailure")
  void whatAListenerThrowsChangesNothing(Throwable failure) {
    PoolUnderTest deaf =
        PoolUnderTest.with(b ->
            b.poolSize(2)
                .maxOverflow(0)
                .listener(event -> {
                  if (failure instanceof Error error) {
                    throw error;
                  }
                  throw new IllegalStateException(failure);
                }));
    deaf.listenersThrow = true;

    Lease<Thing> lease = deaf.lease();
    lease.retireOnRelease(RetireReason.EVICTED);
    lease.release();
    deaf.runtime.finishAll();
    deaf.canLendAtOnce(2);

    assertThat(deaf.stats().listenerFailures()).isEqualTo(deaf.events.size());
    assertThat(deaf.events).hasSizeGreaterThanOrEqualTo(5);
  }
}
