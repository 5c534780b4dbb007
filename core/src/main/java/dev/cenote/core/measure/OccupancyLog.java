package dev.cenote.core.measure;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps for a day how many were in use and how many waited for one, an hour at a time: what is
 * older than 24 hours is forgotten. Fed by whoever looks regularly; it is told of a moment and
 * takes that for the time since the moment before. It may not be told while none are in use: that
 * is time in which none were. For one thread at a time. An hour with something in it occupies some
 * 100 bytes, and 8 for each count that was seen.
 */
public final class OccupancyLog {

  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final int HOURS = 24;

  /** Looks that are further apart were not regular. */
  private static final int GAP_TICKS = 10;

  private long startedAt;
  private Usage.Since start = Usage.Since.START;
  private final long tickNanos;
  private final @Nullable Hour[] hours = new @Nullable Hour[HOURS];
  private long lastAt;
  private int lastBusy;
  private Totals atRest = Totals.NONE; // when last nothing was in use

  /** An hour, and what the totals were when it began. */
  private static final class Hour {

    final long number;
    final Totals before;
    final Waits waitsBefore;
    long[] busy = new long[0];
    long[] waiting = new long[0];
    long busySum;
    long waitingSum;
    int busyMax;
    int waitingMax;
    long stuckNanos;
    long longestWait;

    Hour(long number, Totals before, Waits waitsBefore) {
      this.number = number;
      this.before = before;
      this.waitsBefore = waitsBefore;
    }

    void busy(int count, long passed) {
      busy = added(busy, count, passed);
      busySum += count * passed;
      busyMax = Math.max(busyMax, count);
    }
  }

  /**
   * Nothing was seen yet.
   *
   * @param tickNanos how often one looks while something is in use
   */
  public OccupancyLog(long now, long tickNanos) {
    this.startedAt = now;
    this.tickNanos = tickNanos;
    this.lastAt = now;
  }

  /**
   * So many are in use now, and so many wait.
   *
   * @param waiting those whom only the limit keeps from having one
   * @param stuck those who would be, did not all stand still
   * @param totals asked when an hour begins
   */
  public void sample(
      long now, int busy, int waiting, int stuck, WaitTally waits, Supplier<Totals> totals) {
    Hour hour = hour(now, waits, totals);
    long passed = Math.max(0, now - lastAt);
    long seen = Math.min(passed, GAP_TICKS * tickNanos);
    long counted = lastBusy == 0 ? Math.min(passed, tickNanos) : seen; // else one had not looked
    hour.busy(Math.min(busy, lastBusy), passed - seen); // nobody looked: it was no more than that
    lastAt = now;
    lastBusy = busy;
    atRest = busy == 0 ? totals.get() : atRest;
    hour.busy(busy, counted);
    hour.stuckNanos += stuck > 0 ? counted : 0;
    hour.waiting = added(hour.waiting, waiting, counted);
    hour.waitingSum += waiting * counted;
    hour.waitingMax = Math.max(hour.waitingMax, waiting);
  }

  /** For a moment so many are in use, or would be, and so many wait. */
  public void peak(long now, int busy, int waiting, WaitTally waits, Supplier<Totals> totals) {
    Hour hour = hour(now, waits, totals);
    hour.busyMax = Math.max(hour.busyMax, busy);
    hour.waitingMax = Math.max(hour.waitingMax, waiting);
  }

  /** Forgets everything: from now on other things are seen. */
  public void restart(long now, Totals totals, WaitTally waits) {
    Arrays.fill(hours, null);
    waits.takeLongest();
    startedAt = now;
    start = Usage.Since.RESIZE;
    lastAt = now;
    atRest = totals;
    hours[0] = new Hour(0, totals, waits.read());
  }

  private Hour hour(long now, WaitTally waits, Supplier<Totals> totals) {
    long number = hourOf(now);
    int index = (int) (number % HOURS);
    Hour hour = hours[index];
    if (hour == null || hour.number != number) {
      Hour last = hours[(int) (hourOf(lastAt) % HOURS)];
      Waits before = waits.read();
      if (last != null) {
        last.longestWait = waits.takeLongest();
        before = before.equals(last.waitsBefore) ? last.waitsBefore : before; // one for both
      }
      // What was given since the rest began, and before anybody looked, belongs to this hour.
      hour = new Hour(number, lastBusy == 0 ? atRest : totals.get(), before);
      hours[index] = hour;
    }
    return hour;
  }

  private long hourOf(long time) {
    return Math.max(0, time - startedAt) / HOUR_NANOS;
  }

  private static long[] added(long[] nanos, int count, long passed) {
    if (count == 0 || passed == 0) {
      return nanos;
    }
    int index = Buckets.indexOf(count);
    long[] grown = nanos;
    if (index >= nanos.length) {
      grown = new long[index + 1];
      System.arraycopy(nanos, 0, grown, 0, nanos.length);
    }
    grown[index] += passed;
    return grown;
  }

  /** What was seen in the last 24 hours at most, and what the totals have grown by meanwhile. */
  public Usage read(long now, Totals totals, WaitTally waits) {
    long first = Math.max(0, hourOf(now) - (HOURS - 1));
    long span = Math.max(0, now - startedAt - first * HOUR_NANOS);
    Sum busy = new Sum();
    Sum waiting = new Sum();
    long stuck = 0;
    Totals since = lastBusy == 0 ? atRest : totals; // if there is no hour: nobody looked since
    Waits waited = waits.read();
    Waits waitedBefore = waited;
    long longest = waits.longest();
    for (long number = hourOf(now); number >= first; number--) {
      Hour hour = hours[(int) (number % HOURS)];
      if (hour != null && hour.number == number) {
        busy.add(hour.busy, hour.busySum, hour.busyMax);
        waiting.add(hour.waiting, hour.waitingSum, hour.waitingMax);
        stuck += hour.stuckNanos;
        since = hour.before;
        waitedBefore = hour.waitsBefore;
        longest = Math.max(longest, hour.longestWait);
      }
    }
    Totals meanwhile = totals.since(since);
    int least = meanwhile.acquired() > 0 ? 1 : 0; // it may have fallen between two moments
    return new Usage(
        first == 0 ? start : Usage.Since.DAY,
        busy.over(span, least),
        waiting.over(span, 0),
        stuck,
        meanwhile,
        waited.since(waitedBefore, longest));
  }

  /** Several hours together. */
  private static final class Sum {

    private long[] nanos = new long[0];
    private long weighted;
    private int max;

    void add(long[] more, long sum, int most) {
      long[] grown = nanos.length >= more.length ? nanos : new long[more.length];
      if (grown != nanos) {
        System.arraycopy(nanos, 0, grown, 0, nanos.length);
      }
      for (int i = 0; i < more.length; i++) {
        grown[i] += more[i];
      }
      nanos = grown;
      weighted += sum;
      max = Math.max(max, most);
    }

    Occupancy over(long span, int least) {
      return new Occupancy(nanos, span, weighted, Math.max(max, least));
    }
  }
}
