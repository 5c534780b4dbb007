package dev.cenote.core.measure;

/**
 * What only grows.
 *
 * @param acquired leases given
 * @param timedOut acquires that failed at their deadline
 * @param crowdedOut acquires refused because the queue was full while all that are permitted were
 *     borrowed
 * @param failedOpens attempts to open that failed
 * @param leaksSuspected leases of which it was said that they may never come back
 */
public record Totals(
    long acquired, long timedOut, long crowdedOut, long failedOpens, long leaksSuspected) {

  /** Of nothing. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0);

  /** By how much they have grown. */
  public Totals since(Totals earlier) {
    return new Totals(
        acquired - earlier.acquired,
        timedOut - earlier.timedOut,
        crowdedOut - earlier.crowdedOut,
        failedOpens - earlier.failedOpens,
        leaksSuspected - earlier.leaksSuspected);
  }
}
