package dev.cenote.bench;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures in rounds. A machine that others use too is now faster, now slower; so each pair is
 * measured back to back, and what counts is the ratio within the pair, in the median of all rounds.
 */
final class Rounds {

  private final Settings settings;
  private final PrintStream progress;
  private int done;

  Rounds(Settings settings, PrintStream progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Blocks until all is measured; one line of progress for each fork. */
  List<Outcome> run() throws RunnerException {
    Map<Row, Outcome> outcomes = new EnumMap<>(Row.class);
    for (int round = 0; round < settings.rounds(); round++) {
      for (Row row : settings.rows()) {
        Outcome outcome = outcomes.computeIfAbsent(row, Outcome::new);
        for (Peer peer : settings.peersOf(row, round)) {
          Reading reading = Fork.run(row, peer, settings);
          outcome.add(peer, reading);
          report(round, row, peer, reading);
        }
      }
    }
    return settings.rows().stream().map(outcomes::get).toList();
  }

  private void report(int round, Row row, Peer peer, Reading reading) {
    done++;
    progress.printf(
        Locale.ROOT,
        "%3d of %d  round %d  %-9s %-8s  CPU %7.1f ns  clock %7.1f ns  %6.1f bytes  %.1f processors%n",
        done,
        settings.forkCount(),
        round + 1,
        row.key(),
        peer.title(),
        reading.cpuNanos(),
        reading.clockNanos(),
        reading.bytes(),
        reading.processors());
  }
}
