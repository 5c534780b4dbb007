package dev.cenote.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolKind;
import dev.cenote.core.PoolUsage;
import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.measure.OccupancyLog;
import dev.cenote.core.measure.Totals;
import dev.cenote.core.measure.WaitTally;
import dev.cenote.report.Advice.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The texts, word for word; the numbers can be followed by hand. */
class AdviceTest {

  private final WaitTally waits = new WaitTally();
  private final OccupancyLog log = new OccupancyLog(0, Duration.ofHours(1).toNanos());
  private long now;
  private int kept = 2;

  /** For so long so many were borrowed, and so many waited. */
  private void lasts(Duration time, int busy, int waiting) {
    now += time.toNanos();
    log.sample(now, busy, waiting, 0, waits, () -> Totals.NONE);
  }

  private void lasts(Duration time, int busy) {
    lasts(time, busy, 0);
  }

  private void waited(int times, Duration time) {
    for (int i = 0; i < times; i++) {
      waits.waited(time.toNanos());
    }
  }

  private Advice advice(int maximum, Totals totals) {
    return advice(PoolKind.QUEUE, maximum, totals, null, "");
  }

  private Advice advice(
      PoolKind kind, int maximum, Totals totals, IdleLimit idleLimit, String reading) {
    PoolUsage usage = new PoolUsage(kind, kept, maximum, log.read(now, totals, waits), idleLimit);
    return Advice.of("orders", usage, reading);
  }

