package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.DriverCall.Kind;
import dev.cenote.core.event.RetireReason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A connection that is asked whether it is alive, and says nothing for long. */
class SlowCheckTest {

  private static final Duration IDLE = Duration.ofMillis(600);
  private static final Duration SLOW = Duration.ofMillis(500);

  @Test
  void ofAFullPoolThatWasForgottenAnotherIsHadAfterHalfASecondAndItsLogin() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 10);

    PoolUnderTest.Client client = on.arrive();
    DriverCall silent = on.runtime.take(Kind.CHECK);
    on.runtime.advance(SLOW);
    on.runtime.finish(Kind.CLOSE);
    DriverCall alsoSilent = on.runtime.take(Kind.CHECK);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(11));
    assertThat(on.retired(RetireReason.GAVE_WAY)).isEqualTo(1);
    client.lease().release();
    Stream.of(silent, alsoSilent).forEach(on.runtime::finish);
    on.isQuietWith(10);
  }

  @Test
  void aMomentEarlierNothingGivesWay() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 10);

    on.arrive();
    on.runtime.advance(SLOW.minusNanos(1));

    assertThat(on.runtime.waiting(Kind.CHECK)).isEqualTo(1);
    assertThat(on.runtime.waiting(Kind.CLOSE)).isZero();
    assertThat(on.stats().open()).isEqualTo(10);
  }

  @Test
  void ifOnlyOneWasForgottenTheNextThatIsAskedServes() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 10);

    PoolUnderTest.Client client = on.arrive();
    DriverCall silent = on.runtime.take(Kind.CHECK);
    on.runtime.advance(SLOW);
    on.runtime.finish(Kind.CHECK);

    assertThat(client.isServed()).isTrue();
    client.lease().release();
    on.runtime.finish(silent);
    on.runtime.finishAll();
    on.canLendAtOnce(9);
  }

  @Test
  void ifThereIsRoomOneIsOpenedAndNoneGivesWay() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 2);

    PoolUnderTest.Client client = asksASilentOne(on);
    on.runtime.finish(Kind.OPEN);

    assertThat(client.isServed()).isTrue();
    assertThat(on.retired(RetireReason.GAVE_WAY)).isZero();
  }

  @Test
  void theLastThatCouldBeAskedIsAskedAndDoesNotGiveWay() {
    PoolUnderTest on = idle(PoolUnderTest.of(2), 2);

    PoolUnderTest.Client client = asksASilentOne(on);

    assertThat(on.runtime.waiting(Kind.CLOSE)).isZero();
    on.runtime.finish(Kind.CHECK);
    assertThat(client.isServed()).isTrue();
  }

  @Test
  void manyWhoWaitCauseOneLoginAtATime() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 10);

    List<PoolUnderTest.Client> clients = Stream.generate(on::arrive).limit(5).toList();
    on.runtime.advance(SLOW);
    assertThat(on.runtime.waiting(Kind.CLOSE)).isEqualTo(1);
    on.runtime.finish(Kind.CLOSE);
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
    on.runtime.advance(SLOW);
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
    on.runtime.finish(Kind.OPEN);

    assertThat(clients.stream().filter(PoolUnderTest.Client::isServed)).hasSize(1);
    assertThat(on.retired(RetireReason.GAVE_WAY)).isEqualTo(1);
  }

  @Test
  void whereThereIsRoomToo() {
    PoolUnderTest on = idle(PoolUnderTest.with(b -> b.poolSize(5).maxOverflow(10)), 5);

    List<PoolUnderTest.Client> clients = Stream.generate(on::arrive).limit(5).toList();
    on.runtime.advance(SLOW.plusMillis(400));
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
    on.runtime.finish(Kind.OPEN);

    assertThat(clients.stream().filter(PoolUnderTest.Client::isServed)).hasSize(1);
    assertThat(on.runtime.waiting(Kind.OPEN)).isEqualTo(1);
  }

  @Test
  void ofThoseThatHaveJustComeBackNoneGivesWay() {
    PoolUnderTest on =
        idle(
            PoolUnderTest.with(b -> b.poolSize(6).maxOverflow(0).validation(Validation.ALWAYS)), 6);
    List<PoolUnderTest.Client> clients = Stream.generate(on::arrive).limit(6).toList();
    on.runtime.take(Kind.CHECK);
    on.runtime.finishAll();
    List<PoolUnderTest.Client> holders =
        clients.stream().filter(PoolUnderTest.Client::isServed).toList();
    assertThat(holders).hasSize(5);
    List<PoolUnderTest.Client> waiters = Stream.generate(on::arriveAsleep).limit(3).toList();
    on.runtime.advance(SLOW.multipliedBy(2));

    holders.forEach(holder -> holder.lease().release());
    waiters.forEach(Runnable::run);
    on.runtime.finishAll();

    assertThat(on.retired(RetireReason.GAVE_WAY)).isZero();
    assertThat(waiters.stream().filter(PoolUnderTest.Client::isServed)).hasSize(3);
  }

  @Test
  void whoComesAfterAnAnsweredCheckIsHelpedInTimeToo() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 10);
    on.arrive();
    on.runtime.finish(Kind.CHECK);
    on.runtime.advance(Duration.ofMillis(100));

    asksASilentOne(on);

    assertThat(on.runtime.waiting(Kind.CLOSE)).isEqualTo(1);
  }

  @Test
  void oneThatIsSilentForLongCostsNoLoginOfThoseWhoAreServedInTime() {
    PoolUnderTest on =
        idle(
            PoolUnderTest.with(b ->
                b.poolSize(10)
                    .maxOverflow(5)
                    .validation(Validation.ALWAYS)
                    .checkTimeout(Duration.ofSeconds(30))),
            10);
    asksASilentOne(on);
    on.runtime.finishAll();
    long opened = on.stats().created();
    long gaveWay = on.retired(RetireReason.GAVE_WAY);

    for (int borrow = 0; borrow < 100; borrow++) {
      PoolUnderTest.Client client = on.arrive();
      on.runtime.finish(Kind.CHECK);
      client.lease().release();
      on.runtime.advance(Duration.ofMillis(10));
    }

    assertThat(on.stats().created()).isEqualTo(opened);
    assertThat(on.retired(RetireReason.GAVE_WAY)).isEqualTo(gaveWay);
  }

  @Test
  void onceItIsGivenUpTheNextWaitIsLikeAnyOther() {
    PoolUnderTest on = idle(PoolUnderTest.of(4), 4);
    PoolUnderTest.Client client = asksASilentOne(on);
    on.runtime.finishAll();
    client.lease().release();
    on.runtime.live(Duration.ofSeconds(5));
    assertThat(on.retired(RetireReason.CHECK_TIMED_OUT)).isEqualTo(1);
    long gaveWay = on.retired(RetireReason.GAVE_WAY);

    List<PoolUnderTest.Client> clients = Stream.generate(on::arrive).limit(8).toList();
    on.runtime.live(Duration.ofSeconds(2));

    assertThat(clients.stream().filter(PoolUnderTest.Client::isServed)).hasSize(4);
    assertThat(on.retired(RetireReason.GAVE_WAY)).isEqualTo(gaveWay);
    assertThat(on.stats().checking()).isZero();
  }

  @Test
  void theEndOfThePoolFindsNothingStillCounted() {
    PoolUnderTest on = idle(PoolUnderTest.of(4), 4);
    asksASilentOne(on);

    on.pool.invalidateAll();
    on.runtime.live(Duration.ofSeconds(6));

    assertThat(on.stats().checking()).isZero();
    assertThat(on.stats().open()).isLessThanOrEqualTo(4);
  }

  @Test
  void whoIsInHasteIsNotKeptWaitingForASilentOne() {
    PoolUnderTest on = idle(PoolUnderTest.of(4), 4);
    PoolUnderTest.Client client = asksASilentOne(on);
    on.runtime.finish(Kind.CLOSE);
    on.runtime.finish(Kind.OPEN);
    assertThat(client.isServed()).isTrue();
    List<PoolUnderTest.Client> others = Stream.generate(on::arrive).limit(2).toList();
    while (on.runtime.waiting(Kind.CHECK) > 0) {
      on.runtime.finish(Kind.CHECK);
    }
    assertThat(others).allMatch(PoolUnderTest.Client::isServed);

    assertThat(on.arriveInHaste().failure()).isEqualTo(AcquireFailure.BUSY);
  }

  @Test
  void nobodyLooksAgainAndAgainForWhatIsOnItsWay() {
    PoolUnderTest on = idle(PoolUnderTest.of(10), 2);
    asksASilentOne(on);
    on.arrive();
    DriverCall login = on.runtime.take(Kind.OPEN);
    on.runtime.advance(SLOW);
    int before = on.runtime.time().scheduled();
    on.runtime.advance(Duration.ofMillis(400));

    assertThat(on.runtime.time().scheduled() - before)
        .as("ticks of 10 ms, and little else")
        .isLessThan(50);
    on.runtime.finish(login);
  }

  @Test
  void aSlowAnswerStillServesWhoeverWaitsByThen() {
    PoolUnderTest on = idle(PoolUnderTest.of(1), 1);

    PoolUnderTest.Client client = on.arrive();
    DriverCall slow = on.runtime.take(Kind.CHECK);
    on.runtime.advance(SLOW.multipliedBy(2));
    assertThat(client.isPending()).isTrue();
    on.runtime.finish(slow);

    assertThat(client.lease().resource()).isSameAs(on.connector.thing(1));
    assertThat(on.stats().checking()).isZero();
  }

  @Test
  void aShortTimeLimitIsHalvedInstead() {
    PoolUnderTest on =
        idle(
            PoolUnderTest.with(
                b -> b.poolSize(4).maxOverflow(0).checkTimeout(Duration.ofMillis(200))),
            4);

    on.arrive();
    on.runtime.take(Kind.CHECK);
    on.runtime.advance(Duration.ofMillis(100));

    assertThat(on.runtime.waiting(Kind.CLOSE)).isEqualTo(1);
  }

  /** Somebody for whom a connection is asked that has not answered by now. */
  private static PoolUnderTest.Client asksASilentOne(PoolUnderTest on) {
    PoolUnderTest.Client client = on.arrive();
    on.runtime.take(Kind.CHECK);
    on.runtime.advance(SLOW);
    return client;
  }

  private static PoolUnderTest idle(PoolUnderTest on, int open) {
    on.fill(open);
    on.runtime.advance(IDLE);
    return on;
  }
}
