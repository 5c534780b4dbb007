package dev.cenote.core.event;

/**
 * What was learned of idle connections that died: when they were found dead, nothing had been heard
 * of them for how long, and how long others were not heard of and lived. All times are nanoseconds.
 *
 * @param deaths how many died
 * @param occasions on how many occasions: what may have died at one moment counts once
 * @param near on how many of these the shortest time was at most a third above the shortest of all
 * @param shortestNanos the shortest time: whatever ends them does so by then
 * @param longestNanos the longest
 * @param survivedNanos the longest such time after which one was found alive since the first of
 *     those deaths; 0 if none was asked. Always shorter than the shortest
 * @param keepaliveNanos how often idle connections are checked; 0: never
 */
public record IdleLimit(
    int deaths,
    int occasions,
    int near,
    long shortestNanos,
    long longestNanos,
    long survivedNanos,
    long keepaliveNanos) {

  private static final double NEARLY = 0.75;
  private static final int ENOUGH = 3;

  /**
   * Whether the limit is about the shortest time, and not only no longer: one has lived nearly as
   * long; or several died after about that time, and not because the pool asked just then.
   */
  public boolean isPrecise() {
    boolean askedByThen = keepaliveNanos > 0 && NEARLY * keepaliveNanos <= shortestNanos;
    return survivedNanos >= NEARLY * shortestNanos || (near >= ENOUGH && !askedByThen);
  }
}
