package dev.cenote.core.measure;

/**
 * How long a pool's callers waited, held and opened, from the moment when somebody first asked.
 *
 * @param waits of those who acquired, whether they got something or not; those who were served
 *     without joining the queue waited 0. Who was refused at once is not counted
 * @param holds of the resources, from lending to return. A sample: one lease in 16 is timed and
 *     counts for 16, so count and sum are estimates of all
 * @param opens of the attempts that succeeded
 */
public record Measures(Distribution waits, Distribution holds, Distribution opens) {

  /** Nothing was measured. */
  public static final Measures NONE =
      new Measures(Distribution.NONE, Distribution.NONE, Distribution.NONE);

  /** What came after an earlier reading, see {@link Distribution#since}. */
  public Measures since(Measures earlier) {
    return new Measures(
        waits.since(earlier.waits), holds.since(earlier.holds), opens.since(earlier.opens));
  }
}
