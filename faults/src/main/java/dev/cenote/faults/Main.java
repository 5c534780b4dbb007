package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import dev.cenote.faults.pool.Pools;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Exposes pools to faults and writes what came out. */
@Command(
    name = "cenote bench faults",
    sortOptions = false,
    description = {
      "Exposes Cenote and other pools to faults of drivers, networks and servers, each in a JVM of"
          + " its own with a time limit, and measures one number for each.",
      "The page goes to docs/faults.md after a whole run, else to stdout; progress to stderr."
    },
    exitCodeOnExecutionException = 3,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Cenote kept the promise of every row that could be run, and of one at least",
      "1:it missed one, or a row has no result; rows that could not be run here are named on"
          + " stderr",
      "2:wrong usage",
      "3:the run failed"
    })
public final class Main implements Callable<Integer> {

  private static final String OURS = "cenote";
  private static final String POOLS = "cenote, hikari, agroal, dbcp2, tomcat";

  @Option(
      names = "--short",
      description = "A few fast rows, Cenote beside HikariCP: under two minutes.")
  private boolean shortForm;

  @Option(
      names = "--rows",
      split = ",",
      paramLabel = "ROW",
      description = "Only these rows or faults, separated by commas; --list names them.")
  private String[] rows = {};

  @Option(
      names = "--pools",
      split = ",",
      paramLabel = "POOL",
      description = "Only these, separated by commas: " + POOLS + ".")
  private String[] pools = {};

  @Option(
      names = "--resume",
      description = "Keep the cells that are finished already, and run the others.")
  private boolean resume;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = "Where finished cells are kept (default ${DEFAULT-VALUE}).")
  private Path results = Path.of("faults", "target", "results", "faults.jsonl");

  @Option(names = "--page", paramLabel = "FILE", description = "Write the page here.")
  private @Nullable Path page;

  @Option(names = "--list", description = "List the rows, and run nothing.")
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
    Choice choice = new Choice(chosenExperiments(), chosenPools());
    if (list) {
      choice.experiments().forEach(this::print);
      return 0;
    }
    ResultsFile file = new ResultsFile(results);
    if (isWhole() && !resume) {
      file.clear();
    }
    Path folder = results.toAbsolutePath().resolveSibling("cells");
    new Matrix(new Fork(folder)::run, file, System.err).run(choice, resume);
    return report(choice, file.read());
  }

  private int report(Choice choice, List<Result> all) throws IOException {
    String text = Page.of(choice, all, commandLine());
    Path target = page == null && isWhole() ? Path.of("docs", "faults.md") : page;
    if (target == null) {
      System.out.print(text);
    } else {
      Files.writeString(target, text);
      System.err.println("the page: " + target);
    }
    return verdict(choice, all) ? 0 : 1;
  }

  /** Only the peers may be run, to measure one of them again: then nothing is asked of Cenote. */
  private static boolean verdict(Choice choice, List<Result> all) {
    if (choice.pools().stream().noneMatch(pool -> pool.key().equals(OURS))) {
      System.err.println("Cenote was not chosen: nothing is said of its promises");
      return true;
    }
    Verdict verdict = Verdict.of(choice, all, OURS);
    verdict.notMeasured().forEach(row -> System.err.println("not measured, " + row));
    return verdict.kept();
  }

  private boolean isWhole() {
    return !shortForm && rows.length == 0 && pools.length == 0;
  }

  private String commandLine() {
    return "./cenote bench faults"
        + (shortForm ? " --short" : "")
        + (rows.length == 0 ? "" : " --rows " + String.join(",", rows))
        + (pools.length == 0 ? "" : " --pools " + String.join(",", pools));
  }

  private void print(Experiment experiment) {
    PrintWriter out = spec().commandLine().getOut();
    out.println(experiment.key() + ": " + experiment.fault());
    for (Row row : experiment.rows()) {
      out.println("    " + row.key() + ": " + row.number() + ", " + row.promise());
    }
  }

  private List<Experiment> chosenExperiments() {
    if (rows.length == 0) {
      return shortForm ? Catalogue.SHORT : Catalogue.ALL;
    }
    List<Experiment> chosen = new ArrayList<>();
    for (String name : rows) {
      List<Experiment> named = Catalogue.ALL.stream().filter(Choice.named(name)).toList();
      if (named.isEmpty()) {
        throw wrong("there is no row " + name + "; --list names them");
      }
      named.stream().filter(found -> !chosen.contains(found)).forEach(chosen::add);
    }
    return chosen;
  }

  private List<PoolAdapter> chosenPools() {
    if (pools.length == 0) {
      return shortForm ? Pools.ALL.subList(0, 2) : Pools.ALL;
    }
    List<PoolAdapter> chosen = new ArrayList<>();
    for (String key : pools) {
      chosen.add(
          Pools.of(key)
              .orElseThrow(() -> wrong("there is no pool " + key + "; there are " + POOLS)));
    }
    return chosen;
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
