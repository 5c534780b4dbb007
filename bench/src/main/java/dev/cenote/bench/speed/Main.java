package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Pools;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.server.Servers;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Measures how fast pools are, and writes what came out. */
@Command(
    name = "cenote bench speed",
    sortOptions = false,
    description = {
      "Measures Cenote beside other pools, on a driver that does nothing and on real databases: each"
          + " record in a JVM of its own, all pools of a row directly after each other, in rounds.",
      "The page goes to stdout or to --page, progress to stderr, every record as a line of JSON to"
          + " --results."
    },
    exitCodeOnExecutionException = 3,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every guard held",
      "1:a guard was missed: Cenote against HikariCP, by a wide margin",
      "2:wrong usage",
      "3:the measurement failed",
      "4:not complete: the time was over; --resume goes on"
    })
public final class Main implements Callable<Integer> {

  private static final int INCOMPLETE = 4;
  private static final int QUICK_ROUNDS = 1;
  private static final int ROUNDS = 5;
  private static final Duration NO_LIMIT = Duration.ofDays(365);

  @Option(
      names = "--quick",
      description = "Two minutes: a few rows with short spans, Cenote beside HikariCP, 1 round.")
  private boolean quick;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description =
          "Only these, separated by commas: keys (cycle.1on32, or 1on32), or all of a kind (cycle,"
              + " growth, statement, unit, threads, virtual, database, burst, heap, first); --list names them.")
  private String[] rows = {};

  @Option(
      names = "--pools",
      split = ",",
      paramLabel = "POOL",
      description =
          "Only these, separated by commas; core (the default: Cenote, the fastest peers, the"
              + " bounds) or all. --list names them.")
  private String[] pools = {};

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each row is measured with each pool (default 5).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Seconds of measurement in each record (default by kind, see --list).")
  private @Nullable Integer seconds;

  @Option(
      names = "--resume",
      description =
          "Count the rounds that are in the results file already, measured with the same code, Java"
              + " and machine, and add those that are missing.")
  private boolean resume;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description =
          "Begin nothing that would not be done after so long, but for the first; --resume goes"
              + " on.")
  private @Nullable Integer minutes;

  @Option(
      names = "--report",
      description =
          "Measure nothing: the page of what is in the results file already, as its newest record was"
              + " measured, whatever the code is now.")
  private boolean report;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description =
          "Where records are kept (default bench/target/results/speed-jdk<version>.jsonl).")
  private Path results =
      Path.of("bench", "target", "results", "speed-jdk" + Runtime.version().feature() + ".jsonl");

  @Option(names = "--page", paramLabel = "FILE", description = "Write the page here.")
  private @Nullable Path page;

  @Option(
      names = "--plots",
      paramLabel = "FOLDER",
      description = "Write an SVG image for each kind of rows into this folder.")
  private @Nullable Path plots;

  @Option(names = "--list", description = "List rows and pools, and measure nothing.")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  /** Runs it and ends the process with the exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(out);
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      print(choice());
      return 0;
    }
    return report ? report() : measure();
  }

  private int measure() throws IOException, InterruptedException {
    Choice choice = choice();
    Duration time =
        minutes == null ? NO_LIMIT : Duration.ofMinutes(atLeastOne("--minutes", minutes, 1));
    Stamp stamp = Stamp.current();
    ResultsFile file = new ResultsFile(results);
    Instant began = Instant.now();
    Path folder = results.toAbsolutePath().resolveSibling("records");
    Records known = Records.of(resume ? file.read() : List.of(), choice, stamp);
    boolean isComplete;
    try (Servers servers = new Servers()) {
      Matrix matrix = new Matrix(new Fork(folder, servers), file, stamp, System.err);
      isComplete = matrix.run(choice, known, time);
    }
    List<Result> counted =
        file.read().stream()
            .filter(result -> resume || !Instant.parse(result.group()).isBefore(began))
            .toList();
    int code = tell(choice, Records.of(counted, choice, stamp), stamp);
    return code == 0 && !isComplete ? INCOMPLETE : code;
  }

  private int report() throws IOException {
    List<Result> known = new ResultsFile(results).read();
    if (known.isEmpty()) {
      throw wrong("there is no record in " + results + "; --results names another file");
    }
    Set<String> measured = known.stream().map(Result::pool).collect(Collectors.toSet());
    List<PoolAdapter> chosen = pools.length == 0 ? Pools.ALL : chosenPools();
    Choice choice =
        new Choice(
            rows.length == 0 ? Catalogue.ALL : chosenRows(),
            chosen.stream().filter(pool -> measured.contains(pool.key())).toList(),
            ROUNDS,
            quick,
            0);
    return tell(choice, Records.newest(known), Records.stampOf(known));
  }

  private int tell(Choice choice, Records records, Stamp stamp) throws IOException {
    String text = Page.of(choice, records, stamp, commandLine());
    if (page == null) {
      System.out.print(text);
    } else {
      Files.writeString(page, text);
      System.err.println("the page: " + page);
    }
    if (plots != null) {
      plot(plots, choice, records);
    }
    List<String> missed = Verdict.missedGuards(choice, records);
    missed.forEach(guard -> System.err.println("guard missed: " + guard));
    return missed.isEmpty() ? 0 : 1;
  }

  private static void plot(Path folder, Choice choice, Records records) throws IOException {
    Files.createDirectories(folder);
    for (Family family : Family.values()) {
      Optional<String> image = Plot.of(family, choice, records);
      if (image.isPresent()) {
        Files.writeString(folder.resolve("speed-" + family.key() + ".svg"), image.get());
      }
    }
  }

  private Choice choice() {
    return new Choice(
        chosenRows(),
        chosenPools(),
        atLeastOne("--rounds", rounds, quick ? QUICK_ROUNDS : ROUNDS),
        quick,
        atLeastOne("--seconds", seconds, 0));
  }

  private int atLeastOne(String option, @Nullable Integer given, int otherwise) {
    if (given != null && given < 1) {
      throw wrong(option + " must be at least 1, is " + given);
    }
    return given == null ? otherwise : given;
  }

  private List<Row> chosenRows() {
    if (rows.length == 0) {
      return quick ? Catalogue.QUICK : Catalogue.ALL;
    }
    Set<Row> chosen = new LinkedHashSet<>();
    for (String name : rows) {
      List<Row> named = Catalogue.named(name);
      if (named.isEmpty()) {
        throw wrong("there is no row " + name + "; --list names them");
      }
      chosen.addAll(named);
    }
    return List.copyOf(chosen);
  }

  private List<PoolAdapter> chosenPools() {
    if (pools.length == 0) {
      return quick ? Pools.CORE.subList(0, 2) : Pools.CORE;
    }
    Set<PoolAdapter> chosen = new LinkedHashSet<>();
    for (String key : pools) {
      switch (key) {
        case "all" -> chosen.addAll(Pools.ALL);
        case "core" -> chosen.addAll(Pools.CORE);
        default ->
            chosen.add(
                Pools.ALL.stream() // not Pools.of: it knows of one that is for benchmarks by hand
                    .filter(pool -> pool.key().equals(key))
                    .findFirst()
                    .orElseThrow(() -> wrong("there is no pool " + key + "; --list names them")));
      }
    }
    return Pools.ALL.stream().filter(chosen::contains).toList();
  }

  private void print(Choice choice) {
    PrintWriter out = spec().commandLine().getOut();
    for (Row row : choice.rows()) {
      out.printf(
          "%-33s %-6s s%s%n",
          row.key(),
          choice.spanOf(row),
          row.aims().stream()
              .map(aim -> aim.text())
              .collect(Collectors.joining("; ", row.aims().isEmpty() ? "" : "   ", "")));
    }
    out.println();
    for (PoolAdapter pool : pools.length == 0 ? Pools.ALL : choice.pools()) {
      out.printf("%-16s %-20s %s%n", pool.key(), pool.version(), pool.setup());
    }
    out.flush();
  }

  private String commandLine() {
    return "./cenote bench speed"
        + (report ? " --report --results " + results : "")
        + (quick ? " --quick" : "")
        + (rows.length == 0 ? "" : " --rows " + String.join(",", rows))
        + (pools.length == 0 ? "" : " --pools " + String.join(",", pools))
        + (rounds == null ? "" : " --rounds " + rounds)
        + (seconds == null ? "" : " --seconds " + seconds);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec().commandLine(), message);
  }

  private CommandLine.Model.CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("bug: picocli has not run");
    }
    return spec;
  }
}
