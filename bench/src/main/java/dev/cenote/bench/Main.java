package dev.cenote.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Measures what a borrow and a return cost, beside HikariCP, and prints a table. */
@Command(
    name = "speed",
    sortOptions = false,
    description = {
      "Measures what a borrow and a return cost on a driver that does nothing, Cenote beside"
          + " HikariCP: CPU time, clock time and memory per operation.",
      "The table goes to stdout, progress to stderr, every reading as JSON to the results folder."
    },
    exitCodeOnExecutionException = 3,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every bar was met",
      "1:a bar was missed",
      "2:wrong usage",
      "3:the measurement failed"
    })
public final class Main implements Callable<Integer> {

  private static final int QUICK_ROUNDS = 3;
  private static final int ROUNDS = 5;
  private static final int SECONDS = 3;
  private static final int WARMUP_SECONDS = 2;

  @Option(
      names = "--quick",
      description =
          "About two minutes: the cycles of the two pools alone, 3 rounds of 1 s after 2 s of"
              + " warm-up.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "How often each row is measured with each pool (default 5, an odd number best).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Seconds of measurement in each fork (default 3).")
  private @Nullable Integer seconds;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description =
          "Only these, separated by commas: 1on32, 2on32, 8on32, 32on32, 32on8 (threads on"
              + " connections), statement, query.")
  private String[] rows = {};

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = "Where the JSON goes (default ${DEFAULT-VALUE}).")
  private Path results = Path.of("bench", "target", "results");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private Main() {}

  /** Runs it and ends the process with the exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(out);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws RunnerException, IOException {
    Settings settings = settings();
    Machine machine = Machine.current();
    List<Outcome> outcomes = new Rounds(settings, System.err).run();
    System.out.print(MarkdownTable.of(outcomes, settings, machine));
    Files.createDirectories(results);
    Path file = results.resolve("speed-jdk" + Runtime.version().feature() + ".json");
    Files.writeString(file, JsonReport.of(outcomes, settings, machine));
    System.err.println("every reading: " + file);
    return outcomes.stream().allMatch(Outcome::meetsBar) ? 0 : 1;
  }

  private Settings settings() {
    return new Settings(
        chosenRows(),
        atLeastOne("--rounds", rounds, quick ? QUICK_ROUNDS : ROUNDS),
        quick ? 0 : Integer.MAX_VALUE,
        WARMUP_SECONDS,
        atLeastOne("--seconds", seconds, quick ? 1 : SECONDS));
  }

  private int atLeastOne(String option, @Nullable Integer given, int otherwise) {
    if (given != null && given < 1) {
      throw wrong(option + " must be at least 1, is " + given);
    }
    return given == null ? otherwise : given;
  }

  private List<Row> chosenRows() {
    if (rows.length == 0) {
      return Arrays.stream(Row.values()).filter(row -> !quick || row.isCycle()).toList();
    }
    return Arrays.stream(rows).map(this::row).distinct().toList();
  }

  private Row row(String key) {
    Optional<Row> row = Row.of(key);
    return row.orElseThrow(() ->
        wrong(
            "there is no row "
                + key
                + "; there are "
                + Arrays.stream(Row.values()).map(Row::key).collect(Collectors.joining(", "))));
  }

  private ParameterException wrong(String message) {
    if (spec == null) {
      throw new IllegalStateException("bug: picocli has not run");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
