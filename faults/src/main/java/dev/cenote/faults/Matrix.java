package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs cells one after the other, and says how they end. */
final class Matrix {

  /** Runs one experiment with one pool. */
  @FunctionalInterface
  interface Runner {
    List<Result> run(Experiment experiment, PoolAdapter pool)
        throws IOException, InterruptedException;
  }

  private final Runner runner;
  private final ResultsFile file;
  private final PrintStream progress;

  Matrix(Runner runner, ResultsFile file, PrintStream progress) {
    this.runner = runner;
    this.file = file;
    this.progress = progress;
  }

  /**
   * Blocks until all are done; with {@code resume} only those are run that are not in the file,
   * measured with the same version of the pool and of Java.
   */
  void run(Choice choice, boolean resume) throws IOException, InterruptedException {
    Set<String> finished =
        resume ? file.read().stream().map(Result::key).collect(Collectors.toSet()) : Set.of();
    int all = choice.experiments().size() * choice.pools().size();
    int number = 0;
    for (Experiment experiment : choice.experiments()) {
      for (PoolAdapter pool : choice.pools()) {
        number++;
        if (!isIn(finished, experiment, pool)) {
          progress.printf("[%d/%d] %s, %s%n", number, all, experiment.key(), pool.title());
          run(experiment, pool);
        }
      }
    }
  }

  private static boolean isIn(Set<String> finished, Experiment experiment, PoolAdapter pool) {
    return experiment.rows().stream()
        .allMatch(row -> finished.contains(Result.of(row, pool, Reading.skipped("not yet")).key()));
  }

  private void run(Experiment experiment, PoolAdapter pool)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    List<Result> results = runner.run(experiment, pool);
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    for (Result result : results) {
      file.append(result);
    }
    for (Row row : experiment.rows()) {
      results.stream()
          .filter(result -> result.row().equals(row.key()))
          .forEach(result -> say(row, result, seconds));
    }
  }

  private static boolean isMissed(Row row, Reading reading) {
    return !reading.keeps(row) && reading.state() != Reading.State.SKIPPED;
  }

  private void say(Row row, Result result, long seconds) {
    progress.printf(
        "    %s: %s%s (%s)%s, %d s%n",
        row.key(),
        result.reading().text(row),
        isMissed(row, result.reading()) ? " MISSED" : "",
        row.promise(),
        result.reading().note().isEmpty() ? "" : ": " + result.reading().note(),
        seconds);
  }
}
