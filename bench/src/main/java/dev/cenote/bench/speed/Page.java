package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.PoolSettings;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Reading;
import dev.cenote.bench.row.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What came out, as people read it. */
final class Page {

  private final Choice choice;
  private final Records records;
  private final StringBuilder text = new StringBuilder();

  private Page(Choice choice, Records records) {
    this.choice = choice;
    this.records = records;
  }

  /** The whole text. */
  static String of(Choice choice, Records records, Stamp stamp, String command) {
    Page page = new Page(choice, records);
    page.head(stamp, command);
    page.aims();
    for (Family family : Family.values()) {
      page.family(family);
    }
    page.pools();
    return page.text.toString();
  }

  private void head(Stamp stamp, String command) {
    text.append(
        """
        # Speed: Cenote beside other pools

        `%s`: %s, %s, %d processors%s, commit %s (classes %s). It is written by that command, so do not edit it.

        Every number is the median over the rounds. A ratio is Cenote's number divided by the other's *of the same round*, in the median
        of the rounds, and in brackets the 95 %% interval of that median; of fewer than six rounds, their whole range. Below 1 is better
        for Cenote, but for what was served (more is better). CPU time is that of the whole process; *others* is the part of the machine
        that other programs took meanwhile, *apart* how long two processors needed to pass a word to each other, before the record or after it,
        whichever was longer. A round is *torn* where that differs by more than a factor of two between both: it counts for no ratio, unless all are torn.

        """
            .formatted(
                command,
                stamp.java(),
                stamp.system(),
                stamp.processors(),
                stamp.isModelKnown() ? " (" + stamp.model() + ")" : "",
                stamp.commit(),
                stamp.code()));
  }

  private void aims() {
    List<Verdict> verdicts =
        Verdict.of(choice, records).stream()
            .filter(verdict -> !verdict.aim().isGuard() || verdict.isMissed())
            .toList();
    if (verdicts.isEmpty()) {
      return;
    }
    text.append(
        """
        ## What Cenote shall reach

        *?*: more rounds could say the opposite: the interval holds the limit, or there are fewer than six rounds and the ratio is within a quarter of the limit.

        """);
    heading("row", "aim", "Cenote", "compared with", "ratio", "reached");
    verdicts.forEach(this::aim);
    text.append('\n');
  }

  private void aim(Verdict verdict) {
    Row row = verdict.row();
    Metric metric = verdict.aim().metric();
    String answer =
        verdict.isTold()
            ? (verdict.isReached() ? "yes" : "**no**") + (verdict.isOpen() ? "?" : "")
            : "not told: no peer qualifies";
    String theirs =
        verdict
            .rival()
            .map(rival -> metric.text(verdict.theirs()) + ", " + rival.title())
            .orElse("");
    String ratio =
        verdict
            .rival()
            .map(rival ->
                RatioText.of(verdict.value(), verdict.aim().limit()) + torn(row, rival, metric))
            .orElse("");
    line(
        "`" + row.key() + "`",
        verdict.aim().text(),
        metric.text(verdict.ours()),
        theirs,
        ratio,
        answer);
  }

  private void family(Family family) {
    List<Row> rows =
        choice.rows().stream()
            .filter(row -> row.family() == family)
            .filter(row -> !measured(row).isEmpty())
            .toList();
    if (!rows.isEmpty()) {
      text.append("## ").append(family.title()).append("\n\n");
      rows.stream()
          .flatMap(row -> records.spanOf(row).stream())
          .distinct()
          .map(family::text)
          .filter(span -> !span.isEmpty())
          .forEach(span -> text.append(span).append("\n\n"));
      rows.forEach(this::table);
    }
  }

  private List<PoolAdapter> measured(Row row) {
    return choice.poolsOf(row).stream()
        .filter(pool -> !records.readings(row, pool).isEmpty())
        .toList();
  }

