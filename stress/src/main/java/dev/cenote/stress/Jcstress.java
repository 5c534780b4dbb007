package dev.cenote.stress;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
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
    List<String> given = new ArrayList<>(StressMode.chosen().jcstress());
    given.addAll(List.of("-r", folder.toString()));
    given.addAll(List.of(arguments).subList(1, arguments.length));
    try (PrintStream console = new PrintStream(folder.resolve("console.txt").toFile(), UTF_8)) {
      System.setOut(console); // jcstress says a lot
      run(given);
    }
  }

  private static void run(List<String> given) throws Exception {
    Options options = new Options(given.toArray(String[]::new));
    if (!options.parse()) {
      throw new IllegalArgumentException("jcstress does not know some of " + given);
    }
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
