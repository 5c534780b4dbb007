package dev.cenote.report;

import dev.cenote.core.event.IdleLimit;
import dev.cenote.error.TimeText;

/** Says what was learned of the deaths of idle connections, and what to do. */
public final class IdleLimitText {

  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;

  private IdleLimitText() {}

  /** In sentences, the last without its full stop. */
  public static String of(IdleLimit limit) {
    String first = TimeText.ofNanos(limit.shortestNanos());
    String last = TimeText.ofNanos(limit.longestNanos());
    StringBuilder text = new StringBuilder();
    text.append(limit.deaths())
        .append(" idle connections died on ")
        .append(limit.occasions())
        .append(" occasions, all after ")
        .append(first.equals(last) ? first : first + " to " + last)
        .append(" without traffic");
    if (limit.survivedNanos() > 0) {
      text.append("; after up to ")
          .append(TimeText.ofNanos(limit.survivedNanos()))
          .append(" they lived");
    }
    long about = rounded(limit.shortestNanos());
    return text.append(". ").append(conclusion(limit, about)).toString();
  }

  private static String conclusion(IdleLimit limit, long about) {
    String time = TimeText.ofNanos(about);
    boolean precise = limit.isPrecise();
    String what =
        "Something drops idle connections "
            + (precise ? "at about " : "after at most ")
            + time
            + ". ";
    long keepalive = limit.keepaliveNanos();
    if (keepalive > 0 && keepalive < limit.shortestNanos() / 4 * 3) {
      return what
          + "keepalive is below that ("
          + TimeText.ofNanos(keepalive)
          + "): they died while this machine or the pool stood still";
    }
    return what
        + "Set keepalive "
        + (precise ? "below " + time : "to " + TimeText.ofNanos(about / 2) + " or less")
        + " (is: "
        + (keepalive == 0 ? "off" : TimeText.ofNanos(keepalive))
        + ")";
  }

  /** Limits are round numbers, and a death is found a little late. */
  private static long rounded(long nanos) {
    long step = nanos >= 10 * MINUTE ? MINUTE : nanos >= 2 * MINUTE ? MINUTE / 2 : 5 * SECOND;
    return nanos / step * step;
  }
}
