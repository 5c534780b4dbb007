package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cenote.core.PoolConfig.LeakWatch;
import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.measure.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many are borrowed, and how many wait for them, over time. */
class UsageTest {

  private static final Duration SHORT = Duration.ofMillis(250);

  private static Usage usage(PoolUnderTest on) {
    return on.pool.usage().usage();
  }

  /** Opens so many, and lets the coarse clock go to rest; nothing has been borrowed for a tick. */
  private static PoolUnderTest rested(int size) {
    PoolUnderTest on = PoolUnderTest.of(size);
    on.fill(size);
    on.runtime.live(Duration.ofSeconds(1));
    return on;
  }

  private static void hold(PoolUnderTest on, int count, Duration time) {
    List<Lease<Thing>> leases = on.leases(count);
    on.runtime.live(time);
    leases.forEach(Lease::release);
    on.runtime.live(Duration.ofMillis(10));
  }

  @Test
  void howManyAreBorrowedIsWeightedByTime() {
    PoolUnderTest on = rested(4);
    hold(on, 1, Duration.ofMillis(300));
    hold(on, 2, Duration.ofMillis(600));
    hold(on, 4, Duration.ofMillis(100));
    on.runtime.live(Duration.ofSeconds(10).minus(Duration.ofMillis(2_030)));

    Usage usage = usage(on);
    assertThat(usage.spanNanos()).isEqualTo(Duration.ofSeconds(10).toNanos());
    assertThat(usage.since()).isEqualTo(Usage.Since.START);
    assertThat(usage.busy().mean())
        .as("0.3 s x 1 + 0.6 s x 2 + 0.1 s x 4 in 10 s")
        .isCloseTo(0.19, within(1e-9));
    assertThat(usage.busy().percentile(90)).as("9 s nothing").isZero();
    assertThat(usage.busy().percentile(92)).isEqualTo(1);
    assertThat(usage.busy().percentile(98)).isEqualTo(2);
    assertThat(usage.busy().percentile(99.5)).isEqualTo(4);
    assertThat(usage.busy().max()).isEqualTo(4);
  }

  @Test
  void littlesLawTellsHowLongEachIsHeld() {
    PoolUnderTest on = rested(2);
    long before = usage(on).totals().acquired();
    for (int i = 0; i < 8; i++) {
      hold(on, 2, Duration.ofMillis(250));
    }

    Usage usage = usage(on);
    assertThat(usage.totals().acquired()).isEqualTo(before + 16);
    assertThat(usage.meanHoldNanos())
        .as("16 were held for 250 ms, 2 for no time when they were opened")
        .isEqualTo(Duration.ofMillis(250).toNanos() * 16 / 18);
  }

  @Test
  void whoWaitsForOthersToGiveBackIsCounted() {
    PoolUnderTest on = rested(1);
    Lease<Thing> lease = on.lease();
    on.runtime.live(Duration.ofMillis(100));
    PoolUnderTest.Client second = on.arrive();
    PoolUnderTest.Client third = on.arrive();
    on.runtime.live(Duration.ofMillis(200));
    lease.release();
    second.lease().release();
    third.lease().release();

    Usage usage = usage(on);
    assertThat(usage.busy().max()).isEqualTo(1);
    assertThat(usage.waiting().max()).isEqualTo(2);
    assertThat(usage.pressedNanos()).isEqualTo(Duration.ofMillis(200).toNanos());
    assertThat(usage.waiting().weightedNanos())
        .as("2 x 200 ms")
        .isEqualTo(Duration.ofMillis(400).toNanos());
  }

  @Test
  void whoseConnectionIsBeingCheckedIsCountedOnce() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.fill(2);
    on.runtime.live(Duration.ofMinutes(1)); // too long for a loan without a check
    Lease<Thing> first = on.lease();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.advance(Duration.ofMillis(500));

