package dev.cenote.report;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolKind;
import dev.cenote.core.PoolUsage;
import dev.cenote.core.measure.Occupancy;
import dev.cenote.core.measure.Totals;
import dev.cenote.core.measure.Usage;
import dev.cenote.error.TimeText;
import dev.cenote.report.Advice.Verdict;
import java.util.Locale;

/**
 * What is to be said of the size of a pool.
 *
 * @param enough how many would have been enough; 0: not known
 * @param gist that in a few words
 * @param sentence why, and what to do
 */
record SizeAdvice(Verdict verdict, int enough, String gist, String sentence) {

  static final SizeAdvice NOT_STARTED =
      new SizeAdvice(Verdict.TOO_LITTLE_SEEN, 0, "not started, nothing was seen yet", "");

  private static final long SPAN_MIN_NANOS = 600_000_000_000L;
  private static final int ACQUIRED_MIN = 100;

  /** A wait that people, and time limits of requests, begin to notice. */
  private static final long LONG_WAIT_NANOS = 10_000_000;

  /** A connection that is held for so long on average is not held for the database. */
  private static final long LONG_HOLD_NANOS = 1_000_000_000;

  /** It is too small if callers waited for so much of the time, however long each. */
  private static final double OFTEN = 0.01;

  /** It is too small, too, if callers waited for long and for so much of that for others. */
  private static final double MOSTLY = 0.5;

  /** How many more to name: so many, in percent, of the moments with callers waiting are spared. */
  private static final int SPARED = 95;

  /** Nobody should add more at once than there are, or than a few. */
  private static final int FEW = 8;

  /** To advise fewer, it must be worth the while. */
  private static final double MUCH_LESS = 0.75;

  static SizeAdvice of(PoolUsage pool, String reading) {
    Usage seen = pool.usage();
    if (pool.kind().shares() || pool.kind() == PoolKind.SOLE) {
      return none("of kind " + pool.kind() + ", whose size is not a matter of load");
    }
    if (pool.maximum() == PoolConfig.UNLIMITED) {
      return none("there is no limit");
    }
    if (seen.spanNanos() < SPAN_MIN_NANOS || seen.totals().acquired() < ACQUIRED_MIN) {
      return tooLittle();
    }
    boolean often = seen.pressedNanos() >= OFTEN * seen.spanNanos();
    boolean forLong =
        seen.waitPercentileNanos(99) >= LONG_WAIT_NANOS || seen.totals().timedOut() > 0;
    boolean bySize = seen.totals().crowdedOut() > 0 || (forLong && seen.pressedShare() >= MOSTLY);
    if (often || bySize) {
      return tooSmall(pool, often, reading);
    }
    return forLong ? notTheSize(pool) : large(pool);
  }

  private static SizeAdvice none(String why) {
    return new SizeAdvice(Verdict.NO_SIZE, 0, why, "nothing to advise: " + why + ".");
  }

  private static SizeAdvice tooLittle() {
    return new SizeAdvice(
        Verdict.TOO_LITTLE_SEEN,
        0,
        "too little for advice",
        "ask again after "
            + TimeText.ofNanos(SPAN_MIN_NANOS)
            + " and "
            + ACQUIRED_MIN
            + " acquires of your usual load.");
  }

  private static SizeAdvice large(PoolUsage pool) {
    int waiting = pool.usage().waiting().max();
    int most = Math.max(pool.usage().busy().max(), waiting == 0 ? 0 : pool.maximum() + waiting);
    int enough = Math.min(pool.maximum(), Math.max(2, most + (most + 3) / 4));
    if (enough <= MUCH_LESS * pool.maximum() && pool.maximum() - enough >= 2) {
      return new SizeAdvice(
          Verdict.TOO_LARGE,
          enough,
          enough + " would have been enough",
          "larger than needed: at most "
              + most
              + " were wanted at once; "
              + enough
              + " leave a quarter to spare. What is permitted and not needed lets a stampede reach"
              + " the database."
              + besides(pool.usage().totals()));
    }
    return new SizeAdvice(
        Verdict.FITS,
        enough,
        "about right",
        fits(most, pool.maximum()) + besides(pool.usage().totals()));
  }

  private static String fits(int most, int maximum) {
    return most <= maximum
        ? "about right: at most " + most + of(maximum) + " were wanted at once."
        : "about right: callers waited while all "
            + maximum
            + " were borrowed, but not for long and for less than 1 % of the time.";
  }

