package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.event.PoolEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that cannot be reached, do not answer, or refuse the login. */
class OutageTest {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Test
  void afterAnOutageThePoolSaysThatItIsBack() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.down = new IOException("down");
    PoolUnderTest.Client client = on.arrive();
    on.runtime.live(Duration.ofSeconds(60));
    assertThat(client.isPending()).isTrue();
    int attempts = on.connector.attempts.size();
    assertThat(attempts).as("one at least every half second").isGreaterThanOrEqualTo(120);

    on.connector.down = null;
    on.runtime.live(Duration.ofMillis(500));

    assertThat(client.isServed()).isTrue();
    assertThat(on.events(PoolEvent.Recovered.class))
        .singleElement()
        .satisfies(back -> {
          assertThat(back.failures()).isEqualTo(attempts);
          assertThat(back.lostNanos())
              .isBetween(Duration.ofSeconds(60).toNanos(), Duration.ofMillis(60_500).toNanos());
        });
  }

  @Test
  void whileNobodyWaitsAnOutageIsLeftInPeace() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.down = new IOException("down");
    on.arrive().leave();

    on.runtime.live(Duration.ofSeconds(60));

    assertThat(on.connector.attempts).hasSize(1);
  }

  @Test
  void inAnOutageOfHangingOpensProbesGoOnAndTheFirstThatWorksServes() {
    PoolUnderTest on = PoolUnderTest.of(8);
    PoolUnderTest.Client client = on.arrive();
    on.runtime.take(Kind.OPEN);
    on.runtime.advance(CONNECT_TIMEOUT);
    on.runtime.take(Kind.OPEN);
    for (int probe = 1; probe <= 3; probe++) {
      on.runtime.advance(Duration.ofMillis(499));
      assertThat(on.runtime.waiting(Kind.OPEN)).isZero();
      on.runtime.advance(Duration.ofMillis(1));
      on.runtime.take(Kind.OPEN);
    }
    assertThat(client.isPending()).isTrue();

    on.runtime.advance(Duration.ofMillis(500));
    on.runtime.finish(Kind.OPEN);

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void ofTheProbesInAnOutageOneMayTakeLongAndTheOthersASecond() {
    PoolUnderTest on = PoolUnderTest.of(8);
    on.connector.down = new IOException("down");
    on.arrive();
    on.runtime.take(Kind.OPEN).invoke();
    on.runtime.advance(CONNECT_TIMEOUT);
    on.runtime.take(Kind.OPEN).invoke();
    for (int probe = 1; probe <= 2; probe++) {
      on.runtime.advance(Duration.ofMillis(500));
      on.runtime.take(Kind.OPEN).invoke();
    }

    assertThat(on.connector.attempts)
        .containsExactly(
            new OpenAttempt(1, 1, CONNECT_TIMEOUT.toNanos()),
            new OpenAttempt(1, 2, CONNECT_TIMEOUT.toNanos()),
            new OpenAttempt(2, 3, Duration.ofSeconds(1).toNanos()),
            new OpenAttempt(3, 4, Duration.ofSeconds(1).toNanos()));
  }

  private static List<String> toldOf(PoolUnderTest on) {
    return on.events.stream()
        .filter(event ->
            event instanceof PoolEvent.OpenFailed
                || event instanceof PoolEvent.Recovered
                || event instanceof PoolEvent.Restored)
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  @Test
  void aLoginThatTakesLongerThanAProbeIsNoOutage() {
    PoolUnderTest on = PoolUnderTest.of(2);
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    DriverCall login = on.runtime.take(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(2_500));
    assertThat(on.stats().failedOpens()).as("probes were given up").isNotEmpty();
    on.runtime.finish(login);
    on.runtime.finishAll();

    assertThat(first.isServed()).isTrue();
    assertThat(second.isServed()).isTrue();
    on.runtime.advance(Duration.ofSeconds(5));
    assertThat(toldOf(on)).isEmpty();
  }

  @Test
  void anOutageIsToldWhenOneHasHadItsWholeTimeAndCountsFromThere() {
    PoolUnderTest on = PoolUnderTest.of(4);
    PoolUnderTest.Client client = on.arrive();
    on.arrive();
    on.runtime.advance(CONNECT_TIMEOUT.minusNanos(1));
    assertThat(on.stats().givenUp()).as("probes").isPositive();
    assertThat(toldOf(on)).isEmpty();

    on.runtime.advance(Duration.ofNanos(1));
    assertThat(on.events(PoolEvent.OpenFailed.class))
        .singleElement()
        .satisfies(failed -> assertThat(failed.consecutive()).isEqualTo(1));
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(client.isServed()).isTrue();
    assertThat(on.events(PoolEvent.Recovered.class)).hasSize(1);
    assertThat(on.events(PoolEvent.Restored.class)).hasSize(1);
  }

  @Test
  void anOutageIsToldWithOneNumberOfFailuresFromItsBeginToItsEnd() {
    PoolUnderTest on = PoolUnderTest.of(4);
    on.arrive();
    on.arrive();
    on.runtime.advance(CONNECT_TIMEOUT);
    assertThat(on.stats().failedOpens().values()).as("probes, and one").isNotEqualTo(List.of(1L));
    on.connector.down = new IOException("refused");
    on.runtime.live(Duration.ofSeconds(2));
    List<PoolEvent.OpenFailed> failed = on.events(PoolEvent.OpenFailed.class);
    int told = failed.get(failed.size() - 1).consecutive();
    assertThat(told).isEqualTo(failed.size()).isGreaterThan(1);

    on.connector.down = null;
    on.runtime.live(Duration.ofSeconds(3));

    assertThat(on.events(PoolEvent.Recovered.class))
        .extracting(PoolEvent.Recovered::failures)
        .containsExactly(told);
    assertThat(on.events(PoolEvent.Restored.class))
        .extracting(PoolEvent.Restored::failures)
        .containsExactly(told);
  }

  @Test
  void aProbeThatIsRefusedOutrightTellsOfAnOutage() {
    PoolUnderTest on = PoolUnderTest.of(4);
    on.arrive();
    on.arrive();
    on.runtime.take(Kind.OPEN);
    on.runtime.advance(Duration.ofMillis(500));
    on.connector.down = new IOException("refused");

    on.runtime.finish(Kind.OPEN);

    assertThat(toldOf(on)).containsExactly("OpenFailed");
  }

  @Test
  void aRefusedLoginFailsWhoeverWaitsAtOnce() {
    PoolUnderTest on = PoolUnderTest.of(4);
    on.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
    on.connector.failNext(Kind.OPEN, new IOException("wrong password"));
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();

    on.runtime.finish(Kind.OPEN);

    assertThat(first.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    assertThat(second.failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    assertThat(first.wakes).isEqualTo(1);
    assertThat(on.connector.attempts).as("one login for both").hasSize(1);
  }

  @Test
  void whileALoginIsRefusedNewcomersFailAtOnceAndNobodyKnocks() {
    PoolUnderTest on = PoolUnderTest.of(4);
    on.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
    on.connector.failNext(Kind.OPEN, new IOException("wrong password"));
    on.arrive();
    on.runtime.finish(Kind.OPEN);

    on.runtime.live(Duration.ofMillis(999));
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.LOGIN_REFUSED);
    assertThat(on.connector.attempts).hasSize(1);

    on.runtime.live(Duration.ofMillis(1));
    PoolUnderTest.Client later = on.arrive();
    on.runtime.finishAll();
    assertThat(later.isServed()).as("the password is right again").isTrue();
  }

  @Test
  void aRefusedLoginFailsNobodyWhileThereIsSomethingToWaitFor() {
    PoolUnderTest on = PoolUnderTest.of(4);
    Lease<Thing> lease = on.lease();
    on.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED;
    on.connector.down = new IOException("wrong password");
    PoolUnderTest.Client client = on.arrive();
    on.runtime.live(Duration.ofMillis(100));
    assertThat(client.isPending()).isTrue();

    lease.release();

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void whenTooManyCallsHangThePoolKnocksMoreSeldomButNeverStops() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(4).maxOverflow(0).givenUpMax(2));
    PoolUnderTest.Client client = on.arrive();
    int attempts = 0;
    for (int seconds = 0; seconds < 600; seconds++) {
      on.runtime.advance(Duration.ofSeconds(1));
      while (on.runtime.waiting(Kind.OPEN) > 0) {
        on.runtime.take(Kind.OPEN);
        attempts++;
      }
    }
    assertThat(on.stats().givenUp()).isGreaterThan(8);
    assertThat(attempts).isBetween(14, 30);

    on.runtime.live(Duration.ofSeconds(61));

    assertThat(client.isServed()).isTrue();
  }

  @Test
  void oneRefusedLoginAfterALongOutageRestsForASecond() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.connector.down = new IOException("down");
    on.arrive();
    on.runtime.live(Duration.ofSeconds(60));
    on.connector.kindOfFailure = OpenFailure.LOGIN_REFUSED; // a server that is just starting
    on.runtime.live(Duration.ofMillis(500));
    on.connector.down = null;

    on.runtime.live(Duration.ofSeconds(5));

    assertThat(on.arrive().failure()).isNull();
  }
}
