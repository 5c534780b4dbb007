package dev.cenote.faults.cell;

/**
 * What came out in one cell.
 *
 * @param state how far the measurement came
 * @param value the number, in the unit of its row; how long was waited in vain if it is NEVER
 * @param note what else was seen, or why there is no number
 */
public record Reading(State state, double value, String note) {

  /** What stands where there is no number for want of something on this machine. */
  public static final String NOT_MEASURED = "not measured";

  /** How far a measurement came. */
  public enum State {
    /** There is a number. */
    MEASURED,
    /** What was waited for did not happen while there was patience. */
    NEVER,
    /** The pool held the whole experiment up until it was ended from outside. */
    WEDGED,
    /** The pool could not do at all what the experiment needs, or the experiment failed. */
    FAILED,
    /** Something is missing on this machine. */
    SKIPPED
  }

  /** A number. */
  public static Reading of(double value) {
    return of(value, "");
  }

  /** A number and what else was seen. */
  public static Reading of(double value, String note) {
    return new Reading(State.MEASURED, value, note);
  }

  /** Waited so many milliseconds in vain. */
  public static Reading never(double waitedMillis, String note) {
    return new Reading(State.NEVER, waitedMillis, note);
  }

  /** Ended from outside. */
  public static Reading wedged(String note) {
    return new Reading(State.WEDGED, 0, note);
  }

  /** No number, and why. */
  public static Reading failed(String note) {
    return new Reading(State.FAILED, 0, note);
  }

  /** Not tried, and why. */
  public static Reading skipped(String note) {
    return new Reading(State.SKIPPED, 0, note);
  }

  /** Whether this keeps the promise of its row. */
  public boolean keeps(Row row) {
    return state == State.MEASURED && value <= row.promiseMax();
  }

  /** The number as people read it. */
  public String text(Row row) {
    return switch (state) {
      case MEASURED -> row.unit().text(value);
      case NEVER -> "never (" + Unit.MILLIS.text(value) + ")";
      case WEDGED -> "wedged";
      case FAILED -> "failed";
      case SKIPPED -> NOT_MEASURED;
    };
  }
}
