package dev.cenote.bench.row;

/**
 * How long to measure.
 *
 * @param warmupSeconds before
 * @param seconds of measurement; of bursts, how many
 */
public record Span(int warmupSeconds, int seconds) {

  @Override
  public String toString() {
    return warmupSeconds + "+" + seconds;
  }
}
