package dev.cenote.core;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import dev.cenote.stress.StressMode;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every {@link Race} that jcstress runs on real processors, here interleaving by interleaving. What
 * may come of it is said once, in the sentences of the race.
 */
@EnabledForJreRange(
    max = JRE.JAVA_17,
    disabledReason = "Lincheck misses races on newer JDKs: run the stress profile on JDK 17")
class RaceModelTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      classes = {
        CheckBesideTakeOver.class,
        ClaimBesideHide.class,
        CloseBesideTakeOver.class,
        DoomBesideHandOver.class,
        DoomBesideRelease.class,
        HandOverBesideClose.class,
        InvalidationBesideClaim.class,
        InvalidationBesideHandOver.class,
        InvalidationBesideOpen.class,
        InvalidationBesideRelease.class,
        OpenBesideTakeOver.class,
        ReleaseBesideClose.class,
        ReleaseBesideNewcomer.class,
        ReleaseBesideTakeBack.class,
        ResetBesideAlarm.class,
        ResetBesideTakeOver.class,
        ResetBesideTakeOverWithWaiter.class,
        ResourceBesideReuse.class,
        ShrinkBesideReleases.class,
        TwoReleases.class
      })
  void nothingForbiddenComesOf(Class<? extends Race> race) throws NoSuchMethodException {
    HandoffModelTest.options()
        .invocationsPerIteration(interleavings(race))
        .iterations(0) // none but this one
        .addCustomScenario(scenario(race))
        .addGuarantee(forClasses(PoolStage.class.getName()).methods("unlessFaulty").ignore())
        .addGuarantee(forClasses(IdentityHashMap.class.getName()).allMethods().ignore())
        .addGuarantee(forClasses(StageTime.class.getName()).allMethods().treatAsAtomic())
        .verifier(SentenceVerifier.class)
        .sequentialSpecification(race) // for the verifier
        .check(race);
  }

  /** A stage for the hand-off alone is set sooner than a whole pool: more can be played on it. */
  private static int interleavings(Class<? extends Race> race) {
    StressMode mode = StressMode.chosen();
    boolean isOfTheHandOff =
        Arrays.stream(race.getDeclaredFields())
            .anyMatch(field -> field.getType() == HandoffStage.class);
    return isOfTheHandOff ? mode.interleavings() : mode.poolInterleavings();
  }

  private static ExecutionScenario scenario(Class<? extends Race> race)
      throws NoSuchMethodException {
    List<List<Actor>> threads = new ArrayList<>();
    Arrays.stream(race.getMethods())
        .filter(m -> m.isAnnotationPresent(org.openjdk.jcstress.annotations.Actor.class))
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> threads.add(List.of(new Actor(method, List.of()))));
    Actor outcome = new Actor(race.getMethod("outcome"), List.of());
    return new ExecutionScenario(List.of(), threads, List.of(outcome), null);
  }
}
