package dev.cenote.faults.cell;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one run of an experiment yields: a reading for each of its rows. Not safe for threads. */
public final class Readings {

  private final Map<String, Reading> byRow = new LinkedHashMap<>();

  /** With this one, too. */
  public Readings with(Row row, Reading reading) {
    byRow.put(row.key(), reading);
    return this;
  }

  /** Only this. */
  public static Readings only(Row row, Reading reading) {
    return new Readings().with(row, reading);
  }

  /** The reading of a row; one that says so if there is none. */
  public Reading of(Row row) {
    return byRow.getOrDefault(row.key(), Reading.failed("not measured"));
  }
}
