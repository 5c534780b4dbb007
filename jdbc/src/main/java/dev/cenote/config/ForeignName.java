package dev.cenote.config;

import java.util.ArrayList;
import java.util.List;

/**
 * One row of a {@link Vocabulary}: what another pool calls a setting, and what becomes of it here.
 *
 * @param names the name, then others for the same
 * @param kinship how it relates to ours
 * @param ours our setting or settings as documentation shows them; empty if there is none
 * @param unit how its values are converted; empty if they stay as they are
 * @param note what differs, in one sentence without a full stop; empty if nothing does
 * @param conversion makes our value of theirs
 */
record ForeignName(
    List<String> names,
    Kinship kinship,
    String ours,
    String unit,
    String note,
    Conversion conversion) {

  /** Makes our value of theirs. */
  @FunctionalInterface
  interface Conversion {

    /**
     * Reads a value, which may be text, a number, a boolean or an object.
     *
     * @throws IllegalArgumentException whose message says what is allowed
     */
    void read(Object value, ForeignValues into);
  }

  static ForeignName same(String name, Conversion conversion) {
    return new ForeignName(List.of(name), Kinship.SAME, name, "", "", conversion);
  }

  static ForeignName renamed(String name, String ours, String unit, Conversion conversion) {
    return new ForeignName(List.of(name), Kinship.RENAMED, ours, unit, "", conversion);
  }

  static ForeignName better(
      String name, String ours, String unit, String note, Conversion conversion) {
    return new ForeignName(List.of(name), Kinship.BETTER, ours, unit, note, conversion);
  }

  static ForeignName notNeeded(String name, String note) {
    return without(name, Kinship.NOT_NEEDED, note);
  }

  static ForeignName notYet(String name, String note) {
    return without(name, Kinship.NOT_YET, note);
  }

  private static ForeignName without(String name, Kinship kinship, String note) {
    return new ForeignName(List.of(name), kinship, "", "", note, (value, into) -> {});
  }

  static ForeignName refused(String name, String note) {
    return new ForeignName(
        List.of(name),
        Kinship.REFUSED,
        "",
        "",
        note,
        (value, into) -> {
          throw new IllegalArgumentException(note);
        });
  }

  /** The same row with further names. */
  ForeignName also(String... others) {
    List<String> all = new ArrayList<>(names);
    all.addAll(List.of(others));
    return new ForeignName(List.copyOf(all), kinship, ours, unit, note, conversion);
  }

  String name() {
    return names.get(0);
  }
}
