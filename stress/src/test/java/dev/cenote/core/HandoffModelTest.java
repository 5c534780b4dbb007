package dev.cenote.core;

import static dev.cenote.core.Steps.borrow;
import static dev.cenote.core.Steps.first;
import static dev.cenote.core.Steps.giveBack;
import static dev.cenote.core.Steps.giveUp;
import static dev.cenote.core.Steps.look;
import static dev.cenote.core.Steps.then;
import static dev.cenote.core.Steps.thread;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.cenote.core.time.StackProbe;
import dev.cenote.stress.StressMode;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * The hand-off under a model checker, which tries one interleaving after the other, those with the
 * fewest switches between threads first. It knows no reordering of reads and writes: that is what
 * jcstress is for.
 */
@EnabledForJreRange(
    max = JRE.JAVA_17,
    disabledReason = "Lincheck misses races on newer JDKs: run the stress profile on JDK 17")
class HandoffModelTest {

  private static final ExecutionScenario RELEASE_BESIDE_JOIN =
      then(first(borrow(0)), thread(giveBack(0)), thread(borrow(1)));

  private static final ExecutionScenario RELEASE_BESIDE_ABANDON =
      then(first(borrow(0), borrow(1), borrow(2)), thread(giveBack(0)), thread(giveUp(1)));

  /** Client 2 was nudged, client 1 overtook it, and now gives back while 2 looks. */
  private static final ExecutionScenario RELEASE_BESIDE_LOOK =
      then(
          first(borrow(0), borrow(2), giveBack(0), borrow(1)),
          thread(giveBack(1)),
          thread(look(2)));

  private static final ExecutionScenario TWO_RELEASES_TWO_WAITERS =
      then(
          first(borrow(0), borrow(1), borrow(2)),
          thread(giveBack(0)),
          thread(giveBack(1)),
          thread(borrow(3)));

  private static final ExecutionScenario THREE_BORROWERS =
      then(
          first(),
          thread(borrow(0), giveBack(0)),
          thread(borrow(1), giveBack(1)),
          thread(borrow(2), giveBack(2)));

  @Test
  void aReleaseAndAWaiterWhoJoinsDoNotMissEachOther() {
    checkFates(Casts.OneSlot.class, RELEASE_BESIDE_JOIN);
  }

  @Test
  void aNudgeToOneWhoGivesUpReachesTheNext() {
    checkFates(Casts.OneSlot.class, RELEASE_BESIDE_ABANDON);
  }

  @Test
  void aReleaseWhileTheNudgedHeadLooksIsNotMissed() {
    checkFates(Casts.OneSlot.class, RELEASE_BESIDE_LOOK);
  }

  @Test
  void twoReleasesServeTwoWaiters() {
    checkFates(Casts.TwoSlots.class, TWO_RELEASES_TWO_WAITERS);
  }

  @Test
  void oneSlotIsNeverLentTwiceAtOnce() {
    checkFates(Casts.OneSlot.class, THREE_BORROWERS);
  }

  @Test
  void twoSlotsInOrderAreNeverLentTwiceAtOnce() {
    checkFates(Casts.TwoSlotsInOrder.class, THREE_BORROWERS);
  }

  @Test
  void withoutOvertakingOneSlotIsACounterAndAQueue() {
    strict(StrictQueue.OfOne.class)
        .addCustomScenario(RELEASE_BESIDE_JOIN)
        .addCustomScenario(RELEASE_BESIDE_ABANDON)
        .addCustomScenario(THREE_BORROWERS)
        .check(Casts.OneSlotStrict.class);
  }

  @Test
  void withoutOvertakingTwoSlotsAreACounterAndAQueue() {
    strict(StrictQueue.OfTwo.class)
        .addCustomScenario(TWO_RELEASES_TWO_WAITERS)
        .check(Casts.TwoSlotsStrict.class);
  }

  @Test
  void aReleaserThatDoesNotLookAgainIsFound() {
    assertFoundLost(Casts.NoSecondLook.class, RELEASE_BESIDE_JOIN);
  }

  @Test
  void aWaiterThatClearsItsFlagAfterLookingIsFound() {
    assertFoundLost(Casts.LookBeforeHeed.class, RELEASE_BESIDE_LOOK);
  }

  @Test
  void aNudgeThatIsNotPassedOnIsFound() {
    assertFoundLost(Casts.NudgeKept.class, RELEASE_BESIDE_ABANDON);
  }

  private static void checkFates(
      Class<? extends HandoffOperations> cast, ExecutionScenario scenario) {
    options()
        .iterations(0) // none but this one
        .addCustomScenario(scenario)
        .verifier(EpsilonVerifier.class) // any result will do, if the fates are right
        .check(cast);
  }

  /** Results must be those of a sequential order; besides the given scenarios, random ones. */
  private static ModelCheckingOptions strict(Class<? extends StrictQueue> specification) {
    return options()
        .sequentialSpecification(specification)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(1)
        .actorsAfter(0)
        .iterations(StressMode.chosen().randomScenarios());
  }

  /** The stack probe touches nothing shared, and calls itself: what Lincheck takes for a hang. */
  static ModelCheckingOptions options() {
    return new ModelCheckingOptions()
        .addGuarantee(forClasses(StackProbe.class.getName()).allMethods().ignore())
        .minimizeFailedScenario(false)
        .invocationsPerIteration(StressMode.chosen().interleavings());
  }

  private static void assertFoundLost(
      Class<? extends HandoffOperations> mistake, ExecutionScenario scenario) {
    assertThatThrownBy(() -> checkFates(mistake, scenario))
        .isInstanceOf(LincheckAssertionError.class)
        .hasMessageContaining("a waiter's fate is LOST");
  }
}
