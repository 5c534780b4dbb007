package dev.cenote.bench;

import java.util.List;

/**
 * How to measure.
 *
 * @param rows what, in this order
 * @param rounds how often each row is measured with each peer
 * @param extraRounds in how many of them, the first ones, the floor and the engine are measured too
 * @param warmupSeconds before the measurement in each fork
 * @param seconds of measurement in each fork
 */
record Settings(List<Row> rows, int rounds, int extraRounds, int warmupSeconds, int seconds) {

  Settings {
    rows = List.copyOf(rows);
  }

  /** How many forks there will be. */
  int forkCount() {
    int forks = 0;
    for (int round = 0; round < rounds; round++) {
      for (Row row : rows) {
        forks += peersOf(row, round).size();
      }
    }
    return forks;
  }

  /**
   * Who is measured in a row of a round, in order: the pair that is compared directly after each
   * other, each of them first in every other round.
   */
  List<Peer> peersOf(Row row, int round) {
    List<Peer> order =
        round % 2 == 0
            ? List.of(Peer.CENOTE, Peer.HIKARI, Peer.FLOOR, Peer.ENGINE)
            : List.of(Peer.HIKARI, Peer.CENOTE, Peer.ENGINE, Peer.FLOOR);
    return order.stream()
        .filter(row::admits)
        .filter(peer -> !peer.isExtra() || round < extraRounds)
        .toList();
  }
}
