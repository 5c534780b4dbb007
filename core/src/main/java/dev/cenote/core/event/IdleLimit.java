package dev.cenote.core.event;

/**
 * What was learned of idle connections that died: when they were found dead, nothing had been heard
 * of them for how long, and how long others were not heard of and lived. All times are nanoseconds.
 *
 * @param deaths how many died
 * @param occasions on how many occasions: what may have died at one moment counts once
 * @param shortestNanos the shortest time: whatever ends them does so by then
 * @param longestNanos the longest
 * @param survivedNanos the longest such time after which one was found alive since the first of
 *     those deaths; 0 if none was asked. Always shorter than the shortest
 * @param keepaliveNanos how often idle connections are checked; 0: never
 */
public record IdleLimit(
    int deaths,
    int occasions,
    long shortestNanos,
    long longestNanos,
    long survivedNanos,
    long keepaliveNanos) {

  private static final double NEARLY = 0.75;

  /**
   * Whether the limit is about the shortest time, and not only no longer: one has lived nearly as
   * long. That several died after the same time says nothing: somebody may ask as regularly.
   */
  public boolean isPrecise() {
    return survivedNanos >= NEARLY * shortestNanos;
  }
}
