package dev.cenote.core.measure;

/**
 * How a pool was used within the last 24 hours at most, seen every 10 ms while something was in
 * use, and whenever a caller had to wait. Immutable.
 *
 * @param sinceStart whether that goes back to the start of the pool
 * @param busy how many were borrowed
 * @param wanted the same, with those who waited while all that are permitted were borrowed: so many
 *     would have been borrowed if more were permitted
 * @param pressedNanos how long callers waited while all that are permitted were borrowed
 * @param totals what happened meanwhile
 * @param waits of those who had to wait, for whatever reason; all others waited 0
 */
public record Usage(
    boolean sinceStart,
    Occupancy busy,
    Occupancy wanted,
    long pressedNanos,
    Totals totals,
    Waits waits) {

  /** Over what time. */
  public long spanNanos() {
    return busy.spanNanos();
  }

  /**
   * How long a connection was held on average, by Little's law: those borrowed on average are the
   * leases per second times how long each is held. 0 if there was no lease.
   */
  public long meanHoldNanos() {
    return totals.acquired() == 0 ? 0 : Math.round(busy.mean() * spanNanos() / totals.acquired());
  }

  /** Leases given per second; 0 if there was no time. */
  public double acquiredPerSecond() {
    return spanNanos() == 0 ? 0 : totals.acquired() * 1e9 / spanNanos();
  }

  /** How long so many percent of all callers waited at most, those included who did not wait. */
  public long waitPercentileNanos(double percent) {
    long callers = Math.max(totals.acquired() + totals.timedOut(), waits.count());
    return waits.percentileNanos(percent, callers);
  }
}
