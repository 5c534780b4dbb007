package dev.cenote.it;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What some code may not call, and why. */
enum Ban {
  CLOCKS(
      "read a clock",
      "time is injected (Ticker): else the simulator cannot own it",
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.util.Date.<init>",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalTime.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.time.Clock.tickMillis")),
  THREADS(
      "make or run threads",
      "threads are injected (Executor, Timers): else the simulator cannot step them",
      Set.of(
          "java.lang.Thread.<init>",
          "java.lang.Thread.start",
          "java.lang.Thread.ofVirtual",
          "java.lang.Thread.ofPlatform",
          "java.lang.Thread.startVirtualThread",
          "java.util.Timer.<init>",
          "java.util.concurrent.ThreadPoolExecutor.<init>",
          "java.util.concurrent.ScheduledThreadPoolExecutor.<init>",
          "java.util.concurrent.ForkJoinPool.<init>",
          "java.util.concurrent.ForkJoinPool.commonPool",
          "java.util.concurrent.CompletableFuture.runAsync",
          "java.util.concurrent.CompletableFuture.supplyAsync",
          "java.util.concurrent.Executors.*")),
  RANDOMNESS(
      "use randomness",
      "randomness is injected: else a seed does not replay",
      Set.of(
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.security.SecureRandom.<init>",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.random.RandomGenerator.*",
          "java.util.UUID.randomUUID",
          "java.lang.Math.random")),
  SPINNING(
      "sleep, spin or yield",
      "a waiter parks, and is woken by what it waits for",
      Set.of(
          "java.lang.Thread.sleep",
          "java.lang.Thread.yield",
          "java.lang.Thread.onSpinWait",
          "java.util.concurrent.TimeUnit.sleep")),
  LOGGING(
      "log or print",
      "core emits events; jdbc's log package writes them",
      Set.of(
          "java.lang.System.getLogger",
          "java.lang.System.out",
          "java.lang.System.err",
          "java.util.logging.Logger.*",
          "org.slf4j.LoggerFactory.*",
          "java.lang.Throwable.printStackTrace",
          "java.lang.Thread.dumpStack"));

  private final String what;
  private final String why;
  private final Set<String> targets;

  Ban(String what, String why, Set<String> targets) {
    this.what = what;
    this.why = why;
    this.targets = targets;
  }

  /** No class that the predicate holds may use what is banned. */
  ArchRule on(DescribedPredicate<JavaClass> where) {
    return noClasses()
        .that(where)
        .should()
        .accessTargetWhere(target(banned()))
        .as("no " + where.getDescription() + " may " + what)
        .because(why)
        .allowEmptyShould(true);
  }

  private DescribedPredicate<AccessTarget> banned() {
    return DescribedPredicate.describe(
        what,
        target ->
            targets.contains(target.getOwner().getName() + "." + target.getName())
                || targets.contains(target.getOwner().getName() + ".*"));
  }
}
