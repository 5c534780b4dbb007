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
  private static final int ACQUIRED_MIN = 100;

  /** A wait that people, and time limits of requests, begin to notice. */
  private static final long LONG_WAIT_NANOS = 10_000_000;

  /** A connection that is held for so long on average is not held for the database. */
  private static final long LONG_HOLD_NANOS = 1_000_000_000;

  /** It is too small if callers waited for so much of the time, or for less but for long. */
  private static final double PRESSED = 0.01;

  private static final double SLIGHTLY_PRESSED = 0.001;

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
    double pressed = seen.pressedNanos() / (double) seen.spanNanos();
    boolean waitsAreLong = seen.waitPercentileNanos(99) >= LONG_WAIT_NANOS;
    if (pressed >= PRESSED || (pressed >= SLIGHTLY_PRESSED && waitsAreLong)) {
      return tooSmall(pool, pressed, reading);
    }
    if (waitsAreLong || seen.totals().timedOut() > 0) {
      return notTheSize(pool);
    }
    return large(pool);
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
    int most = Math.max(pool.usage().busy().max(), pool.usage().wanted().max());
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
            + " were borrowed, but for less than 1 % of the time.";
  }

  /** {@code of 20}; empty if there is no limit. */
  static String of(int maximum) {
    return maximum == PoolConfig.UNLIMITED ? "" : " of " + maximum;
  }

  private static SizeAdvice tooSmall(PoolUsage pool, double pressed, String reading) {
    Usage seen = pool.usage();
    int enough = Math.max(pool.maximum() + 1, seen.wanted().percentile(99));
    String waited =
        String.format(
            Locale.ROOT,
            "too small for this load: for %.1f %% of the time all %d were borrowed and callers"
                + " waited; %d more would have spared them nearly all of that.",
            100 * pressed,
            pool.maximum(),
            enough - pool.maximum());
    long hold = seen.meanHoldNanos();
    String first =
        hold >= LONG_HOLD_NANOS
            ? " But each is held for "
                + TimeText.ofNanos(hold)
                + " on average: shorten that first, a larger pool would not."
            : " That helps only if the database has room for more; if holds get longer then, it"
                + " has not.";
    String now = reading.isEmpty() ? "" : " Now: " + reading;
    return new SizeAdvice(
        Verdict.TOO_SMALL,
        enough,
        enough + " would have been enough in 99 % of the time",
        waited + first + now + besides(seen.totals()));
  }

  private static SizeAdvice notTheSize(PoolUsage pool) {
    Usage seen = pool.usage();
    boolean down = seen.totals().failedOpens() > 0;
    return new SizeAdvice(
        Verdict.NOT_THE_SIZE,
        0,
        "a larger pool would not have helped",
        "callers waited, but hardly ever because all "
            + pool.maximum()
            + " were borrowed: they waited for connections to be opened or checked."
            + (down ? "" : " Keep more of them open: raise poolSize, not maxOverflow.")
            + besides(seen.totals()));
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