  private static Totals acquired(long count) {
    return new Totals(count, 0, 0, 0, 0, 0);
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines);
  }

  /** 200 s x 1 + 800 s x 2 + 110 s x 3 + 90 s x 4 = 2,490 s of 1,200 s: 2.1 busy on average. */
  private void quietLoad() {
    lasts(Duration.ofSeconds(200), 1);
    lasts(Duration.ofSeconds(800), 2);
    lasts(Duration.ofSeconds(110), 3);
    lasts(Duration.ofSeconds(90), 4);
    log.peak(now, 6, 0, waits, () -> Totals.NONE);
  }

  @Test
  void aPoolThatIsTooLargeIsToldWhatWouldHaveBeenEnough() {
    quietLoad();
    waited(12, Duration.ofMillis(8));

    Advice advice = advice(20, acquired(118_571));

    assertThat(advice.toString())
        .isEqualTo(
            lines(
                "orders: in the 20 min since the start busy p50 = 2, p99 = 4, max = 6 of 20;"
                    + " wait p99 = 0 ms; 8 would have been enough",
                "  average   99 acquires/s x 21 ms held = 2.1 busy (Little's law)",
                "  waits     12 of 118571 acquires had to wait, the longest 8 ms",
                "  size      larger than needed: at most 6 were wanted at once; 8 leave a"
                    + " quarter to spare. What is permitted and not needed lets a stampede reach"
                    + " the database."));
    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_LARGE);
    assertThat(advice.enough()).hasValue(8);
  }

  @Test
  void whatFitsIsSaidToFit() {
    quietLoad();

    Advice advice = advice(9, acquired(118_571));

    assertThat(advice.verdict()).isEqualTo(Verdict.FITS);
    assertThat(advice.line())
        .isEqualTo(
            "orders: in the 20 min since the start busy p50 = 2, p99 = 4, max = 6 of 9;"
                + " wait p99 = 0 ms; about right");
    assertThat(advice.toString())
        .contains("  size      about right: at most 6 of 9 were wanted at once.");
  }

  /** All 10 borrowed for 20 min, for 6 min of that with 4 more who wait, for 3 s with 30 more. */
  private void crowd() {
    lasts(Duration.ofSeconds(837), 10);
    lasts(Duration.ofMinutes(6), 10, 4);
    lasts(Duration.ofSeconds(3), 10, 30);
    waited(3_000, Duration.ofMillis(200));
    waited(1, Duration.ofMillis(1_200));
  }

  @Test
  void aPoolThatIsTooSmallIsToldHowManyMore() {
    crowd();

    Advice advice = advice(10, acquired(240_000));

    assertThat(advice.toString())
        .isEqualTo(
            lines(
                "orders: in the 20 min since the start busy p50 = 10, p99 = 10, max = 10 of 10;"
                    + " wait p99 = 201 ms; 14 would have been enough nearly always",
                "  average   200 acquires/s x 50 ms held = 10.0 busy (Little's law)",
                "  waits     3001 of 240000 acquires had to wait, the longest 1.2 s",
                "  size      too small for this load: for 30.3 % of the time all 10 were borrowed"
                    + " and callers waited; 4 more would have spared them 95 % of that. That helps"
                    + " only if the database has room for more; if"
                    + " holds get longer then, it has not."));
    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_SMALL);
    assertThat(advice.enough()).hasValue(14);
  }

  @Test
  void whoHoldsForSecondsIsToldToShortenThatFirst() {
    crowd();

    String text =
        advice(
                PoolKind.QUEUE,
                10,
                new Totals(3_000, 5, 5, 0, 0, 1),
                null,
                "7 of 10 connections wait for something that is not the database.")
            .toString();

    assertThat(text)
        .contains(
            "callers waited, 5 in vain; 4 more would have spared them 95 % of that. But each is held for 4.0 s on average: shorten that first, a"
                + " larger pool would not. Now: 7 of 10 connections wait for something that is not"
                + " the database. Meanwhile 1 borrower ended without giving back: mend that first,"
                + " no size is enough for leaks.");
  }

  @Test
  void waitsForADatabaseThatIsAwayAreNoReasonForALargerPool() {
    quietLoad();
    waited(2_000, Duration.ofSeconds(30));

    Advice advice = advice(10, new Totals(118_571, 2_000, 0, 41, 0, 0));

    assertThat(advice.verdict()).isEqualTo(Verdict.NOT_THE_SIZE);
    assertThat(advice.line()).endsWith("wait p99 = 30.0 s; a larger pool would not have helped");
    assertThat(advice.toString())
        .contains(
            "callers waited or failed, but mostly not because all 10 were borrowed: they waited"
                + " for connections to be opened or checked, or for a pause to end. Meanwhile 41"
                + " attempts to open a connection failed: no size helps while the database is"
                + " away.");
    assertThat(advice.enough()).isEmpty();
  }

  /** 3 s in 23 hours: for people who waited just then it was too small all the same. */
  @Test
  void aPoolThatIsTooSmallForItsBurstsIsToldSo() {
    lasts(Duration.ofHours(23), 2);
    lasts(Duration.ofSeconds(3), 10, 6);
    waited(18, Duration.ofSeconds(1));

    Advice advice = advice(10, new Totals(118_571, 12, 12, 0, 0, 0));

    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_SMALL);
    assertThat(advice.enough()).hasValue(16);
    assertThat(advice.toString())
        .contains(
            "wait p99 = 0 ms; 16 would have been enough nearly always",
            "  size      too small for its bursts: for 3.0 s in total all 10 were borrowed and"
                + " callers waited, 12 in vain; 6 more would have spared them 95 % of that. That"
                + " helps only if the database has room for more");
  }

  @Test
  void aStampedeIsNotAnsweredWithAsManyConnections() {
    lasts(Duration.ofHours(1), 2);
    lasts(Duration.ofSeconds(20), 10, 480);
    waited(480, Duration.ofSeconds(10));

    Advice advice = advice(10, acquired(20_000));

    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_SMALL);
    assertThat(advice.enough()).isEmpty();
    assertThat(advice.line()).endsWith("wait p99 = 10.0 s; too small");
    assertThat(advice.toString())
        .endsWith(
            "for 20.0 s in total all 10 were borrowed and callers waited, up to 480 at once: that is a"
                + " standstill or a stampede, which a larger pool would pass on to the database."
                + " Try 20 at most, and ask again.");
  }

  @Test
  void whoLetsNobodyWaitHearsOfThoseWhoGotNone() {
    quietLoad();
    log.peak(now, 6, 1, waits, () -> Totals.NONE);

    Advice advice = advice(6, new Totals(118_571, 7, 7, 0, 0, 0));

    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_SMALL);
    assertThat(advice.enough()).as("of how many came at once nothing is known").isEmpty();
    assertThat(advice.toString())
        .contains(
            "too small for its bursts: all 6 were borrowed, 7 in vain; at least 1 more would have"
                + " been wanted. That helps only if the database has room");
  }

  @Test
  void aFullServerHasNoRoomForALargerPool() {
    crowd();

    Advice advice = advice(10, new Totals(240_000, 0, 0, 7, 7, 0));

    assertThat(advice.enough()).isEmpty();
    assertThat(advice.toString())
        .endsWith(
            "4 more would have spared them 95 % of that. Meanwhile the server was full and refused"
                + " 7 attempts to open a connection: let all pools together want fewer than it"
                + " permits, or let it permit more.");
  }

  @Test
  void whileNothingMovesMoreConnectionsWouldHaveGotStuckToo() {
    quietLoad();
    now += Duration.ofSeconds(30).toNanos();
    log.sample(now, 10, 0, 12, waits, () -> Totals.NONE);
    waited(2_000, Duration.ofSeconds(30));

    Advice advice = advice(10, new Totals(118_571, 2_000, 0, 0, 0, 0));

    assertThat(advice.verdict()).isEqualTo(Verdict.NOT_THE_SIZE);
    assertThat(advice.toString())
        .endsWith(
            "Meanwhile for 30.0 s callers waited and nothing was given back: more connections would"
                + " have got stuck too.");
  }

  @Test
  void thatHardlyAnybodyGotAnythingIsNotTooLittleForAWord() {
    lasts(Duration.ofMinutes(20), 10, 3);
    waited(5_000, Duration.ofSeconds(1));

    Advice advice = advice(10, new Totals(90, 5_000, 5_000, 0, 0, 0));

    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_SMALL);
    assertThat(advice.toString()).contains("  waits     5000 of 5090 acquires had to wait");
  }

  /** 9 of 10 s that callers waited they waited for opens. */
  @Test
  void someWaitsForOthersDoNotMakeItASizeThatIsTooSmall() {
    quietLoad();
    lasts(Duration.ofSeconds(1), 10, 2);
    waited(2, Duration.ofSeconds(1));
    waited(1_800, Duration.ofMillis(10));

    assertThat(advice(10, acquired(118_571)).verdict()).isEqualTo(Verdict.NOT_THE_SIZE);
  }

  @Test
  void afterAChangeOfTheSizeOnlyWhatCameAfterItCounts() {
    crowd();
    log.restart(now, acquired(240_000), waits);
    quietLoad();
    waited(1, Duration.ofMillis(1));

    Advice advice = advice(50, acquired(358_571));

    assertThat(advice.line())
        .isEqualTo(
            "orders: in the 20 min since the size was changed busy p50 = 2, p99 = 4, max = 6 of"
                + " 50; wait p99 = 0 ms; 8 would have been enough");
    assertThat(advice.toString()).contains("  waits     1 of 118571 acquires had to wait");
  }

  @Test
  void theLongestWaitOfAnotherDayIsForgotten() {
    lasts(Duration.ofMinutes(1), 2);
    waited(1, Duration.ofSeconds(30));
    now += Duration.ofHours(30).toNanos();
    quietLoad();

    assertThat(log.read(now, acquired(5), waits).waits().longestNanos()).isZero();
    assertThat(advice(9, acquired(118_571)).toString())
        .contains("  waits     0 of 118571 acquires had to wait");
  }

  @Test
  void ofKindDirectItIsNotToldToKeepMoreOpen() {
    quietLoad();
    waited(2_000, Duration.ofMillis(20));

    assertThat(advice(PoolKind.DIRECT, 10, acquired(118_571), null, "").toString())
        .contains("Kind DIRECT opens one for each caller: kind QUEUE keeps them open.")
        .doesNotContain("poolSize");
  }

  @Test
  void waitsForOpensAskForMoreThatAreKept() {
    quietLoad();
    waited(2_000, Duration.ofMillis(20));

    assertThat(advice(10, acquired(118_571)).toString())
        .contains(
            "or for a pause to end. Keep more of them open: raise poolSize, and lower maxOverflow by as much.");
  }

  @Test
  void whoAsksTooSoonIsToldSo() {
    lasts(Duration.ofMinutes(3), 2);

    Advice advice = advice(20, acquired(5_000));

    assertThat(advice.verdict()).isEqualTo(Verdict.TOO_LITTLE_SEEN);
    assertThat(advice.toString())
        .isEqualTo(
            lines(
                "orders: in the 3 min since the start busy p50 = 2, p99 = 2, max = 2 of 20; wait"
                    + " p99 = 0 ms; too little for advice",
                "  average   28 acquires/s x 72 ms held = 2.0 busy (Little's law)",
                "  waits     0 of 5000 acquires had to wait",
                "  size      ask again after 10 min and 100 acquires of your usual load."));
  }

  @Test
  void ofAPoolThatHasNotStartedNothingIsSaid() {
    assertThat(Advice.ofNothing("orders").toString())
        .isEqualTo("orders: not started, nothing was seen yet");
  }

  @Test
  void afterTwoDaysItIsTheLastDay() {
    now = Duration.ofMinutes(47 * 60 + 30).toNanos();
    quietLoad();

    assertThat(advice(9, acquired(118_571)).line())
        .startsWith("orders: in the last 23 h 50 min busy p50 = 0, p99 = 2, max = 6 of 9;");
  }

  @ParameterizedTest
  @EnumSource(
      value = PoolKind.class,
      names = {"SHARED", "PER_THREAD", "SOLE"})
  void ofSomeKindsTheSizeIsNotAMatterOfLoad(PoolKind kind) {
    quietLoad();

    Advice advice = advice(kind, 6, acquired(118_571), null, "");

    assertThat(advice.verdict()).isEqualTo(Verdict.NO_SIZE);
    assertThat(advice.line()).endsWith("of kind " + kind + ", whose size is not a matter of load");
  }

  @Test
  void withoutALimitThereIsNoSize() {
    quietLoad();

    Advice advice = advice(PoolKind.DIRECT, PoolConfig.UNLIMITED, acquired(118_571), null, "");

    assertThat(advice.line()).endsWith("max = 6; wait p99 = 0 ms; there is no limit");
  }

  private static long minutes(double minutes) {
    return Math.round(minutes * 60) * 1_000_000_000L;
  }

  @Test
  void whatEndsIdleConnectionsIsPartOfIt() {
    quietLoad();
    IdleLimit limit = new IdleLimit(6, 4, minutes(5.05), minutes(6.2), minutes(4.5), 0);

    Advice advice = advice(PoolKind.QUEUE, 9, acquired(118_571), limit, "");

    assertThat(advice.toString())
        .endsWith(
            "  idle      6 idle connections died on 4 occasions, all after 5 min 3 s to 6 min 12 s"
                + " without traffic; after up to 4 min 30 s they lived. Something drops idle"
                + " connections at about 5 min. Set keepalive below 5 min (is: off).");
  }
}
