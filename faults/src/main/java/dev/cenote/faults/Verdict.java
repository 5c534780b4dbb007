package dev.cenote.faults;

import dev.cenote.faults.cell.Reading;
import dev.cenote.faults.cell.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether one pool kept the promises of the chosen rows. What was not measured is not kept.
 *
 * @param kept whether all rows that could be run were run and kept, and there was one at least
 * @param notMeasured the rows without a number, each with the reason, in the order of the page
 */
record Verdict(boolean kept, List<String> notMeasured) {

  /** Reads it from the results. */
  static Verdict of(Choice choice, List<Result> results, String pool) {
    Map<String, Reading> readings = new HashMap<>();
    results.stream()
        .filter(result -> result.pool().equals(pool))
        .forEach(result -> readings.put(result.row(), result.reading()));
    int kept = 0;
    boolean missed = false;
    List<String> notMeasured = new ArrayList<>();
    for (Row row : choice.rows()) {
      Reading reading = readings.get(row.key());
      if (reading == null) {
        missed = true;
        notMeasured.add(row.key() + ": there is no result");
      } else if (reading.state() == Reading.State.SKIPPED) {
        notMeasured.add(row.key() + ": " + reading.note());
      } else if (reading.keeps(row)) {
        kept += row.isPromised() ? 1 : 0;
      } else {
        missed = true;
      }
    }
    return new Verdict(kept > 0 && !missed, notMeasured);
  }
}
