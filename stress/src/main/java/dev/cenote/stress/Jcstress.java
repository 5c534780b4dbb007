package dev.cenote.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs all jcstress tests and fails on a forbidden outcome, and on two things that jcstress lets
 * pass: a test that did not run, and a seeded mistake (a test whose name begins with {@code Finds})
 * that was not found.
 */
public final class Jcstress {

  private Jcstress() {}

  /**
   * Runs them in the {@link StressMode} chosen.
   *
   * @param arguments the folder for the reports, and what jcstress takes besides, such as {@code
   *     -t}
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    List<String> given = List.of(arguments).subList(1, arguments.length);
    aside(folder, () -> run(options(StressMode.chosen().jcstress(), folder, given)));
  }

  /**
   * Runs one test and says what forbidden came of it, and how often.
   *
   * @param folder for the report
   * @param test the name of its class
   */
  public static Optional<String> forbidden(Path folder, String test) throws Exception {
    Files.createDirectories(folder);
    Options options = options(StressMode.ONE_RACE, folder, List.of("-t", "\\." + test + "$"));
    Collection<TestResult> results = aside(folder, () -> play(options));
    long samples = 0;
    for (TestResult result : results) {
      samples += result.getTotalCount();
      for (GradingResult outcome : result.grading().gradingResults.values()) {
        if (outcome.expect == Expect.FORBIDDEN && outcome.count > 0) {
          String times = outcome.count + " times in " + result.getTotalCount();
          return Optional.of("\"" + outcome.id + "\" " + times + ": " + outcome.description);
        }
      }
    }
    if (samples == 0) {
      throw new IllegalStateException(test + " did not run: " + folder + " says why");
    }
    return Optional.empty();
  }

  private static Collection<TestResult> play(Options options) throws Exception {
    try {
      new JCStress(options).run();
    } catch (AssertionError forbidden) {
      // which one, the results say
    }
    return resultsOf(options);
  }

  // jcstress says a lot
  private static <T> T aside(Path folder, Callable<T> play) throws Exception {
    PrintStream ours = System.out;
    try (PrintStream console = new PrintStream(folder.resolve("console.txt").toFile(), UTF_8)) {
      System.setOut(console);
      return play.call();
    } finally {
      System.setOut(ours);
    }
  }

  private static Options options(List<String> mode, Path folder, List<String> besides) {
    List<String> given = new ArrayList<>(mode);
    given.addAll(List.of("-r", folder.toString()));
    given.addAll(besides);
    Options options = new Options(given.toArray(String[]::new));
    try {
      if (!options.parse()) {
        throw new IllegalArgumentException("jcstress does not know some of " + given);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return options;
  }

  private static Collection<TestResult> run(Options options) throws Exception {
    JCStress jcstress = new JCStress(options);
    jcstress.run(); // throws on a forbidden outcome
    Collection<TestResult> results = resultsOf(options);
    List<String> problems = new ArrayList<>();
    for (String test : jcstress.getTests()) {
      look(TestList.getInfo(test), results, options.getCPUCount(), problems);
    }
    if (!problems.isEmpty()) {
      throw new AssertionError(String.join("; ", problems));
    }
    return results;
  }

  private static Collection<TestResult> resultsOf(Options options) throws Exception {
    if (!Files.exists(Path.of(options.getResultFile()))) {
      throw new AssertionError("no race ran at all: console.txt says why");
    }
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector file = new DiskReadCollector(options.getResultFile(), results);
    try {
      file.dump();
    } finally {
      file.close();
    }
    return results.getTestResults();
  }

  private static void look(
      TestInfo test, Collection<TestResult> all, int processors, List<String> problems) {
    String name = test.name().substring(test.name().lastIndexOf('.') + 1);
    long samples = 0;
    long found = 0;
    for (TestResult result : all) {
      if (result.getName().equals(test.name())) {
        samples += result.getTotalCount();
        found += result.getCount("LOST");
      }
    }
    boolean seeded = name.startsWith("Finds");
    if (samples == 0 && test.threads() > processors) {
      say("%-28s skipped: needs %d processors".formatted(name, test.threads()));
    } else if (samples == 0) {
      problems.add(name + " did not run");
    } else if (seeded && found == 0) {
      problems.add(name + " did not find the mistake in " + samples + " samples");
    } else {
      String outcome = seeded ? "found its mistake " + found + " times" : "nothing forbidden";
      say("%-28s %,12d samples, %s".formatted(name, samples, outcome));
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
