package dev.cenote.faults.cell;

/**
 * One line of the matrix: one number for each pool.
 *
 * @param key the name in options and results: the experiment's, a dot, and what is counted
 * @param number what is counted, in words
 * @param unit its unit
 * @param promiseMax the most that Cenote promises; infinite if it promises nothing
 */
public record Row(String key, String number, Unit unit, double promiseMax) {

  /** A row that counts. */
  public static Row count(String key, String number, int promiseMax) {
    return new Row(key, number, Unit.COUNT, promiseMax);
  }

  /** A row that counts what Cenote does not promise: its number is neither kept nor missed. */
  public static Row told(String key, String number) {
    return new Row(key, number, Unit.COUNT, Double.POSITIVE_INFINITY);
  }

  /** A row that takes a time in milliseconds. */
  public static Row millis(String key, String number, int promiseMax) {
    return new Row(key, number, Unit.MILLIS, promiseMax);
  }

  /** A row that takes an amount of memory in MiB. */
  public static Row mebi(String key, String number, int promiseMax) {
    return new Row(key, number, Unit.MEBI, promiseMax);
  }

  /** Whether Cenote promises anything. */
  public boolean isPromised() {
    return promiseMax != Double.POSITIVE_INFINITY;
  }

  /** The promise as people read it. */
  public String promise() {
    if (!isPromised()) {
      return "none";
    }
    return promiseMax == 0 ? unit.text(0) : "≤ " + unit.text(promiseMax);
  }
}
