package dev.cenote.bench.speed;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.row.Family;
import dev.cenote.bench.row.Metric;
import dev.cenote.bench.row.Row;
import dev.cenote.bench.stats.Median;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The medians of a family as an SVG image: a panel for each row, a bar for each pool. A bar that
 * would press all others flat is cut off, and shows it.
 */
final class Plot {

  private static final int WIDTH = 720;
  private static final int LABELS = 180;
  private static final int BARS = 420;
  private static final int LINE = 18;
  private static final int GAP = 14;

  /** A bar longer than so many times the median of its panel is cut off. */
  private static final int CUT = 3;

  /** Where the gap of one that is cut off is, before its end. */
  private static final int TORN = 24;

  private final Choice choice;
  private final Records records;
  private final StringBuilder body = new StringBuilder();
  private int y = GAP;
  private boolean isCut;

  private Plot(Choice choice, Records records) {
    this.choice = choice;
    this.records = records;
  }

  /** Empty if nothing of the family was measured. */
  static Optional<String> of(Family family, Choice choice, Records records) {
    Plot plot = new Plot(choice, records);
    choice.rows().stream().filter(row -> row.family() == family).forEach(plot::panel);
    if (plot.body.isEmpty()) {
      return Optional.empty();
    }
    plot.text(
        GAP,
        "Shorter is better."
            + (plot.isCut ? " Cut off: more than " + CUT + " times the median of its panel." : ""),
        "normal");
    plot.y += GAP;
    return Optional.of(plot.image());
  }

  private String image() {
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
    <rect width="100%%" height="100%%" fill="white"/>
    %s</svg>
    """
        .formatted(WIDTH, y, body);
  }

  private void panel(Row row) {
    metricOf(row)
        .ifPresent(metric -> {
          List<PoolAdapter> pools =
              choice.poolsOf(row).stream()
                  .filter(pool -> Double.isFinite(records.median(row, pool, metric)))
                  .toList();
          double[] values =
              pools.stream().mapToDouble(pool -> records.median(row, pool, metric)).toArray();
          double most = Arrays.stream(values).max().orElse(0);
          double cut = CUT * Median.of(values);
          double end = cut > 0 ? Math.min(most, cut) : most;
          text(GAP, row.key() + ", " + metric.title(), "bold");
          for (int i = 0; i < values.length; i++) {
            bar(pools.get(i), metric, values[i], end);
          }
          y += GAP;
        });
  }

  /** What matters most of what was measured: the tail of the wait, else the cost. */
  private Optional<Metric> metricOf(Row row) {
    return Stream.of(Metric.P999, Metric.CPU, row.family().metrics().get(0))
        .filter(metric ->
            choice.poolsOf(row).stream()
                .anyMatch(pool -> Double.isFinite(records.median(row, pool, metric))))
        .findFirst();
  }

  private void bar(PoolAdapter pool, Metric metric, double value, double end) {
    double length = end == 0 ? 0 : BARS * Math.min(1, value / end);
    String colour =
        pool.isBound() ? "#bbbbbb" : pool.key().equals("cenote") ? "#1f6f8b" : "#d9a05b";
    body.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y + 3,
            length,
            LINE - 5,
            colour));
    if (value > end) {
      isCut = true;
      int gap = LABELS + BARS - TORN;
      body.append(
          "<polygon points=\"%d,%d %d,%d %d,%d %d,%d\" fill=\"white\"/>%n"
              .formatted(gap, y + LINE, gap + 5, y, gap + 10, y, gap + 5, y + LINE));
    }
    body.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%d\">%s</text>%n",
            LABELS + length + 4,
            y + LINE - 5,
            metric.text(value)));
    text(GAP, pool.title(), "normal");
  }

  private void text(int x, String text, String weight) {
    y += LINE;
    body.append(
        "<text x=\"%d\" y=\"%d\" font-weight=\"%s\">%s</text>%n".formatted(x, y - 5, weight, text));
  }
}
