package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.measure.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server that has no room for another connection, and has room again. */
class ServerFullTest {

  private static final Duration FIRST_REST = Duration.ofSeconds(1);

  /** So many are lent, one more was wanted, and the server said that it is full. */
  private static PoolUnderTest fullWith(int lent, int maximum) {
    PoolUnderTest on = PoolUnderTest.of(maximum);
    on.leases(lent);
    fills(on);
    on.arrive();
    on.runtime.finish(Kind.OPEN);
    return on;
  }

  private static void fills(PoolUnderTest on) {
    on.connector.kindOfFailure = OpenFailure.SERVER_FULL;
    on.connector.down = new IOException("too many clients already");
  }

  private static void maximumIs(PoolUnderTest on, int now, int set) {
    assertThat(on.stats().maximum()).as("maximum of %s", on.stats()).isEqualTo(now);
    assertThat(on.stats().maximumSet()).isEqualTo(set);
  }

  private static List<PoolUnderTest.Client> arrivals(PoolUnderTest on, int count) {
    List<PoolUnderTest.Client> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(on.arrive());
    }
    return clients;
  }

  @Test
  void thenTheMaximumIsWhatIsOpen() {
    PoolUnderTest on = fullWith(6, 10);

    maximumIs(on, 6, 10);
    assertThat(on.stats().isServerFull()).isTrue();
  }

  @Test
  void theOneThatIsTriedIsPermittedWhileItIsTried() {
    PoolUnderTest on = fullWith(6, 10);
    arrivals(on, 5);

    on.runtime.advance(FIRST_REST);

    assertThat(on.stats().opening()).as("one, whoever waits").isEqualTo(1);
    maximumIs(on, 7, 10);
    on.runtime.finish(Kind.OPEN);
    maximumIs(on, 6, 10);
  }

  @Test
  void aLostConnectionMakesItLess() {
    PoolUnderTest on = PoolUnderTest.of(10);
    List<Lease<Thing>> leases = on.leases(6);
    fills(on);
    on.arrive();
    on.runtime.finish(Kind.OPEN);

    leases.get(0).broken();
    leases.get(0).release();
    on.runtime.finishAll();

    maximumIs(on, 5, 10);
  }

  @Test
  void withNothingOpenOneIsPermitted() {
    PoolUnderTest on = fullWith(0, 10);

    maximumIs(on, 1, 10);
  }

  @Test
  void roomIsTakenByOneThenTwoThenThreeAtOnceSoThatManyPoolsDoNotStormIt() {
    PoolUnderTest on = fullWith(2, 40);
    List<PoolUnderTest.Client> clients = arrivals(on, 30);
    on.connector.down = null;
    on.runtime.advance(FIRST_REST);

    List<Integer> atOnce = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      atOnce.add(on.runtime.waiting(Kind.OPEN));
      on.runtime.finish(Kind.OPEN);
    }

    assertThat(atOnce).as("and never more than maxOpening").containsExactly(1, 2, 3, 4, 4);
    on.runtime.finishAll();
    assertThat(clients).allMatch(PoolUnderTest.Client::isServed);
    maximumIs(on, 40, 40);
  }

  @Test
  void roomForOneMoreIsTakenByThatOneAndTheNextAnswerCountsAgain() {
    PoolUnderTest on = fullWith(2, 40);
    arrivals(on, 30);
    on.connector.down = null;
    on.runtime.advance(FIRST_REST);
    on.runtime.finish(Kind.OPEN);
    fills(on);

    on.runtime.finishAll();

    assertThat(on.connector.attempts).as("2 lent, full, room, full twice").hasSize(2 + 1 + 1 + 2);
    maximumIs(on, 3, 40);
    on.runtime.advance(FIRST_REST.multipliedBy(2));
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
  }

  @Test
  void anotherOutcomeDoesNotKeepIt() {
    for (OpenFailure other :
        List.of(OpenFailure.UNREACHABLE, OpenFailure.LOGIN_REFUSED, OpenFailure.OTHER)) {
      PoolUnderTest on = fullWith(6, 10);
      on.connector.kindOfFailure = other;

      on.runtime.live(FIRST_REST);

      maximumIs(on, 10, 10);
    }
  }

  @Test
  void whoWillNotQueueIsRefusedAtOnceButForWhatIsTried() {
    PoolUnderTest on = fullWith(6, 10);
    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.BUSY);
    on.connector.down = null;
    on.runtime.advance(FIRST_REST);
    on.runtime.finish(Kind.OPEN); // for who waits
    assertThat(on.stats().opening()).isZero();

    PoolUnderTest.Client hasty = on.arriveInHaste();
    on.runtime.finish(Kind.OPEN);

    assertThat(hasty.isServed()).isTrue();
  }

  @Test
  void anotherSizeHoldsAsFarAsTheServerHasRoomAndStartsNoAttempt() {
    PoolUnderTest on = fullWith(6, 10);
    int attempts = on.connector.attempts.size();

    on.resize(20, 0);
    maximumIs(on, 6, 20);
    on.resize(4, 0);
    maximumIs(on, 4, 4);
    on.resize(8, 0);
    maximumIs(on, 6, 8);

    on.runtime.finishAll();
    assertThat(on.connector.attempts).hasSize(attempts);
  }

  @Test
  void ifNobodyWantsAnotherItIsForgotten() {
    PoolUnderTest on = PoolUnderTest.of(10);
    on.leases(6);
    fills(on);
    PoolUnderTest.Client client = on.arrive();
    on.runtime.finish(Kind.OPEN);
    client.leave();

    on.runtime.advance(FIRST_REST.plusSeconds(10).minusNanos(1));
    maximumIs(on, 6, 10);
    on.runtime.advance(Duration.ofNanos(1));
    maximumIs(on, 10, 10);
  }

  @Test
  void whoWaitsBecauseOfItDoesNotWaitForWantOfALargerPool() {
    PoolUnderTest on = PoolUnderTest.of(3);
    on.leases(2);
    on.runtime.live(Duration.ofSeconds(1));
    fills(on);
    on.arrive();
    on.runtime.finish(Kind.OPEN);
    arrivals(on, 3);
    for (int probe = 0; probe < 3; probe++) {
      on.runtime.advance(Duration.ofSeconds(1 << probe)); // it takes some time, too
      assertThat(on.stats().opening()).isEqualTo(1);
      on.runtime.advance(Duration.ofMillis(200));
      on.runtime.finish(Kind.OPEN);
    }

    Usage usage = on.pool.usage().usage();
    assertThat(usage.waiting().max()).isZero();
    assertThat(usage.pressedNanos()).isZero();
    assertThat(on.pool.usage().maximum()).isEqualTo(3);
  }
}
