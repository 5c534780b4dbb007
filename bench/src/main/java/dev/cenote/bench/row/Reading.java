package dev.cenote.bench.row;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one record measured.
 *
 * @param numbers what was measured; empty if it failed
 * @param note why it failed, or what is to be known of the numbers; empty for nothing
 */
public record Reading(Map<Metric, Double> numbers, String note) {

  /** Copies the numbers, in the order of {@link Metric}. */
  public Reading {
    EnumMap<Metric, Double> copy = new EnumMap<>(Metric.class);
    copy.putAll(numbers);
    numbers = Collections.unmodifiableMap(copy);
  }

  /** Nothing to be known of it. */
  public static Reading of(Map<Metric, Double> numbers) {
    return new Reading(numbers, "");
  }

  /** It failed. */
  public static Reading failed(String why) {
    return new Reading(Map.of(), why);
  }

  /** It failed with this. */
  public static Reading failed(Throwable why) {
    return failed(why.toString().lines().findFirst().orElse(""));
  }

  /** The same with something more to be known of it; empty for nothing. */
  public Reading noted(String more) {
    return new Reading(
        numbers,
        Stream.of(note, more).filter(each -> !each.isEmpty()).collect(Collectors.joining("; ")));
  }

  /** The same with one number more, unless it failed. */
  public Reading with(Metric metric, double value) {
    if (numbers.isEmpty()) {
      return this;
    }
    Map<Metric, Double> more = new EnumMap<>(numbers);
    more.put(metric, value);
    return new Reading(more, note);
  }

  /** NaN if it was not measured. */
  public double of(Metric metric) {
    return numbers.getOrDefault(metric, Double.NaN);
  }
}
