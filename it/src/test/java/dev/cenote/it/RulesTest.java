package dev.cenote.it;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.cenote.it.sample.Synchronizes;
import dev.cenote.it.sample.UsesEverythingBanned;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What the code of each module may not do. */
final class RulesTest {
  private static final String TIME = "dev.cenote.core.time..";

  /**
   * Where the outside comes in: the only classes of core that touch it, besides its time package.
   */
  private static final Set<String> SEAMS = Set.of("dev.cenote.core.PoolRuntime");

  private static final DescribedPredicate<JavaClass> CORE = resideInAPackage("dev.cenote.core..");

  private static final DescribedPredicate<JavaClass> CORE_BUT_SEAMS =
      CORE.and(not(resideInAPackage(TIME)))
          .and(DescribedPredicate.describe("no seam", type -> !SEAMS.contains(outermost(type))))
          .as("class of core, outside its seams,");

  /** Tries a few times before it parks, see decision 0043. */
  private static final DescribedPredicate<JavaClass> ITS_LOCK =
      DescribedPredicate.describe(
          "its lock", type -> type.getName().equals("dev.cenote.core.ControlLock"));

  private static final DescribedPredicate<JavaClass> CORE_BUT_ITS_LOCK =
      CORE.and(not(ITS_LOCK)).as("class of core but its lock");

  private static final DescribedPredicate<JavaClass> CORE_AND_JDBC =
      CORE.or(
          resideInAnyPackage(
              "dev.cenote",
              "dev.cenote.handle..",
              "dev.cenote.physical..",
              "dev.cenote.delegate..",
              "dev.cenote.config..",
              "dev.cenote.error..",
              "dev.cenote.event..",
              "dev.cenote.jfr..",
              "dev.cenote.jmx..",
              "dev.cenote.liveness..",
              "dev.cenote.log..",
              "dev.cenote.report.."));

  /** There are two for each connection: a lock in each would be larger than what it guards. */
  private static final String ITS_OWN_MONITOR = "dev.cenote.liveness.Readiness.";

  @ParameterizedTest
  @EnumSource(
      value = Ban.class,
      names = {"CLOCKS", "THREADS", "RANDOMNESS"})
  void coreTouchesTheWorldOnlyThroughItsSeams(Ban ban) {
    ban.on(CORE_BUT_SEAMS).check(Bytecode.SHIPPED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Ban.class,
      names = {"SPINNING", "LOGGING"})
  void coreNeitherSpinsNorLogs(Ban ban) {
    ban.on(ban == Ban.SPINNING ? CORE_BUT_ITS_LOCK : CORE.as("class of core"))
        .check(Bytecode.SHIPPED);
  }

  @Test
  void jdbcNeverSleepsSpinsOrYields() {
    Ban.SPINNING.on(CORE_AND_JDBC.and(not(ITS_LOCK)).as("class of jdbc")).check(Bytecode.SHIPPED);
  }

  @Test
  void theSeamsExist() {
    assertThat(SEAMS).allMatch(Bytecode.SHIPPED::contain);
  }

  @Test
  void coreNeedsJavaBaseAlone() {
    Set<String> javaBase = ModuleLayer.boot().findModule("java.base").orElseThrow().getPackages();
    DescribedPredicate<JavaClass> allowed =
        CORE.or(
                DescribedPredicate.describe(
                    "java.base",
                    type ->
                        type.getBaseComponentType().isPrimitive()
                            || javaBase.contains(type.getBaseComponentType().getPackageName())))
            .or(CORE.onResultOf(JavaClass::getBaseComponentType))
            .or(resideInAnyPackage("org.jspecify.annotations", "com.google.errorprone.annotations"))
            .as("core, java.base and annotations");
    classes().that(CORE).should().onlyDependOnClassesThat(allowed).check(Bytecode.SHIPPED);
  }

  /** A monitor pins a virtual thread on many JDKs, and users could lock the same object. */
  @Test
  void coreAndJdbcNeverSynchronize() {
    List<String> found = new ArrayList<>();
    Bytecode.SHIPPED.that(CORE_AND_JDBC).forEach(type -> found.addAll(Monitors.in(type)));
    assertThat(found).allSatisfy(where -> assertThat(where).startsWith(ITS_OWN_MONITOR));
  }

  @Test
  void noTestSleeps() throws IOException {
    DescribedPredicate<JavaClass> test = not(resideInAPackage("dev.cenote.it.sample..")).as("test");
    Ban.SPINNING.on(test).check(Bytecode.tests());
  }

  @Test
  void theTestkitNeverSleeps() {
    Ban.SPINNING
        .on(resideInAPackage("dev.cenote.testkit..").as("class of the testkit"))
        .check(Bytecode.SHIPPED);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.MATCH_ALL)
  void eachBannedUseIsFound(Ban ban) {
    var bad = new ClassFileImporter().importClasses(UsesEverythingBanned.class);
    assertThat(ban.on(alwaysTrue()).evaluate(bad).hasViolation()).isTrue();
  }

  @Test
  void aSynchronizedMethodAndBlockAreFound() {
    JavaClass bad = new ClassFileImporter().importClass(Synchronizes.class);
    assertThat(Monitors.in(bad))
        .containsExactlyInAnyOrder(
            "dev.cenote.it.sample.Synchronizes.onMethod is synchronized",
            "dev.cenote.it.sample.Synchronizes.inBlock has a synchronized block");
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(RulesTest::outermost).orElseGet(type::getName);
  }
}
