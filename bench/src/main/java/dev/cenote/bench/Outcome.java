package dev.cenote.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the rounds measured in one row. One thread. */
final class Outcome {

  /** What JMH itself allocates is shared out among the operations too. */
  private static final double BYTES_NOISE = 0.5;

  private final Row row;
  private final Map<Peer, List<Reading>> readings = new EnumMap<>(Peer.class);

  Outcome(Row row) {
    this.row = row;
  }

  Row row() {
    return row;
  }

  void add(Peer peer, Reading reading) {
    readings.computeIfAbsent(peer, first -> new ArrayList<>()).add(reading);
  }

  /** In the order of the rounds; empty if the peer was not measured. */
  List<Reading> readingsOf(Peer peer) {
    return readings.getOrDefault(peer, List.of());
  }

  /** The median over the rounds; NaN if the peer was not measured. */
  double median(Peer peer, ToDoubleFunction<Reading> part) {
    return Median.of(readingsOf(peer).stream().mapToDouble(part).toArray());
  }

  /** Cenote's part of each round divided by HikariCP's of the same round, smallest first. */
  double[] ratios(ToDoubleFunction<Reading> part) {
    List<Reading> ours = readingsOf(Peer.CENOTE);
    List<Reading> theirs = readingsOf(Peer.HIKARI);
    double[] ratios = new double[Math.min(ours.size(), theirs.size())];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = part.applyAsDouble(ours.get(round)) / part.applyAsDouble(theirs.get(round));
    }
    Arrays.sort(ratios);
    return ratios;
  }

  /** Whether Cenote stays below the row's bar. */
  boolean meetsBar() {
    boolean allocatesNoMore =
        median(Peer.CENOTE, Reading::bytes) <= median(Peer.HIKARI, Reading::bytes) + BYTES_NOISE;
    return Median.of(ratios(Reading::cpuNanos)) <= row.bar().cpuMax()
        && (allocatesNoMore || !row.bar().boundsBytes());
  }
}
