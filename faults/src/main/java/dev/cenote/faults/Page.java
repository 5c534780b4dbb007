package dev.cenote.faults;

import dev.cenote.faults.cell.Experiment;
import dev.cenote.faults.cell.Experiment.Stage;
import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Row;
import dev.cenote.faults.pool.PoolAdapter;
import dev.cenote.faults.pool.PoolSettings;
import dev.cenote.faults.pool.Target;
import dev.cenote.faults.pool.Versions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came out, as people read it. */
final class Page {

  private final Choice choice;
  private final Map<String, Reading> readings = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  private Page(Choice choice, List<Result> results) {
    this.choice = choice;
    results.forEach(r -> readings.put(r.row() + " " + r.pool(), r.reading()));
  }

  /** The whole text. */
  static String of(Choice choice, List<Result> results, String command) {
    Page page = new Page(choice, results);
    page.head(command);
    page.sums();
    for (Stage stage : Stage.values()) {
      page.table(stage);
    }
    page.betterPeers();
    return page.text.toString();
  }

  private void head(String command) {
    text.append(
        """
        # Faults: what Cenote promises, and what it and other pools do

        Each line is a fault; each cell is one number that was measured with one pool in a JVM of its own. **Bold** numbers miss
        what Cenote promises, whoever's they are. *never*: what was waited for did not happen while there was patience. *wedged*: the
        pool held the whole measurement up until its JVM was ended from outside. *failed*: the pool could not do what the row needs, or
        the measurement was void. *not measured*: the machine lacked something; it counts as neither kept nor missed. Where the promise
        is *none* Cenote promises nothing, and the number is told all the same
        ([why](decisions/0037-no-time-limit-on-calls.md)). To reproduce: `%s`
        (rows one by one: `--rows`, see `--list`; it is written by that command, so do not edit it). What each number means, and on
        what kind of machine and in which runs these were measured, is in [faults/README.md](../faults/README.md).

        """
            .formatted(command));
    text.append(
        """
        All pools: %d connections unless a row says otherwise, all open from the start; acquire timeout %d ms; where a pool or
        driver has them: connect timeout %d ms, check timeout %d ms, reset and close timeout %d ms, shutdown timeout %d ms.
        The driver's timeouts in the URL: its connect and login timeout (%d ms), its socket timeout (%d ms), TCP keepalive.
        Where a network fails and in `postgres-frozen` Cenote's URL has that socket timeout too (of itself it sets none).
        Java %s on %d processors, PostgreSQL %s with pgjdbc %s, MariaDB with its driver %s.

        """
            .formatted(
                PoolSettings.USUAL.size(),
                PoolSettings.ACQUIRE_TIMEOUT.toMillis(),
                PoolSettings.CONNECT_TIMEOUT.toMillis(),
                PoolSettings.CHECK_TIMEOUT.toMillis(),
                PoolSettings.CLEANUP_TIMEOUT.toMillis(),
                PoolSettings.SHUTDOWN_TIMEOUT.toMillis(),
                PoolSettings.CONNECT_TIMEOUT.toMillis(),
                Target.SOCKET_TIMEOUT.toMillis(),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                Versions.of("postgresql"),
                Versions.of("pgjdbc"),
                Versions.of("mariadb-java-client")));
  }

  private void sums() {
    text.append("| pool | version | promises kept | settings |\n|---|---|---|---|\n");
    for (PoolAdapter pool : choice.pools()) {
      List<Row> promised = choice.rows().stream().filter(Row::isPromised).toList();
      List<Row> measured = promised.stream().filter(row -> isThere(row, pool)).toList();
      int missing = promised.size() - measured.size();
      long kept =
          measured.stream()
              .filter(row -> reading(row, pool.key()).orElseThrow().keeps(row))
              .count();
      String sum =
          kept + " of " + measured.size() + (missing == 0 ? "" : ", " + missing + " not measured");
      line(pool.title(), pool.version(), sum, pool.setup());
    }
    text.append('\n');
  }

  private boolean isThere(Row row, PoolAdapter pool) {
    return reading(row, pool.key())
        .filter(reading -> reading.state() != Reading.State.SKIPPED)
        .isPresent();
  }

  private void table(Stage stage) {
    List<Experiment> experiments =
        choice.experiments().stream().filter(e -> e.stage() == stage).toList();
    if (experiments.isEmpty()) {
      return;
    }
    text.append("## ").append(stage.title()).append("\n\nBy ").append(stage.means());
    text.append(".\n\n");
    List<String> heading = new ArrayList<>(List.of("row", "fault", "number", "promise"));
    choice.pools().forEach(pool -> heading.add(pool.title()));
    line(heading.toArray(String[]::new));
    text.append("|---".repeat(heading.size())).append("|\n");
    for (Experiment experiment : experiments) {
      for (Row row : experiment.rows()) {
        List<String> cells =
            new ArrayList<>(
                List.of("`" + row.key() + "`", experiment.fault(), row.number(), row.promise()));
        choice.pools().forEach(pool -> cells.add(cell(row, pool)));
        line(cells.toArray(String[]::new));
      }
    }
    text.append('\n');
    experiments.stream().flatMap(e -> e.rows().stream()).forEach(this::notes);
    text.append('\n');
  }

  private String cell(Row row, PoolAdapter pool) {
    return reading(row, pool.key())
        .map(reading ->
            reading.keeps(row) || reading.state() == Reading.State.SKIPPED
                ? reading.text(row)
                : "**" + reading.text(row) + "**")
        .orElse(Reading.NOT_MEASURED);
  }

  private void notes(Row row) {
    String notes =
        choice.pools().stream()
            .filter(pool -> reading(row, pool.key()).filter(r -> !r.note().isEmpty()).isPresent())
            .map(pool -> pool.title() + ": " + reading(row, pool.key()).orElseThrow().note())
            .collect(Collectors.joining("; "));
    if (!notes.isEmpty()) {
      text.append("- `").append(row.key()).append("`: ").append(notes).append('\n');
    }
  }

  /** Being fair: nobody has to look for the rows in which somebody else has the better number. */
  private void betterPeers() {
    List<String> lines = new ArrayList<>();
    for (Row row : choice.rows()) {
      String better =
          choice.pools().stream()
              .filter(pool -> isBetter(row, pool))
              .map(PoolAdapter::title)
              .collect(Collectors.joining(", "));
      if (!better.isEmpty()) {
        lines.add("- `" + row.key() + "`: " + better + "\n");
      }
    }
    if (!lines.isEmpty()) {
      text.append(
          "## Where a peer has the better number\n\nBy more than a tenth and, of times, 20");
      text.append(" ms, of memory 1 MiB.\n\n");
      lines.forEach(text::append);
    }
  }

  private boolean isBetter(Row row, PoolAdapter pool) {
    Optional<Reading> ours = reading(row, "cenote");
    Optional<Reading> theirs = reading(row, pool.key());
    if (ours.isEmpty() || theirs.isEmpty()) {
      return false;
    }
    if (theirs.get().state() != Reading.State.MEASURED) {
      return false;
    }
    if (ours.get().state() != Reading.State.MEASURED) {
      return ours.get().state() != Reading.State.SKIPPED;
    }
    double margin = row.unit().margin(ours.get().value());
    return theirs.get().value() < ours.get().value() - margin;
  }

  private Optional<Reading> reading(Row row, String pool) {
    return Optional.ofNullable(readings.get(row.key() + " " + pool));
  }

  private void line(String... cells) {
    text.append("| ")
        .append(
            Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ")))
        .append(" |\n");
  }
}
