package dev.cenote.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.connect.DriverCall.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets what, and in which order. */
class WaitingTest {

  private static final Duration WINDOW = Duration.ofNanos(Handoff.BARGE_WINDOW_NANOS);

  @Test
  void aWaiterThatTimedOutNeverReceivesALease() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    assertThat(client.leave()).isNull();

    lease.release();

    assertThat(client.isServed()).isFalse();
    on.isQuietWith(1);
  }

  @Test
  void aWaiterThatGivesUpTooLateReceivesWhatItHadBeenGiven() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client client = on.arrive();
    lease.release();

    Lease<Thing> late = client.leave();

    assertThat(late).isNotNull();
    assertThat(late.isActive()).isTrue();
    late.release();
    on.isQuietWith(1);
  }

  @Test
  void waitersAreServedInOrderOfArrival() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    List<PoolUnderTest.Client> clients = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clients.add(on.arrive());
    }

    for (PoolUnderTest.Client client : clients) {
      assertThat(clients.stream().filter(PoolUnderTest.Client::isServed))
          .hasSize(clients.indexOf(client));
      lease.release();
      lease = client.lease();
    }
  }

  @Test
  void whoeverHasLeftIsSkipped() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    PoolUnderTest.Client third = on.arrive();
    second.leave();
    first.leave();

    lease.release();

    assertThat(third.isServed()).isTrue();
    assertThat(on.stats().waiting()).isZero();
  }

  @Test
  void whoeverHasLeftIsNotCountedAndLeavesRoomForAnother() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).maxWaiters(3));
    on.lease();
    on.arrive();
    PoolUnderTest.Client middle = on.arrive();
    on.arrive();
    assertThat(on.arrive().failure()).isEqualTo(AcquireFailure.QUEUE_FULL);

    middle.leave();

    assertThat(on.stats().waiting()).isEqualTo(2);
    assertThat(on.arrive().isPending()).isTrue();
  }

  @Test
  void whoeverIsInHasteAwaitsAnOpenWhilePermitsAreFree() {
    PoolUnderTest on = PoolUnderTest.of(5);
    PoolUnderTest.Client first = on.arriveInHaste();
    PoolUnderTest.Client second = on.arriveInHaste();

    assertThat(second.isPending()).as("four permits are free").isTrue();
    on.runtime.live(Duration.ofMillis(100));

    assertThat(first.isServed()).isTrue();
    assertThat(second.isServed()).isTrue();
  }

  @Test
  void anOpenWhoseWaiterGaveUpAtTheSameMomentServesTheNext() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arrive();
    first.abandon();

    on.runtime.finish(Kind.OPEN);

    assertThat(second.isServed()).isTrue();
  }

  @Test
  void aHeadIsOvertakenSoManyTimesAtMost() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();
    assertThat(head.isNudged()).isTrue();

    for (int i = 0; i < 1_024; i++) {
      assertThat(head.isServed()).isFalse();
      on.arrive().lease().release();
    }

    assertThat(head.overtaken()).isEqualTo(1_024);
    assertThat(head.isServed()).as("the last gives it to the head").isTrue();
    assertThat(on.arrive().isServed()).isFalse();
  }

  @Test
  void aHeadIsOvertakenOnlyWithinAMillisecondOfHavingBecomeHead() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();
    on.runtime.advance(WINDOW.minusNanos(1));
    on.arrive().lease().release();
    assertThat(head.isServed()).isFalse();

    on.runtime.advance(Duration.ofNanos(1));
    PoolUnderTest.Client newcomer = on.arriveAsleep();

    assertThat(newcomer.isServed()).isFalse();
    assertThat(head.isServed()).as("the newcomer's look serves the head first").isTrue();
    assertThat(head.overtaken()).isEqualTo(1);
  }

  @Test
  void whatIsGivenBackAfterThatIsTheHeadsWhoeverMayStillOvertake() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();
    for (int i = 0; i < 512; i++) {
      on.arrive().lease().release();
    }
    on.runtime.advance(WINDOW);
    PoolUnderTest.Client newcomer = on.arrive(); // with what is left of a group of allowances
    assertThat(head.isServed()).isFalse();
    newcomer.lease().release();
    assertThat(head.isServed()).isTrue();
  }

  @Test
  void theWindowCountsFromHavingBecomeHeadAndNotFromArrival() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1); // a short lease is known; the next, claimed from idle, is not timed
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    PoolUnderTest.Client second = on.arriveAsleep();
    on.runtime.advance(Duration.ofSeconds(1));
    lease.release();
    assertThat(first.isServed()).isTrue();

    first.lease().release();

    assertThat(second.isServed()).isFalse();
    assertThat(on.arrive().isServed()).isTrue();
    assertThat(second.overtaken()).isEqualTo(1);
  }

  @Test
  void whereLeasesAreLongAReleaseGoesStraightToTheHead() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    on.runtime.advance(Duration.ofNanos(WakeDelay.LEAST_NANOS));
    PoolUnderTest.Client head = on.arriveAsleep();

    lease.release();

    assertThat(head.isServed()).isTrue();
    assertThat(head.isNudged()).isFalse();
  }

  @Test
  void oneLongLeaseAmongShortOnesDoesNotEndTheOvertaking() {
    PoolUnderTest on = PoolUnderTest.of(1);
    for (int i = 0; i < 16; i++) { // one in sixteen is timed
      on.lease().release();
    }
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client second = on.arrive(); // who waits is timed
    lease.release();
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client head = on.arriveAsleep();

    second.lease().release();

    assertThat(head.isServed()).isFalse();
    assertThat(head.isNudged()).as("runs for it").isTrue();
  }

  @Test
  void whenMostLeasesHaveBecomeLongAReleaseGoesStraightToTheHead() {
    PoolUnderTest on = PoolUnderTest.of(1);
    for (int i = 0; i < 16; i++) {
      on.lease().release();
    }
    for (int i = 0; i < 64; i++) {
      Lease<Thing> lease = on.lease();
      PoolUnderTest.Client next = on.arrive();
      lease.release();
      on.runtime.advance(Duration.ofSeconds(1));
      next.lease().release();
    }
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();

    lease.release();

    assertThat(head.isServed()).isTrue();
    assertThat(head.isNudged()).isFalse();
  }

  @Test
  void withoutOvertakingAReleaseGoesStraightToTheHead() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).bargesMax(0));
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();

    lease.release();

    assertThat(head.isServed()).isTrue();
    assertThat(head.isNudged()).isFalse();
    assertThat(on.arrive().isServed()).isFalse();
  }

  @Test
  void aNudgeOfOneWhoLeavesPassesToTheNext() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arriveAsleep();
    PoolUnderTest.Client second = on.arrive();
    lease.release();
    assertThat(first.isNudged()).isTrue();
    assertThat(second.isServed()).isFalse();

    first.leave();

    assertThat(second.isServed()).isTrue();
  }

  @Test
  void aNudgedHeadThatWakesTakesWhatItWasNudgedFor() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();

    on.pool.heed();

    assertThat(head.isServed()).isTrue();
    assertThat(head.isNudged()).isFalse();
  }

  @Test
  void aNudgedHeadThatWasOvertakenWaitsOnAndIsNudgedAgain() {
    PoolUnderTest on = PoolUnderTest.of(1);
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client head = on.arriveAsleep();
    lease.release();
    Lease<Thing> overtaker = on.arrive().lease();

    on.pool.heed();
    assertThat(head.isServed()).isFalse();
    assertThat(head.isNudged()).isFalse();

    overtaker.release();
    assertThat(head.isNudged()).isTrue();
    on.pool.heed();
    assertThat(head.isServed()).isTrue();
  }

  @Test
  void oneLookServesAsManyAsThereAreIdleConnections() {
    PoolUnderTest on = PoolUnderTest.of(2);
    List<Lease<Thing>> leases = on.leases(2);
    PoolUnderTest.Client first = on.arriveAsleep();
    PoolUnderTest.Client second = on.arriveAsleep();
    leases.forEach(Lease::release);

    on.pool.heed();

    assertThat(first.isServed()).isTrue();
    assertThat(second.isServed()).isTrue();
  }

  @Test
  void atTheLimitOfWaitersTheNextIsRefusedAtOnce() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).maxWaiters(2));
    Lease<Thing> lease = on.lease();
    PoolUnderTest.Client first = on.arrive();
    on.arrive();

    PoolUnderTest.Client third = on.arrive();

    assertThat(third.failure()).isEqualTo(AcquireFailure.QUEUE_FULL);
    assertThat(third.wakes).isEqualTo(1);
    assertThat(on.stats().rejected()).isEqualTo(1);
    assertThat(on.stats().waiting()).isEqualTo(2);
    first.leave();
    assertThat(on.arrive().isPending()).as("there is room again").isTrue();
    lease.release();
  }

  @Test
  void atTheLimitOfWaitersAnIdleConnectionIsStillLent() {
    PoolUnderTest on = PoolUnderTest.with(b -> b.poolSize(1).maxOverflow(0).maxWaiters(1));
    on.fill(1);

    assertThat(on.arrive().isServed()).isTrue();
    assertThat(on.stats().rejected()).isZero();
  }

  @Test
  void whoeverIsInHasteIsRefusedWhenAllAreBorrowed() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.lease();

    PoolUnderTest.Client hasty = on.arriveInHaste();

    assertThat(hasty.failure()).isEqualTo(AcquireFailure.BUSY);
    assertThat(on.stats().waiting()).isZero();
  }

  @Test
  void whoeverIsInHasteStillAwaitsAnOpenThatIsPermitted() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client hasty = on.arriveInHaste();
    assertThat(hasty.isPending()).isTrue();

    on.runtime.finish(Kind.OPEN);

    assertThat(hasty.isServed()).isTrue();
  }

  @Test
  void whoeverIsInHasteStillAwaitsACheck() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.fill(1);
    on.runtime.advance(Duration.ofSeconds(1));
    PoolUnderTest.Client hasty = on.arriveInHaste();
    assertThat(hasty.isPending()).isTrue();

    on.runtime.finish(Kind.CHECK);

    assertThat(hasty.isServed()).isTrue();
  }

  @Test
  void whoeverIsInHasteDoesNotTakeTheOpenOfAnother() {
    PoolUnderTest on = PoolUnderTest.of(1);
    PoolUnderTest.Client first = on.arrive();

    PoolUnderTest.Client hasty = on.arriveInHaste();

    assertThat(hasty.failure()).isEqualTo(AcquireFailure.BUSY);
    on.runtime.finish(Kind.OPEN);
    assertThat(first.isServed()).isTrue();
  }

  @Test
  void theOldestWaitIsThatOfTheHead() {
    PoolUnderTest on = PoolUnderTest.of(1);
    on.lease();
    on.arrive();
    on.runtime.advance(Duration.ofSeconds(2));
    on.arrive();
    on.runtime.advance(Duration.ofSeconds(1));

    assertThat(on.stats().oldestWaitNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    assertThat(on.stats().waiting()).isEqualTo(2);
  }
}
