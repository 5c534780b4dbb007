package dev.cenote.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The outcome as people read it. */
final class MarkdownTable {

  private MarkdownTable() {}

  /** The whole text, with how it was measured above the table. */
  static String of(List<Outcome> outcomes, Settings settings, Machine machine) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s; %d rounds, in each fork %d s of warm-up and %d s of measurement.%n"
            .formatted(machine, settings.rounds(), settings.warmupSeconds(), settings.seconds()));
    text.append(
        """
        Medians over the rounds; ratio: Cenote ÷ HikariCP within a round, in brackets the range.

        | operation | threads on connections | CPU ns: Cenote | HikariCP | ratio | bar | clock ns: Cenote | HikariCP | ratio | bytes: Cenote | HikariCP | CPU ns: floor | engine | processors: Cenote | HikariCP |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """);
    outcomes.forEach(outcome -> text.append(line(outcome)).append('\n'));
    return text.toString();
  }

  private static String line(Outcome outcome) {
    Row row = outcome.row();
    List<String> cells =
        List.of(
            row.operation(),
            row.threads() + " on " + row.connections(),
            number(outcome.median(Peer.CENOTE, Reading::cpuNanos)),
            number(outcome.median(Peer.HIKARI, Reading::cpuNanos)),
            ratio(outcome, Reading::cpuNanos),
            bar(outcome),
            number(outcome.median(Peer.CENOTE, Reading::clockNanos)),
            number(outcome.median(Peer.HIKARI, Reading::clockNanos)),
            ratio(outcome, Reading::clockNanos),
            number(outcome.median(Peer.CENOTE, Reading::bytes)),
            number(outcome.median(Peer.HIKARI, Reading::bytes)),
            number(outcome.median(Peer.FLOOR, Reading::cpuNanos)),
            number(outcome.median(Peer.ENGINE, Reading::cpuNanos)),
            number(outcome.median(Peer.CENOTE, Reading::processors)),
            number(outcome.median(Peer.HIKARI, Reading::processors)));
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String ratio(Outcome outcome, ToDoubleFunction<Reading> part) {
    double[] ratios = outcome.ratios(part);
    return ratios.length == 0
        ? "–"
        : String.format(
            Locale.ROOT,
            "**%.2f** (%.2f–%.2f)",
            Median.of(ratios),
            ratios[0],
            ratios[ratios.length - 1]);
  }

  private static String bar(Outcome outcome) {
    Row.Bar bar = outcome.row().bar();
    if (bar == Row.Bar.NONE) {
      return "–";
    }
    return "≤ "
        + bar.cpuMax()
        + (bar.boundsBytes() ? ", no more bytes" : "")
        + (outcome.meetsBar() ? ": met" : ": **missed**");
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f", value);
  }
}
