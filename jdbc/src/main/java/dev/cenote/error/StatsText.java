package dev.cenote.error;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;

/** A pool's numbers in words, the same in every message. */
public final class StatsText {

  private StatsText() {}

  /** {@code 3 of 10 borrowed, 2 idle, 1 opening}. */
  public static String uses(PoolStats stats) {
    StringBuilder text = new StringBuilder();
    text.append(stats.leased());
    if (stats.maximum() != PoolConfig.UNLIMITED) {
      text.append(" of ").append(stats.maximum());
    }
    text.append(" borrowed").append(wanted(stats));
    text.append(", ").append(stats.idle()).append(" idle");
    append(text, stats.opening(), "opening");
    append(text, stats.checking(), "being checked");
    append(text, stats.resetting(), "being reset");
    append(text, stats.closing(), "closing");
    append(text, stats.givenUp(), "given up");
    append(text, stats.detached() + stats.released(), "detached");
    return text.toString();
  }

  /** {@code , 10 wanted but the server is full}; empty if it is not. */
  public static String wanted(PoolStats stats) {
    if (!stats.isServerFull()) {
      return "";
    }
    String set =
        stats.maximumSet() == PoolConfig.UNLIMITED ? "more" : String.valueOf(stats.maximumSet());
    return ", " + set + " wanted but the server is full";
  }

  /** {@code 2 callers wait, the first for 1.2 s}. */
  public static String queue(PoolStats stats) {
    if (stats.waiting() == 0) {
      return "nobody else waits";
    }
    return stats.waiting()
        + (stats.waiting() == 1 ? " caller waits, for " : " callers wait, the first for ")
        + TimeText.ofNanos(stats.oldestWaitNanos());
  }

  private static void append(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }
}
