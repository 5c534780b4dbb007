package dev.cenote.testkit.simulator;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/** The last events of a simulation, with the time of each. */
final class Trace {

  private static final int LENGTH = 30;

  private record Entry(long millis, Object event) {}

  private final VirtualTime time;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();

  Trace(VirtualTime time) {
    this.time = time;
  }

  void add(Object event) {
    if (entries.size() == LENGTH) {
      entries.remove();
    }
    entries.add(new Entry(TimeUnit.NANOSECONDS.toMillis(time.nanos()), event));
  }

  /** A line for each, the oldest first. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      text.append("\n    ").append(entry.millis()).append(" ms: ").append(entry.event());
    }
    return text.toString();
  }
}
