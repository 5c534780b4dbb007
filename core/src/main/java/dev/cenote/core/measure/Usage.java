package dev.cenote.core.measure;

/**
 * How a pool was used within the last 24 hours at most, seen every 10 ms while something was in
 * use, and whenever a caller had to wait. Immutable.
 *
 * @param since when that began
 * @param busy how many were borrowed; a detached one counts while it holds its permit
 * @param waiting how many waited for others to give back. Not those who waited for a connection to
 *     be opened or checked, or for the end of a pause
 * @param stuckNanos for how long they did so while nothing was given back for much longer than
 *     usual: they are not among those who waited, for more connections would have got stuck too
 * @param totals what happened meanwhile
 * @param waits of those who had to wait, for whatever reason; all others waited 0
 */
public record Usage(
    Since since, Occupancy busy, Occupancy waiting, long stuckNanos, Totals totals, Waits waits) {

  /** When what was seen began. */
  public enum Since {
    /** With the pool. */
    START,
    /** When its size was changed. */
    RESIZE,
    /** A day ago, less up to an hour. */
    DAY
  }

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

  /** For how long anybody waited for others to give back. */
  public long pressedNanos() {
    return waiting.someNanos();
  }

  /**
   * How much of all time that callers waited they waited for others to give back: 0 to 1. About,
   * for that is seen every 10 ms, and waits are known to a quarter.
   */
  public double pressedShare() {
    long pressed = waiting.weightedNanos();
    return pressed == 0 ? 0 : pressed / Math.max((double) pressed, waits.sumNanos());
  }

  /** Leases given per second; 0 if there was no time. */
  public double acquiredPerSecond() {
    return spanNanos() == 0 ? 0 : totals.acquired() * 1e9 / spanNanos();
  }

  /** How long so many percent of all callers waited at most, those included who did not wait. */
  public long waitPercentileNanos(double percent) {
    long callers = Math.max(totals.asked(), waits.count());
    return waits.percentileNanos(percent, callers);
  }
}
