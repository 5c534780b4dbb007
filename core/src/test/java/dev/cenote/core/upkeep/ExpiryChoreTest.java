package dev.cenote.core.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cenote.core.event.RetireReason;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiryChoreTest {

  private static final long SECOND = 1_000_000_000;

  private final HandMadePlant plant = new HandMadePlant();
  private final ExpiryChore chore = new ExpiryChore();
  private long now;

  @BeforeEach
  void allAreNeeded() {
    now = plant.now();
    plant.recentPeak = Integer.MAX_VALUE;
  }

  private HandMadeResident ageing(String name) {
    return plant.resident(name).endsAt(now, now + SECOND);
  }

  private HandMadeResident expired(String name) {
    return plant.resident(name).endsAt(now - SECOND, now);
  }

  @Test
  void theYoungStay() {
    plant.freePermits = 5;
    plant.resident("young").endsAt(now + 1, now + SECOND);

    assertThat(chore.run(plant)).isEqualTo(SECOND);

    assertThat(plant.retired(RetireReason.EXPIRED)).isEmpty();
    assertThat(plant.replacementsOpened).isZero();
  }

  @Test
  void whereAPermitIsFreeTheSuccessorIsOpenedFirst() {
    plant.freePermits = 1;
    ageing("old");

    chore.run(plant);
    assertThat(plant.replacementsOpened).isEqualTo(1);
    assertThat(plant.retired(RetireReason.EXPIRED)).isEmpty();

    chore.run(plant);
    assertThat(plant.replacementsOpened).as("one successor is enough").isEqualTo(1);
    assertThat(plant.retired(RetireReason.EXPIRED)).isEmpty();

    plant.replacementsUnderway = 0;
    plant.replacementsArrived = 1;
    chore.run(plant);
    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("old");
    assertThat(plant.replacementsArrived).isZero();
  }

  @Test
  void theOldestGoesFirst() {
    ageing("old").endsAt(now - 1, now + SECOND);
    ageing("older").endsAt(now - 2, now + SECOND);
    plant.replacementsArrived = 1;
    plant.inFlux = true; // so that none goes but for a successor

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("older");
  }

  @Test
  void twoSuccessorsAtMostAreOpenedAtOnce() {
    plant.freePermits = 10;
    for (int i = 0; i < 5; i++) {
      ageing("old " + i);
    }

    chore.run(plant);
    assertThat(plant.replacementsOpened).isEqualTo(2);

    plant.replacementsUnderway = 1;
    plant.replacementsArrived = 1;
    chore.run(plant);
    assertThat(plant.retired(RetireReason.EXPIRED)).hasSize(1);
    assertThat(plant.replacementsOpened).isEqualTo(3);
  }

  @Test
  void withoutAFreePermitIdleOnesGoOneAtATime() {
    ageing("one");
    ageing("two");

    chore.run(plant);
    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("one");
  }

  @Test
  void theMoreWaitForTheirTurnTheSoonerItLooksAgain() {
    ageing("one");
    assertThat(chore.run(plant)).as("nobody waits").isEqualTo(SECOND);

    plant.residents.forEach(one -> one.leaving = true);
    for (int i = 1; i <= 10; i++) {
      ageing("idle").endsAt(plant.now(), plant.now() + 2 * SECOND);
    }

    assertThat(chore.run(plant)).as("nine wait").isEqualTo(2 * SECOND / 10);
  }

  @Test
  void withoutAFreePermitAllThatAreAtTheirEndGo() {
    expired("one");
    expired("two");
    plant.inFlux = true;

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("one", "two");
  }

  @Test
  void withoutAFreePermitNothingGoesWhileSomethingIsOpenedOrClosed() {
    ageing("one");
    plant.inFlux = true;

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).isEmpty();
  }

  @Test
  void withoutAFreePermitABorrowedOneMayStayUntilItMustGo() {
    ageing("ageing").borrowed();
    expired("expired").borrowed();

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("expired");
  }

  @Test
  void whatIsToSpareGoesWithoutASuccessor() {
    plant.freePermits = 5;
    plant.kept = 1;
    plant.recentPeak = 2;
    ageing("one");
    ageing("two");
    ageing("three");

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("one");
    assertThat(plant.replacementsOpened).isEqualTo(2);
  }

  @Test
  void whatHasMovedOnIsNotCountedAsGone() {
    ageing("one").movedOn = true;
    ageing("two");

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("two");
  }

  @Test
  void neverIsNeverAlsoWhenTheClockIsBelowZero() {
    plant.freePermits = 1;
    plant.resident("immortal"); // and the clock of the plant starts below zero

    plant.minding(Long.MAX_VALUE, 0, false);
    chore.run(plant);

    assertThat(plant.replacementsOpened).isZero();
    assertThat(plant.residents.get(0).retired).isNull();
  }

  @Test
  void whatIsLeavingAnywayIsNotReplacedAgain() {
    plant.freePermits = 5;
    ageing("doomed").borrowed().leaving = true;

    chore.run(plant);

    assertThat(plant.replacementsOpened).isZero();
  }

  @Test
  void anExpiredOneGoesEvenIfItsSuccessorIsStillOnItsWay() {
    plant.replacementsUnderway = 1;
    plant.freePermits = 1;
    plant.inFlux = true;
    expired("expired");

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).containsExactly("expired");
  }

  @Test
  void aSuccessorThatHasArrivedCountsForOneOnly() {
    plant.kept = 4;
    plant.recentPeak = 0;
    plant.replacementsArrived = 2;
    for (int i = 1; i <= 4; i++) {
      ageing("old " + i);
    }
    plant.resident("new 1");
    plant.resident("new 2");
    plant.inFlux = true;

    chore.run(plant);

    assertThat(plant.retired(RetireReason.EXPIRED)).hasSize(2);
  }
}