  private void table(Row row) {
    List<PoolAdapter> pools = measured(row);
    List<Metric> metrics =
        row.family().metrics().stream()
            .filter(metric ->
                pools.stream().anyMatch(pool -> !Double.isNaN(records.median(row, pool, metric))))
            .toList();
    Optional<PoolAdapter> cenote = choice.cenote().filter(pools::contains);
    List<Metric> compared =
        row.family().compared().stream()
            .filter(metric -> cenote.isPresent() && metrics.contains(metric))
            .toList();
    List<String> titles = new ArrayList<>(List.of("`" + row.key() + "`", "rounds"));
    metrics.forEach(metric -> titles.add(metric.title()));
    compared.forEach(metric -> titles.add("Cenote ÷ it: " + metric.title()));
    heading(titles.toArray(String[]::new));
    for (PoolAdapter pool : pools) {
      List<String> cells = new ArrayList<>();
      cells.add(pool.title());
      cells.add(rounds(row, pool));
      metrics.forEach(metric -> cells.add(metric.text(records.median(row, pool, metric))));
      cenote.ifPresent(
          ours -> compared.forEach(metric -> cells.add(ratio(row, ours, pool, metric))));
      line(cells.toArray(String[]::new));
    }
    text.append('\n');
    pools.forEach(pool -> notes(row, pool));
  }

  private String ratio(Row row, PoolAdapter cenote, PoolAdapter pool, Metric metric) {
    if (pool == cenote) {
      return "";
    }
    if (metric.isTooSmall(records.median(row, cenote, metric))
        && metric.isTooSmall(records.median(row, pool, metric))) {
      return "–";
    }
    return RatioText.of(records.ratio(row, cenote, pool, metric)) + torn(row, pool, metric);
  }

  /** How many rounds of both did not count for a ratio, or that they had to for want of others. */
  private String torn(Row row, PoolAdapter other, Metric metric) {
    PoolAdapter cenote = choice.cenote().orElseThrow();
    long torn = records.torn(row, cenote, other);
    if (torn == 0) {
      return "";
    }
    boolean isAll = records.wholeRatio(row, cenote, other, metric).count() == 0;
    return isAll ? ", all torn" : ", " + torn + " torn";
  }

  private String rounds(Row row, PoolAdapter pool) {
    List<Reading> readings = records.readings(row, pool);
    long failed = readings.stream().filter(reading -> reading.numbers().isEmpty()).count();
    return failed == 0
        ? Integer.toString(readings.size())
        : readings.size() - failed + ", **" + failed + " failed**";
  }

  private void notes(Row row, PoolAdapter pool) {
    Set<String> notes =
        records.readings(row, pool).stream()
            .map(Reading::note)
            .filter(note -> !note.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!notes.isEmpty()) {
      text.append("- ").append(pool.title()).append(": ").append(String.join("; ", notes));
      text.append("\n\n");
    }
  }

  private void pools() {
    text.append(
        """
        ## The pools and their settings

        All connect by the same driver, which does nothing (in the rows of `database` by the database's), and were told alike: how many
        connections they may have, that they keep them all open from the start (none for a burst, ten in `growth.1on1000few`), and an acquire timeout of %d s. All else is at its default, but for what is
        said here. The size is that of all jars an application needs, but for slf4j-api.

        """
            .formatted(PoolSettings.ACQUIRE_TIMEOUT.toSeconds()));
    heading("pool", "`--pools`", "version", "jars kB", "settings");
    for (PoolAdapter pool : choice.pools()) {
      double size = Jars.kilobytesOf(pool);
      line(
          pool.title(),
          "`" + pool.key() + "`",
          pool.isBound() ? "" : pool.version(),
          Double.isNaN(size) ? "–" : String.format(Locale.ROOT, "%.0f", size),
          pool.setup());
    }
  }

  private void heading(String... titles) {
    line(titles);
    text.append("|---".repeat(titles.length)).append("|\n");
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
