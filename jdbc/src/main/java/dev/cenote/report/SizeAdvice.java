package dev.cenote.report;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolKind;
import dev.cenote.core.PoolUsage;
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
  private static final int ACQUIRES_MIN = 100;

  /** A wait that people, and time limits of requests, begin to notice. */
  private static final long LONG_WAIT_NANOS = 10_000_000;

  /** A connection that is held for so long on average is not held for the database. */
  private static final long LONG_HOLD_NANOS = 1_000_000_000;

  /** It is too small if callers waited for so much of the time, however long each. */
  private static final double OFTEN = 0.01;

  /** It is too small, too, if callers waited for long and for so much of that for others. */
  private static final double MOSTLY = 0.5;

  /** To speak of failures that the size has nothing to do with, one in so many must fail. */
  private static final int FAILED = 100;

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
    if (seen.spanNanos() < SPAN_MIN_NANOS || seen.totals().asked() < ACQUIRES_MIN) {
      return tooLittle(seen.totals());
    }
    boolean often = seen.pressedNanos() >= OFTEN * seen.spanNanos();
    boolean forLong = seen.waitPercentileNanos(99) >= LONG_WAIT_NANOS;
    boolean inVain = seen.totals().crowdedOut() > 0;
    if (often || inVain || (forLong && seen.pressedShare() >= MOSTLY)) {
      return tooSmall(pool, often, reading);
    }
    boolean many = FAILED * seen.totals().failed() >= seen.totals().asked();
    return forLong || many ? notTheSize(pool) : large(pool);
  }

  private static SizeAdvice none(String why) {
    return new SizeAdvice(Verdict.NO_SIZE, 0, why, "nothing to advise: " + why + ".");
  }

  private static SizeAdvice tooLittle(Totals totals) {
    return new SizeAdvice(
        Verdict.TOO_LITTLE_SEEN,
        0,
        "too little for advice",
        "ask again after "
            + TimeText.ofNanos(SPAN_MIN_NANOS)
            + " and "
            + ACQUIRES_MIN
            + " acquires of your usual load."
            + besides(totals));
  }

  private static SizeAdvice large(PoolUsage pool) {
    int waiting = pool.usage().waiting().max();
    int busy = Math.min(pool.usage().busy().max(), pool.maximum()); // more until they came back
    int most = waiting == 0 ? busy : pool.maximum() + waiting;
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
              + besides(pool.usage()));
    }
    return new SizeAdvice(
        Verdict.FITS, enough, "about right", fits(most, pool.maximum()) + besides(pool.usage()));
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
    boolean waited = seen.pressedNanos() > 0; // else all were refused at once
    int more = Math.max(1, waited ? seen.waiting().percentileOfSome(SPARED) : seen.waiting().max());
    int most = Math.max(FEW, pool.maximum());
    boolean full = seen.totals().serverFull() > 0;
    boolean known = waited && more <= most && !full;
    String text =
        (often ? "too small for this load: " : "too small for its bursts: ")
            + (waited ? "for " + time(seen, often) + " " : "")
            + "all "
            + pool.maximum()
            + " were borrowed"
            + (waited ? " and callers waited" : "")
            + failed(seen.totals())
            + (more > most
                ? crowd(seen.waiting().max(), pool.maximum() + most)
                : waited ? spares(more) : "; at least " + more + " more would have been wanted.")
            + (full ? "" : cure(seen, more <= most))
            + (reading.isEmpty() ? "" : " Now: " + reading)
            + besides(seen);
    int enough = known ? pool.maximum() + more : 0;
    String gist = known ? enough + " would have been enough nearly always" : "too small";
    return new SizeAdvice(Verdict.TOO_SMALL, enough, gist, text);
  }

  private static String time(Usage seen, boolean often) {
    return often
        ? String.format(
            Locale.ROOT, "%.1f %% of the time", 100.0 * seen.pressedNanos() / seen.spanNanos())
        : TimeText.ofNanos(seen.pressedNanos()) + " in total";
  }

  private static String failed(Totals totals) {
    return totals.crowdedOut() == 0 ? "" : ", " + totals.crowdedOut() + " in vain";
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
        "callers waited or failed, but mostly not because all "
            + pool.maximum()
            + " were borrowed: they waited for connections to be opened or checked, or for a pause"
            + " to end."
            + remedy(pool)
            + besides(seen));
  }

  private static String remedy(PoolUsage pool) {
    Totals totals = pool.usage().totals();
    if (totals.failedOpens() > 0 || pool.usage().stuckNanos() > 0) {
      return "";
    }
    if (pool.kind() == PoolKind.DIRECT) {
      return " Kind DIRECT opens one for each caller: kind QUEUE keeps them open.";
    }
    return pool.kept() < pool.maximum()
        ? " Keep more of them open: raise poolSize, and lower maxOverflow by as much."
        : "";
  }

  private static String besides(Usage seen) {
    long stuck = seen.stuckNanos();
    return (stuck == 0
            ? ""
            : " Meanwhile for "
                + TimeText.ofNanos(stuck)
                + " callers waited and nothing was given back: more connections would have got"
                + " stuck too.")
        + besides(seen.totals());
  }

  /** What makes waits and is not the size. */
  private static String besides(Totals totals) {
    StringBuilder text = new StringBuilder();
    if (totals.serverFull() > 0) {
      text.append(" Meanwhile the server was full and refused ")
          .append(totals.serverFull() == 1 ? "1 attempt" : totals.serverFull() + " attempts")
          .append(
              " to open a connection: let all pools together want fewer than it permits, or let it"
                  + " permit more.");
    }
    long failed = totals.failedOpens() - totals.serverFull();
    if (failed > 0) {
      text.append(" Meanwhile ")
          .append(failed == 1 ? "1 attempt" : failed + " attempts")
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
