package dev.cenote.core.measure;

/**
 * What only grows.
 *
 * @param acquired leases given
 * @param timedOut acquires that failed at their deadline
 * @param rejected acquires refused because the queue was full
 * @param failedOpens attempts to open that failed
 * @param leaksSuspected leases of which it was said that they may never come back
 */
public record Totals(
    long acquired, long timedOut, long rejected, long failedOpens, long leaksSuspected) {

  /** Of nothing. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0);

  /** By how much they have grown. */
  public Totals since(Totals earlier) {
    return new Totals(
        acquired - earlier.acquired,
        timedOut - earlier.timedOut,
        rejected - earlier.rejected,
        failedOpens - earlier.failedOpens,
        leaksSuspected - earlier.leaksSuspected);
  }
}