  /** {@code of 20}; empty if there is no limit. */
  static String of(int maximum) {
    return maximum == PoolConfig.UNLIMITED ? "" : " of " + maximum;
  }

  private static SizeAdvice tooSmall(PoolUsage pool, boolean often, String reading) {
    Usage seen = pool.usage();
    boolean waited = seen.pressedNanos() > 0; // else there were only refusals
    Occupancy waiting = seen.waiting();
    int more = Math.max(1, waited ? waiting.percentileOfSome(SPARED) : waiting.max());
    int most = Math.max(FEW, pool.maximum());
    int enough = more <= most ? pool.maximum() + more : 0;
    String text =
        (often ? "too small for this load: " : "too small for its bursts: ")
            + (waited ? "for " + time(seen, often) + " " : "")
            + "all "
            + pool.maximum()
            + " were borrowed"
            + (waited ? " and callers waited" : "")
            + failed(seen.totals())
            + (enough > 0 ? spares(more) : crowd(waiting.max(), pool.maximum() + most))
            + cure(seen, enough > 0)
            + (reading.isEmpty() ? "" : " Now: " + reading)
            + besides(seen.totals());
    String gist = enough > 0 ? enough + " would have been enough nearly always" : "too small";
    return new SizeAdvice(Verdict.TOO_SMALL, enough, gist, text);
  }

  private static String time(Usage seen, boolean often) {
    return often
        ? String.format(
            Locale.ROOT, "%.1f %% of the time", 100.0 * seen.pressedNanos() / seen.spanNanos())
        : TimeText.ofNanos(seen.pressedNanos()) + " in total";
  }

  private static String failed(Totals totals) {
    String timedOut = totals.timedOut() == 0 ? "" : ", " + totals.timedOut() + " in vain";
    return totals.crowdedOut() == 0
        ? timedOut
        : timedOut + ", and " + totals.crowdedOut() + " found the queue full";
  }

  private static String spares(int more) {
    return "; " + more + " more would have spared them " + SPARED + " % of that.";
  }

  /** So many do not wait for want of connections: more of them would only be more in the way. */
  private static String crowd(int waiting, int most) {
    return ", up to "
        + waiting
        + " at once: that is a standstill or a stampede, which a larger pool would pass on to the"
        + " database. Try "
        + most
        + " at most, and ask again.";
  }

  private static String cure(Usage seen, boolean more) {
    long hold = seen.meanHoldNanos();
    if (hold < LONG_HOLD_NANOS && !more) {
      return "";
    }
    return hold >= LONG_HOLD_NANOS
        ? " But each is held for "
            + TimeText.ofNanos(hold)
            + " on average: shorten that first, a larger pool would not."
        : " That helps only if the database has room for more; if holds get longer then, it has"
            + " not.";
  }

  private static SizeAdvice notTheSize(PoolUsage pool) {
    Usage seen = pool.usage();
    return new SizeAdvice(
        Verdict.NOT_THE_SIZE,
        0,
        "a larger pool would not have helped",
        "callers waited, but mostly not because all "
            + pool.maximum()
            + " were borrowed: they waited for connections to be opened or checked, or for a pause"
            + " to end."
            + remedy(pool)
            + besides(seen.totals()));
  }

  private static String remedy(PoolUsage pool) {
    if (pool.usage().totals().failedOpens() > 0) {
      return "";
    }
    return pool.kind() == PoolKind.DIRECT
        ? " Kind DIRECT opens one for each caller: kind QUEUE keeps them open."
        : " Keep more of them open: raise poolSize, not maxOverflow.";
  }

  /** What makes waits and is not the size. */
  private static String besides(Totals totals) {
    StringBuilder text = new StringBuilder();
    if (totals.failedOpens() > 0) {
      text.append(" Meanwhile ")
          .append(totals.failedOpens() == 1 ? "1 attempt" : totals.failedOpens() + " attempts")
          .append(" to open a connection failed: no size helps while the database is away.");
    }
    if (totals.leaksSuspected() > 0) {
      text.append(" Meanwhile ")
          .append(
              totals.leaksSuspected() == 1 ? "1 borrower" : totals.leaksSuspected() + " borrowers")
          .append(" ended without giving back: mend that first, no size is enough for leaks.");
    }
    return text.toString();
  }
}
