package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.row.Span;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Measures in rounds. A machine that others use too is now faster, now slower; so in each round all
 * pools of a row are measured directly after each other, and what counts is the ratio within the
 * round. A round of a row is all or nothing: one that was cut off does not count.
 */
final class Matrix {

  /** Makes one record. */
  @FunctionalInterface
  interface Runner {
    /** Blocks until it is done. */
    Reading run(Row row, PoolAdapter pool, Span span) throws IOException, InterruptedException;

    /** Why this row cannot be measured here; empty if it can. */
    default String obstacle(Row row) {
      return row.program() instanceof Row.Own own ? own.act().obstacle() : "";
    }
  }

  private final Runner runner;
  private final ResultsFile file;
  private final Stamp stamp;
  private final PrintStream progress;

  private int number;
  private int all;

  Matrix(Runner runner, ResultsFile file, Stamp stamp, PrintStream progress) {
    this.runner = runner;
    this.file = file;
    this.stamp = stamp;
    this.progress = progress;
  }

  /**
   * Blocks until all rounds are there or the time is over; rounds that are known already are not
   * repeated. No round of a row begins after the time is over, and none that would take longer than
   * what is left, but for the first: something must be done.
   *
   * @return whether all rounds are there
   */
  boolean run(Choice choice, Records known, Duration time)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    List<Row> possible = possible(choice, known);
    announce(choice, possible, known);
    Map<String, Integer> missing = new LinkedHashMap<>();
    for (int round = 0; round < choice.rounds(); round++) {
      for (Row row : possible) {
        if (round < known.roundsOf(row, choice.poolsOf(row))) {
          continue;
        }
        if (fits(choice, row, end - System.nanoTime())) {
          round(choice, row, round);
        } else {
          missing.merge(row.key(), 1, Integer::sum);
        }
      }
    }
    if (!missing.isEmpty()) {
      progress.println("the time is over; the same with --resume goes on. Rounds missing:");
      missing.forEach((row, rounds) -> progress.println("  " + row + ": " + rounds));
    }
    return missing.isEmpty();
  }

  private boolean fits(Choice choice, Row row, long leftNanos) {
    boolean isFirst = number == 0;
    double seconds = choice.poolsOf(row).size() * choice.secondsOf(row);
    return leftNanos > 0 && (isFirst || seconds * TimeUnit.SECONDS.toNanos(1) <= leftNanos);
  }

  private List<Row> possible(Choice choice, Records known) {
    List<Row> possible = new ArrayList<>();
    for (Row row : choice.rows()) {
      if (known.roundsOf(row, choice.poolsOf(row)) >= choice.rounds()) {
        continue; // to ask for its server would start it
      }
      String obstacle = runner.obstacle(row);
      if (!obstacle.isEmpty()) {
        progress.println(row.key() + " is skipped: " + obstacle);
      } else if (!choice.poolsOf(row).isEmpty()) {
        possible.add(row);
      }
    }
    return possible;
  }

  private void announce(Choice choice, List<Row> rows, Records known) {
    double seconds = 0;
    for (Row row : rows) {
      List<PoolAdapter> pools = choice.poolsOf(row);
      int left = Math.max(0, choice.rounds() - known.roundsOf(row, pools));
      all += left * pools.size();
      seconds += left * pools.size() * choice.secondsOf(row);
    }
    progress.printf("%d records, about %d minutes%n", all, Math.round(seconds / 60));
  }

  private void round(Choice choice, Row row, int round) throws IOException, InterruptedException {
    String group = Instant.now().toString();
    Span span = choice.spanOf(row);
    List<Result> results = new ArrayList<>();
    for (PoolAdapter pool : choice.orderOf(row, round)) {
      number++;
      Reading reading = runner.run(row, pool, span);
      results.add(Result.of(row, pool, span, group, stamp, reading));
      progress.printf(
          "[%d/%d] round %d, %s, %s: %s%n",
          number, all, round + 1, row.key(), pool.title(), text(row, reading));
    }
    for (Result result : results) {
      file.append(result);
    }
  }

  private static String text(Row row, Reading reading) {
    String numbers =
        row.family().metrics().stream()
            .filter(reading.numbers()::containsKey)
            .map(metric -> metric.title() + " " + metric.text(reading.of(metric)))
            .collect(Collectors.joining(", "));
    String failure = reading.numbers().isEmpty() ? "FAILED" : numbers;
    return reading.note().isEmpty() ? failure : failure + " (" + reading.note() + ")";
  }
}
