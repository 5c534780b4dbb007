package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.Liveness;
import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is learned of the deaths of idle connections. */
class IdleLimitTest {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private static PoolUnderTest of(int size) {
    return with(b -> b.poolSize(size).maxOverflow(0));
  }

  private static PoolUnderTest with(UnaryOperator<PoolBuilder<Thing>> settings) {
    return PoolUnderTest.with(settings);
  }

  /** One is borrowed after so long a silence, over a network that forgets after five minutes. */
  private static void borrowAfter(PoolUnderTest on, Duration idle) {
    on.runtime.live(idle);
    if (idle.compareTo(FIVE_MINUTES) >= 0) {
      die(on);
    }
    on.lease().release();
  }

  private static void die(PoolUnderTest on) {
    on.connector.opened.forEach(thing -> thing.alive = false);
  }

  private static Duration minutes(int minutes, int seconds) {
    return Duration.ofMinutes(minutes).plusSeconds(seconds);
  }

  private static IdleLimit limit(PoolUnderTest on) {
    return on.pool.usage().idleLimit();
  }

  @Test
  void aNetworkThatForgetsAfterFiveMinutesIsLearnedFromThreeDeaths() {
    PoolUnderTest on = of(1);
    on.fill(1);
    borrowAfter(on, minutes(5, 3));
    borrowAfter(on, minutes(4, 50));
    borrowAfter(on, minutes(6, 12));
    assertThat(limit(on)).isNull();
    borrowAfter(on, minutes(5, 40));

    IdleLimit expected =
        new IdleLimit(
            3, 3, minutes(5, 3).toNanos(), minutes(6, 12).toNanos(), minutes(4, 50).toNanos(), 0);
    assertThat(limit(on)).isEqualTo(expected);
    assertThat(limit(on).isPrecise()).isTrue();
    assertThat(on.events(PoolEvent.IdleLimitFound.class))
        .containsExactly(new PoolEvent.IdleLimitFound(1, expected));
  }

  @Test
  void whatWasHeardByTheCoarseClockJustBeforeADeathWasFoundDiedOnAnotherOccasion() {
    IdleDeaths deaths = new IdleDeaths();
    long quiet = Duration.ofMinutes(5).toNanos();
    long step = quiet - Duration.ofMillis(3).toNanos(); // the last tick was so long ago
    for (int i = 1; i <= 3; i++) {
      deaths.died(i * step, quiet);
    }

    assertThat(deaths.limit(3 * step, 0)).isNotNull();
  }

