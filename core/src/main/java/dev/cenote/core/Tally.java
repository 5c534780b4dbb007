package dev.cenote.core;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often each kind of something has happened. Takes no room until something has. Guarded by the
 * control lock.
 *
 * @param <E> the kinds
 */
final class Tally<E extends Enum<E>> {

  private final Class<E> kinds;
  private @Nullable EnumMap<E, Long> counts;

  Tally(Class<E> kinds) {
    this.kinds = kinds;
    new EnumMap<E, Long>(kinds).clear(); // what it looks up at first: not on a borrower's stack
  }

  void add(E kind) {
    EnumMap<E, Long> all = counts;
    if (all == null) {
      all = new EnumMap<>(kinds);
      counts = all;
    }
    all.put(kind, of(kind) + 1);
  }

  long of(E kind) {
    return counts == null ? 0 : counts.getOrDefault(kind, 0L);
  }

  /** Of all kinds together. */
  long sum() {
    long sum = 0;
    if (counts != null) {
      for (long each : counts.values()) { // no stream: a caller's stack may be short
        sum += each;
      }
    }
    return sum;
  }

  /** The kinds that have happened. A snapshot. */
  Map<E, Long> read() {
    return counts == null ? Map.of() : Map.copyOf(counts);
  }
}
