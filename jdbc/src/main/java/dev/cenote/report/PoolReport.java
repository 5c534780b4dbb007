package dev.cenote.report;

import dev.cenote.core.PoolStats;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.StatsText;
import dev.cenote.error.TimeText;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A pool at one moment: its numbers, who holds its connections and does what with them, what that
 * says and what to do. {@link #toString()} is the text for people; its wording may change. It holds
 * no SQL and no secret. Immutable.
 */
public final class PoolReport {

  private static final int GROUPS_MAX = 8;
  private static final int FRAMES_MAX = 6;

  private final String headline;
  private final @Nullable ErrorCode cause;
  private final PoolStats stats;
  private final List<HoldingGroup> groups;
  private final @Nullable Holding oldest;
  private final String reading;

  PoolReport(String headline, @Nullable ErrorCode cause, PoolStats stats, List<Holding> holdings) {
    this(headline, cause, stats, holdings, "");
  }

  /** As above; {@code learned} is what is known besides, in sentences. */
  PoolReport(
      String headline,
      @Nullable ErrorCode cause,
      PoolStats stats,
      List<Holding> holdings,
      String learned) {
    this.headline = headline;
    this.cause = cause;
    this.stats = stats;
    this.groups = HoldingGroup.of(holdings);
    this.oldest =
        holdings.stream()
            .filter(holding -> !holding.isLeaked())
            .reduce((one, other) -> one.heldNanos() >= other.heldNanos() ? one : other)
            .orElse(null);
    this.reading = (Reading.of(holdings) + " " + learned).strip();
  }

  /**
   * That of a pool that has not started.
   *
   * @param status that in a line
   */
  public static PoolReport ofNothing(String status, PoolStats stats) {
    return new PoolReport(status + " (not started)", null, stats, List.of());
  }

  /** What is wrong; null if nothing seems to be. */
  public @Nullable ErrorCode cause() {
    return cause;
  }

  /** The numbers. */
  public PoolStats stats() {
    return stats;
  }

  /**
   * What the holders of the connections say together, and what was learned of connections that
   * died; empty if there is nothing.
   */
  public String reading() {
    return reading;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(headline);
    line(text, "pool", numbers());
    String title = "holders";
    for (HoldingGroup group : groups.subList(0, Math.min(GROUPS_MAX, groups.size()))) {
      line(text, title, group.counts() + ": " + group.place() + group.details());
      title = "";
    }
    if (groups.size() > GROUPS_MAX) {
      line(text, "", "and " + (groups.size() - GROUPS_MAX) + " other groups");
    }
    if (oldest != null) {
      oldest(text, oldest);
    }
    if (!reading.isEmpty()) {
      line(text, "reading", reading);
    }
    if (cause != null) {
      line(text, "remedy", cause.remedy() + ". docs/errors/" + cause.id() + ".md");
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String title, String what) {
    text.append(String.format(Locale.ROOT, "%n  %-9s %s", title, what));
  }

  private static void oldest(StringBuilder text, Holding oldest) {
    String thread = oldest.thread() == null ? "" : ", thread \"" + oldest.thread() + "\"";
    line(
        text,
        "oldest",
        "#"
            + oldest.slot()
            + thread
            + ", borrowed "
            + TimeText.ofNanos(oldest.heldNanos())
            + " ago");
    List<StackTraceElement> frames = oldest.activity().application();
    for (StackTraceElement frame : frames.subList(0, Math.min(FRAMES_MAX, frames.size()))) {
      line(text, "", "  at " + frame);
    }
    if (frames.size() > FRAMES_MAX) {
      line(text, "", "  ... " + (frames.size() - FRAMES_MAX) + " more of the application");
    }
  }

  private String numbers() {
    String last =
        stats.sinceLastOpenNanos() < 0
            ? "none opened yet"
            : "the last opened "
                + TimeText.ofNanos(stats.sinceLastOpenNanos())
                + " ago in "
                + TimeText.ofNanos(stats.lastOpenTookNanos());
    return StatsText.uses(stats) + "; " + StatsText.queue(stats) + "; " + last;
  }
}