  @Test
  void whatIsLearnedIsToldOnce() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 10; i++) {
      borrowAfter(on, minutes(5, 3 + i));
    }

    assertThat(on.events(PoolEvent.IdleLimitFound.class)).hasSize(1);
    assertThat(limit(on).deaths()).isEqualTo(10);
  }

  @Test
  void eachDeathSaysAfterWhatTimeAndAtWhatAge() {
    PoolUnderTest on = of(1);
    on.fill(1);
    borrowAfter(on, minutes(4, 0));
    borrowAfter(on, minutes(6, 10));

    PoolEvent.Retired retired = on.events(PoolEvent.Retired.class).get(0);
    assertThat(retired.quietNanos()).isEqualTo(minutes(6, 10).toNanos());
    assertThat(retired.ageNanos()).isEqualTo(minutes(10, 10).toNanos());
  }

  @Test
  void aRestartIsOneOccasionHoweverManyDieAndHoweverLongItTakesToFindThem() {
    PoolUnderTest on = of(8);
    on.fill(8);
    on.runtime.live(minutes(5, 0));
    die(on);
    for (int i = 0; i < 8; i++) {
      on.runtime.live(Duration.ofSeconds(9));
      on.leases(i + 1).forEach(Lease::release);
    }

    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(8);
    assertThat(limit(on)).isNull();
    assertThat(on.events(PoolEvent.IdleLimitFound.class)).isEmpty();
  }

  /** Every night at the same time of idleness; by day connections are idle for as long and live. */
  @Test
  void restartsEveryNightAreNotTakenForALimit() {
    PoolUnderTest on = with(b -> b.poolSize(2).maxOverflow(0).keepalive(Duration.ofMinutes(2)));
    on.fill(2);
    for (int night = 0; night < 5; night++) {
      on.runtime.live(Duration.ofMinutes(30));
      die(on);
      on.runtime.live(Duration.ofMinutes(3));
      on.fill(2);
    }

    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(10);
    assertThat(on.events(PoolEvent.IdleLimitFound.class)).isEmpty();
  }

  @Test
  void aServerThatCannotBeReachedMeanwhileExplainsTheDeaths() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 4; i++) {
      on.runtime.live(minutes(5, 10));
      die(on);
      on.connector.down = new IOException("refused");
      PoolUnderTest.Client client = on.arrive();
      on.runtime.finishAll();
      on.connector.down = null;
      on.runtime.live(Duration.ofSeconds(5));
      client.lease().release();
    }

    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(4);
    assertThat(limit(on)).isNull();
  }

  @Test
  void oneThatLivesLongerDisprovesWhatSeemedToBeALimit() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      borrowAfter(on, minutes(5, 1));
    }
    assertThat(limit(on)).isNotNull();

    on.runtime.live(Duration.ofMinutes(20));
    on.lease().release();

    assertThat(limit(on)).isNull();
  }

  /** Forgets after one minute; asked every two: all die at two minutes, and that is no limit. */
  @Test
  void deathsThatAreFoundWhenThePoolAsksSayOnlyTheMost() {
    PoolUnderTest on = with(b -> b.poolSize(1).maxOverflow(0).keepalive(Duration.ofMinutes(2)));
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      on.runtime.live(Duration.ofMinutes(1));
      die(on);
      on.runtime.live(Duration.ofMinutes(2));
      on.fill(1);
    }

    assertThat(limit(on).shortestNanos())
        .isBetween(minutes(2, 0).toNanos(), minutes(2, 4).toNanos());
    assertThat(limit(on).isPrecise()).isFalse();
  }

  @Test
  void aDeathAfterLessThanOthersHaveLivedThroughHadAnotherReason() {
    PoolUnderTest on = of(1);
    on.fill(1);
    borrowAfter(on, minutes(5, 10));
    borrowAfter(on, minutes(4, 50));
    for (int i = 0; i < 2; i++) {
      on.runtime.live(minutes(2, 0));
      die(on);
      on.lease().release();
    }
    assertThat(on.retired(RetireReason.CHECK_FAILED)).isEqualTo(3);
    assertThat(limit(on)).isNull();

    borrowAfter(on, minutes(5, 20));
    borrowAfter(on, minutes(5, 20));
    assertThat(limit(on).deaths()).isEqualTo(3);
    assertThat(limit(on).shortestNanos()).isEqualTo(minutes(5, 10).toNanos());
  }

  @Test
  void whatCameBackJustNowWasNotSilent() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      borrowAfter(on, minutes(5, 10));
    }
    Lease<Thing> lease = on.lease();
    on.runtime.live(Duration.ofMinutes(30)); // perhaps the server computed, and answered
    lease.release();
    on.runtime.live(Duration.ofSeconds(10));
    on.lease().release();

    assertThat(limit(on)).isNotNull();
  }

  @Test
  void whatIsAWeekOldIsForgotten() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      borrowAfter(on, minutes(5, 10));
    }
    assertThat(limit(on)).isNotNull();

    on.runtime.advance(Duration.ofDays(8));

    assertThat(limit(on)).isNull();
  }

  @Test
  void whatLivedMoreThanAWeekAgoDisprovesNothing() {
    PoolUnderTest on = of(1);
    on.fill(1);
    borrowAfter(on, minutes(5, 10));
    borrowAfter(on, minutes(4, 50));
    for (int day = 0; day < 8; day++) { // so that there is always something to remember
      on.runtime.live(Duration.ofDays(1));
      die(on);
      on.lease().release();
    }
    for (int i = 0; i < 3; i++) {
      on.runtime.live(minutes(3, 0));
      die(on);
      on.lease().release();
    }

    assertThat(limit(on).shortestNanos()).isEqualTo(minutes(3, 0).toNanos());
  }

  /** A job that asks every 20 minutes finds out no sooner what ends connections at five. */
  @Test
  void deathsAtRegularIntervalsSayOnlyTheMost() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      borrowAfter(on, minutes(20, 0));
    }

    assertThat(limit(on).shortestNanos()).isEqualTo(minutes(20, 0).toNanos());
    assertThat(limit(on).isPrecise()).isFalse();
  }

  @Test
  void withAnotherKeepaliveItIsLearnedAnew() {
    PoolUnderTest on = of(1);
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      borrowAfter(on, minutes(5, 10));
    }

    on.reconfigure(b -> b.keepalive(Duration.ofMinutes(20)));
    assertThat(limit(on)).isNull();
    for (int i = 0; i < 3; i++) {
      borrowAfter(on, minutes(5, 10));
    }

    assertThat(limit(on).keepaliveNanos()).isEqualTo(minutes(20, 0).toNanos());
    assertThat(on.events(PoolEvent.IdleLimitFound.class)).as("told again").hasSize(2);
  }

  /** What a look finds closed is a death like others, if nothing else says that the server went. */
  @Test
  void aLookThatFindsAnIdleConnectionClosedLearnsFromIt() {
    PoolUnderTest on = with(b -> b.poolSize(1).maxOverflow(0).lookWindow(Duration.ofHours(1)));
    on.connector.look = () -> Liveness.QUIET;
    on.fill(1);
    for (int i = 0; i < 3; i++) {
      on.runtime.live(minutes(5, 10));
      on.connector.look = () -> Liveness.CLOSED;
      on.lease().release();
    }

    assertThat(on.retired(RetireReason.FOUND_CLOSED)).isEqualTo(3);
    assertThat(limit(on).deaths()).isEqualTo(3);
  }
}
