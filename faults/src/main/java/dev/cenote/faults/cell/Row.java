package dev.cenote.faults.cell;

/**
 * One line of the matrix: one number for each pool.
 *
 * @param key the name in options and results: the experiment's, a dot, and what is counted
 * @param number what is counted, in words
 * @param unit its unit
 * @param promiseMax the most that Cenote promises
 */
public record Row(String key, String number, Unit unit, double promiseMax) {

  /** A row that counts. */
  public static Row count(String key, String number, int promiseMax) {
    return new Row(key, number, Unit.COUNT, promiseMax);
  }

  /** A row that takes a time in milliseconds. */
  public static Row millis(String key, String number, int promiseMax) {
    return new Row(key, number, Unit.MILLIS, promiseMax);
  }

  /** A row that takes an amount of memory in MiB. */
  public static Row mebi(String key, String number, int promiseMax) {
    return new Row(key, number, Unit.MEBI, promiseMax);
  }

  /** The promise as people read it. */
  public String promise() {
    return promiseMax == 0 ? unit.text(0) : "≤ " + unit.text(promiseMax);
  }
}
