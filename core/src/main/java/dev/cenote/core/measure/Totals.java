package dev.cenote.core.measure;

/**
 * What only grows.
 *
 * @param acquired leases given
 * @param failed acquires that ended without one, at their deadline or before
 * @param crowdedOut those of them that failed while others waited, or would have had to wait, for
 *     somebody to give back
 * @param failedOpens attempts to open that failed
 * @param serverFull those of them that found the server full
 * @param leaksSuspected leases of which it was said that they may never come back
 */
public record Totals(
    long acquired,
    long failed,
    long crowdedOut,
    long failedOpens,
    long serverFull,
    long leaksSuspected) {

  /** Of nothing. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

  /** Acquires that have ended. */
  public long asked() {
    return acquired + failed;
  }

  /** By how much they have grown. */
  public Totals since(Totals earlier) {
    return new Totals(
        acquired - earlier.acquired,
        failed - earlier.failed,
        crowdedOut - earlier.crowdedOut,
        failedOpens - earlier.failedOpens,
        serverFull - earlier.serverFull,
        leaksSuspected - earlier.leaksSuspected);
  }
}