    assertThat(on.stats().checking()).isEqualTo(1);
    assertThat(usage(on).waiting().max()).as("it waits for the check alone").isZero();
    PoolUnderTest.Client third = on.arrive();
    assertThat(usage(on).waiting().max()).isEqualTo(1);
    on.runtime.finishAll();
    first.release();
    second.lease().release();
    third.lease().release();
  }

  @Test
  void whatIsDetachedIsStillInItsBorrowersHands() {
    PoolUnderTest on = rested(2);
    Detached<Thing> away = on.lease().detach(true);
    Lease<Thing> other = on.lease();
    on.arrive();
    on.runtime.live(Duration.ofMillis(100));

    assertThat(away).isNotNull();
    assertThat(usage(on).busy().max()).isEqualTo(2);
    assertThat(usage(on).pressedNanos()).isEqualTo(Duration.ofMillis(100).toNanos());
    other.release();
  }

  @Test
  void whoWaitsForThePauseToEndIsNoReasonForALargerPool() {
    PoolUnderTest on = rested(1);
    Lease<Thing> lease = on.lease();
    on.pool.pause();
    on.arrive();
    on.runtime.live(Duration.ofMillis(100));

    assertThat(usage(on).waiting().max()).isZero();
    lease.release();
    on.pool.resume();
  }

  @Test
  void whoIsTurnedAwayWhileAllAreBorrowedIsCounted() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).maxWaiters(1));
    on.fill(1);
    on.lease();
    on.arrive();
    on.arrive();
    on.pool.pause();
    on.arrive();

    assertThat(on.stats().rejected()).isEqualTo(2);
    assertThat(usage(on).totals().crowdedOut()).as("not the one in the pause").isEqualTo(1);
    assertThat(usage(on).waiting().max()).isEqualTo(2);
  }

  @Test
  void afterAChangeOfTheSizeItBeginsAnew() {
    PoolUnderTest on = rested(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client second = on.arrive();
    on.runtime.live(Duration.ofSeconds(5));
    on.resize(4, 0);
    lease.release();
    second.lease().release();
    on.runtime.live(Duration.ofSeconds(3));

    Usage usage = usage(on);
    assertThat(usage.since()).isEqualTo(Usage.Since.RESIZE);
    assertThat(usage.spanNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(usage.pressedNanos()).isZero();
    assertThat(usage.waiting().max()).isZero();
    assertThat(usage.totals().acquired()).as("the second, served since").isEqualTo(1);
  }

  @Test
  void whatIsBorrowedAboveALowerSizeIsNobodyWhoWaits() {
    PoolUnderTest on = rested(4);
    List<Lease<Thing>> leases = on.leases(4);
    on.resize(2, 0);
    on.runtime.live(Duration.ofSeconds(1));

    assertThat(usage(on).pressedNanos()).isZero();
    assertThat(usage(on).waiting().max()).isZero();
    leases.forEach(Lease::release);
    on.runtime.finishAll();
  }

  @Test
  void whileNothingIsGivenBackForLongCallersAreStuck() {
    PoolUnderTest on = rested(1);
    Lease<Thing> lease = on.lease();
    on.arrive();
    on.runtime.live(Duration.ofSeconds(31));

    assertThat(usage(on).pressedNanos()).isBetween(980_000_000L, 1_010_000_000L);
    assertThat(usage(on).stuckNanos()).isBetween(29_980_000_000L, 30_020_000_000L);
    assertThat(usage(on).waiting().max()).isEqualTo(1);
    assertThatThrownBy(() -> on.pool.acquire(Duration.ZERO)).isInstanceOf(AcquireException.class);
    assertThat(usage(on).totals().crowdedOut()).as("refused while nothing moves").isZero();
    assertThat(usage(on).waiting().max()).isEqualTo(1);
    lease.release();
  }

  @Test
  void whatIsAlwaysHeldForLongAndThenClosedIsNoStandstill() {
    PoolUnderTest on =
        PoolUnderTest.with(b -> b.poolSize(0).maxOverflow(1).overflowLinger(Duration.ZERO));
    for (int i = 0; i < 20; i++) { // one lease in sixteen is timed
      Lease<Thing> lease = on.lease();
      on.runtime.live(Duration.ofSeconds(30));
      lease.release();
      on.runtime.finishAll();
    }
    Lease<Thing> lease = on.lease();
    on.arrive();
    on.runtime.live(Duration.ofSeconds(30));

    assertThat(usage(on).stuckNanos()).isZero();
    assertThat(usage(on).pressedNanos()).isBetween(29_990_000_000L, 30_010_000_000L);
    lease.release();
  }

  @Test
  void whoMayNotWaitAndGetsNothingIsCounted() {
    PoolUnderTest on = rested(1);
    on.lease();
    assertThatThrownBy(() -> on.pool.acquire(Duration.ZERO)).isInstanceOf(AcquireException.class);

    assertThat(usage(on).totals().failed()).isEqualTo(1);
    assertThat(usage(on).totals().crowdedOut()).isEqualTo(1);
  }

  @Test
  void aGapInWhichNobodyLookedIsNoLoad() {
    PoolUnderTest on = rested(3);
    Detached<Thing> away = on.lease().detach(true);
    on.runtime.live(Duration.ofHours(1)); // the clock rests: nothing is borrowed
    hold(on, 2, Duration.ofMillis(100));

    assertThat(away).isNotNull();
    assertThat(usage(on).busy().percentile(99)).isLessThanOrEqualTo(1);
    assertThat(usage(on).busy().max()).isEqualTo(3);
  }

  @Test
  void aChangeThatLeavesTheSizeForgetsNothing() {
    PoolUnderTest on = rested(1);
    hold(on, 1, Duration.ofSeconds(1));
    on.reconfigure(b -> b.maxWaiters(7));

    assertThat(usage(on).since()).isEqualTo(Usage.Since.START);
    assertThat(usage(on).busy().max()).isEqualTo(1);
  }

  @Test
  void aCallerThatWaitsForAConnectionToOpenIsNoReasonForALargerPool() {
    PoolUnderTest on = PoolUnderTest.of(2);
    on.arrive();
    on.arrive();
    on.arrive();
    on.runtime.advance(Duration.ofMillis(500));

    assertThat(usage(on).pressedNanos()).isZero();
    assertThat(usage(on).waiting().max()).isZero();
    assertThat(usage(on).busy().max()).as("so many were wanted").isEqualTo(2);
  }

  @Test
  void whileTheDatabaseIsAwayCallersAreNotCountedAsWanted() {
    PoolUnderTest on = PoolUnderTest.of(5);
    on.connector.down = new IOException("refused");
    on.arrive();
    on.runtime.finish(Kind.OPEN);
    for (int i = 0; i < 10; i++) {
      on.arrive();
    }

    assertThat(usage(on).busy().max()).isEqualTo(1);
    assertThat(usage(on).waiting().max()).isZero();
    assertThat(usage(on).totals().failedOpens()).isEqualTo(1);
  }

  @Test
  void whatIsOlderThanADayIsForgotten() {
    PoolUnderTest on = rested(3);
    hold(on, 3, Duration.ofSeconds(1));
    on.runtime.advance(Duration.ofHours(22));
    assertThat(usage(on).busy().max()).isEqualTo(3);
    assertThat(usage(on).totals().acquired()).isEqualTo(6);

    on.runtime.advance(Duration.ofHours(3));
    hold(on, 1, Duration.ofSeconds(1));

    Usage usage = usage(on);
    assertThat(usage.since()).isEqualTo(Usage.Since.DAY);
    assertThat(usage.busy().max()).isEqualTo(1);
    assertThat(usage.totals().acquired()).isEqualTo(1);
    assertThat(usage.spanNanos())
        .isBetween(Duration.ofHours(23).toNanos(), Duration.ofHours(24).toNanos());
  }

  @Test
  void whatIsBorrowedBetweenTwoTicksWasBorrowedAllTheSame() {
    PoolUnderTest on =
        PoolUnderTest.with(
            b -> b.poolSize(3).maxOverflow(0).validation(Validation.NEVER)); // nobody joins a queue
    on.fill(3);
    on.runtime.advance(Duration.ofHours(25));
    hold(on, 1, Duration.ZERO);

    assertThat(usage(on).totals().acquired()).isEqualTo(1);
    assertThat(usage(on).busy().max()).isEqualTo(1);
    assertThat(usage(on).busy().mean()).isZero();
  }

  @Test
  void aLongerQueueIsSeenBetweenTwoTicksToo() {
    PoolUnderTest on = rested(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client second = on.arrive();
    PoolUnderTest.Client third = on.arrive();
    lease.release();
    second.lease().release();
    third.lease().release();

    assertThat(usage(on).waiting().max()).isEqualTo(2);
  }

  @Test
  void asLongAQueueAsThereWasIsSeenAgainOnceTheSizeIsAnother() {
    PoolUnderTest on = rested(1);
    for (int size = 1; size <= 2; size++) {
      on.resize(size, 0);
      List<Lease<Thing>> leases = on.leases(size);
      PoolUnderTest.Client next = on.arrive();
      leases.forEach(Lease::release);
      next.lease().release();

      assertThat(usage(on).waiting().max()).as("size %d", size).isEqualTo(1);
    }
  }

  @Test
  void asLongAQueueAsThereWasIsSeenAgainLater() {
    PoolUnderTest on = rested(1);
    for (int day = 1; day <= 2; day++) {
      Lease<Thing> lease = on.lease();
      PoolUnderTest.Client next = on.arrive();
      lease.release();
      next.lease().release();
      assertThat(usage(on).waiting().max()).as("day %d", day).isEqualTo(1);
      on.runtime.advance(Duration.ofHours(25));
    }
  }

  @Test
  void aPoolAtRestIsNotWokenToBeLookedAt() {
    PoolUnderTest on = rested(2);
    long tick = on.runtime.time().untilNext();

    on.pool.usage();

    assertThat(on.runtime.time().untilNext()).isEqualTo(tick);
    assertThat(tick).as("a chore, no tick").isGreaterThan(Duration.ofMillis(20).toNanos());
  }

  @Test
  void theWaitsOfThreadsAreCounted() throws Exception {
    PoolBuilder<Thing> ofOne =
        new PoolBuilder<>(new ScriptedConnector())
            .leakWatch(LeakWatch.OFF) // one thread plays several borrowers
            .poolSize(1)
            .maxOverflow(0)
            .prefill(false);
    try (Pool<Thing> pool = ofOne.build()) {
      for (int i = 0; i < 98; i++) {
        pool.acquire().release();
      }
      Lease<Thing> held = pool.acquire();
      assertThatThrownBy(() -> pool.acquire(SHORT)).isInstanceOf(AcquireException.class);
      held.release();

      Usage usage = pool.usage().usage();
      assertThat(usage.totals().acquired()).isEqualTo(99);
      assertThat(usage.totals().failed()).isEqualTo(1);
      assertThat(usage.totals().crowdedOut()).isEqualTo(1);
      assertThat(usage.waits().count()).as("for the open, and in vain").isEqualTo(2);
      assertThat(usage.waits().longestNanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
      assertThat(usage.waitPercentileNanos(98)).isZero();
      assertThat(usage.waitPercentileNanos(100)).isEqualTo(usage.waits().longestNanos());
    }
  }
}
