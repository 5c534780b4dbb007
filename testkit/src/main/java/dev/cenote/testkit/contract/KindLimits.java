package dev.cenote.testkit.contract;

import dev.cenote.CenoteDataSourceBuilder;
import dev.cenote.config.CenoteConfig;
import dev.cenote.config.OnStart;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolKind;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * What the contract cannot ask of every kind of pool, and why: by the sentence, where that assumes
 * something which is the very difference of a kind.
 */
final class KindLimits {

  private static final String CLOSES = "each connection is closed when it comes back";
  private static final String SHARES = "nobody waits: all have the same connection";
  private static final String REFUSES = "a second borrower is refused, it does not wait";

  private static final Set<String> OF_DIRECT =
      Set.of(
          "aReturnedConnectionIsLentAgainInsteadOfOpeningAnother",
          "aBorrowerOnOneThreadSeesAtOnceThatAnotherHasClosed", // it may be in a call meanwhile
          "aClosedPoolHasClosedItsConnectionsAndLendsNoMore",
          "closingAgainDoesNothingAndManyMayCloseAtOnce",
          "aBorrowerMayFinishItsWorkWhileThePoolCloses",
          "keepaliveFindsTheDeadAndTheyAreReplacedWithoutABorrower",
          "keepaliveLeavesTheLivingAlone",
          "idleConnectionsAreReplacedBeforeTheyGetTooOldAndBorrowedOnesWhenTheyComeBack",
          "invalidatingReplacesTheIdleNowAndTheBorrowedWhenTheyComeBack",
          "aStartedPoolIsFilledToItsSize",
          "overflowThatIsNotNeededIsClosedAndThePoolSizeKept",
          "failFastWaitsForOneConnectionAndTheRestFollow",
          "startAnywayFillsThePoolInTheBackground");

  private static final Set<String> OF_SHARED =
      Set.of(
          "whoWaitsGetsTheConnectionThatComesBack",
          "whoWaitsIsServedInOrderOfArrival",
          "whoWaitsFailsAtOnceWhenThePoolCloses",
          "whoWaitsIsServedByANewConnectionIfTheOldOneWasInvalidated",
          "whoWaitedInVainIsNotGivenAConnectionLater",
          "anInterruptWhileWaitingKeepsTheFlagAndLosesNoSlot",
          "interruptsThatMeetDeliveriesLoseNoSlot",
          "aFullQueueRefusesTheNextCallerAtOnce",
          "aPoolMayGrowWhileItRuns");

  private static final Set<String> OF_SOLE =
      Set.of(
          "whoWaitsGetsTheConnectionThatComesBack",
          "whoWaitsIsServedInOrderOfArrival",
          "whoWaitsFailsAtOnceWhenThePoolCloses",
          "whoWaitsIsServedByANewConnectionIfTheOldOneWasInvalidated",
          "whoWaitedInVainIsNotGivenAConnectionLater",
          "whoWaitsInVainIsToldWhy",
          "whoWaitsIsToldOfAWrongPasswordAtOnce",
          "anInterruptWhileWaitingKeepsTheFlagAndLosesNoSlot",
          "interruptsThatMeetDeliveriesLoseNoSlot",
          "aFullQueueRefusesTheNextCallerAtOnce",
          "aPoolMayGrowWhileItRuns");

  private KindLimits() {}

  /** Skips a sentence that this kind is not meant to keep. */
  static void assumeCan(PoolKind kind, String sentence) {
    switch (kind) {
      case QUEUE, PER_THREAD -> {} // all
      case DIRECT -> skip(OF_DIRECT, sentence, CLOSES);
      case SHARED -> skip(OF_SHARED, sentence, SHARES);
      case SOLE -> skip(OF_SOLE, sentence, REFUSES);
    }
  }

  private static void skip(Set<String> sentences, String sentence, String why) {
    Assumptions.assumeFalse(sentences.contains(sentence), () -> why);
  }

  /**
   * Gives the pool of a test its kind, of as many connections as the test asks for; skips the test
   * if the kind cannot have so many.
   */
  static void fit(CenoteDataSourceBuilder settings, PoolKind kind) {
    if (kind == PoolKind.QUEUE) {
      return;
    }
    CenoteConfig asked = settings.config();
    long most = Math.min(PoolConfig.UNLIMITED, (long) asked.poolSize() + asked.maxOverflow());
    settings.kind(kind);
    if (kind == PoolKind.DIRECT) {
      settings
          .poolSize(0)
          .maxOverflow((int) most)
          .prefill(false)
          .keepalive(Duration.ZERO)
          .maxLifetime(Duration.ZERO);
      if (asked.onStart() == OnStart.WAIT_FILLED) {
        settings.onStart(OnStart.FAIL_FAST);
      }
    } else if (kind != PoolKind.PER_THREAD) {
      Assumptions.assumeTrue(most == 1, () -> kind + ": it has one connection, not " + most);
    }
  }
}
