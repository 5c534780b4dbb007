package dev.cenote.report;

import dev.cenote.core.PoolUsage;
import dev.cenote.core.event.IdleLimit;
import dev.cenote.core.measure.Usage;
import dev.cenote.error.TimeText;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a pool's own numbers of the last 24 hours, or since it has its size, say of that, and of
 * what ends its idle connections. {@link #line()} and {@link #toString()} are texts for people;
 * their wording may change. It holds no SQL and no secret. Immutable.
 */
public final class Advice {

  /** What is to be said of the size. */
  public enum Verdict {
    /** Too little was seen to say anything. */
    TOO_LITTLE_SEEN,
    /** Fewer would have been enough. */
    TOO_LARGE,
    /** It is about right. */
    FITS,
    /** Callers waited while all that are permitted were borrowed: often, or in bursts for long. */
    TOO_SMALL,
    /** Callers waited for long, but not for others to give back: a larger pool is no help. */
    NOT_THE_SIZE,
    /** The size of such a pool is not to be chosen, or has no limit. */
    NO_SIZE
  }

  private final String name;
  private final @Nullable PoolUsage usage;
  private final SizeAdvice size;

  private Advice(String name, @Nullable PoolUsage usage, SizeAdvice size) {
    this.name = name;
    this.usage = usage;
    this.size = size;
  }

  /** That of a pool that has not started. */
  public static Advice ofNothing(String name) {
    return new Advice(name, null, SizeAdvice.NOT_STARTED);
  }

  /**
   * What those numbers say.
   *
   * @param name the pool's
   * @param reading what the holders of its connections say now, if all are borrowed; else empty
   */
  static Advice of(String name, PoolUsage usage, String reading) {
    return new Advice(name, usage, SizeAdvice.of(usage, reading));
  }

  /** What is to be said of the size. */
  public Verdict verdict() {
    return size.verdict();
  }

  /**
   * How many connections would have been enough; empty if that is not known. If the pool is too
   * small: to spare its callers nearly all waits, if connections are not held for longer then.
   */
  public OptionalInt enough() {
    return size.enough() == 0 ? OptionalInt.empty() : OptionalInt.of(size.enough());
  }

  /** The numbers that this is said of; null if the pool has not started. */
  public @Nullable Usage usage() {
    return usage == null ? null : usage.usage();
  }

  /** After what time something ends idle connections; null if nothing speaks for that. */
  public @Nullable IdleLimit idleLimit() {
    return usage == null ? null : usage.idleLimit();
  }

  /** The gist in one line. */
  public String line() {
    if (usage == null) {
      return name + ": " + size.gist();
    }
    Usage seen = usage.usage();
    return String.format(
        Locale.ROOT,
        "%s: in %s busy p50 = %d, p99 = %d, max = %d%s; wait p99 = %s; %s",
        name,
        span(seen),
        seen.busy().percentile(50),
        seen.busy().percentile(99),
        seen.busy().max(),
        SizeAdvice.of(usage.maximum()),
        time(seen.waitPercentileNanos(99)),
        size.gist());
  }

  private static String span(Usage seen) {
    String time = TimeText.ofNanos(seen.spanNanos());
    return switch (seen.since()) {
      case START -> "the " + time + " since the start";
      case RESIZE -> "the " + time + " since the size was changed";
      case DAY -> "the last " + time;
    };
  }

  static String time(long nanos) {
    return nanos == 0 ? "0 ms" : TimeText.ofNanos(nanos);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(line());
    if (usage != null) {
      numbers(text, usage.usage());
      line(text, "size", size.sentence());
      if (usage.idleLimit() != null) {
        line(text, "idle", IdleLimitText.of(usage.idleLimit()) + ".");
      }
    }
    return text.toString();
  }

  private static void numbers(StringBuilder text, Usage seen) {
    if (seen.totals().acquired() > 0) {
      line(text, "average", littlesLaw(seen));
    }
    long waited = seen.waits().count();
    String longest = waited == 0 ? "" : ", the longest " + time(seen.waits().longestNanos());
    line(
        text,
        "waits",
        waited
            + " of "
            + Math.max(waited, seen.totals().asked())
            + " acquires had to wait"
            + longest);
  }

  /** Busy on average = acquires per second, times how long each is held. */
  static String littlesLaw(Usage seen) {
    double rate = seen.acquiredPerSecond();
    double busy = seen.busy().mean();
    return String.format(
        Locale.ROOT,
        rate < 10
            ? "%.2f acquires/s x %s held = %s busy (Little's law)"
            : "%.0f acquires/s x %s held = %s busy (Little's law)",
        rate,
        TimeText.ofNanos(seen.meanHoldNanos()),
        String.format(Locale.ROOT, busy < 1 ? "%.2f" : "%.1f", busy));
  }

  private static void line(StringBuilder text, String title, String what) {
    text.append(String.format(Locale.ROOT, "%n  %-9s %s", title, what));
  }
}
