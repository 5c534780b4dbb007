package dev.cenote.core.time;

import java.util.function.Supplier;

/**
 * How the system has held this process back because its container had used up its share of the
 * processors. Where that is not known it is never.
 *
 * @param times in how many periods
 * @param nanos for how long, all processors together: it may be more than has passed
 */
public record Throttling(long times, long nanos) {

  /** Never, or not known. */
  public static final Throttling NONE = new Throttling(0, 0);

  /** Of a runtime that knows nothing of it. */
  public static final Supplier<Throttling> UNKNOWN = () -> NONE;

  /** What has come since then; none if the counts have begun anew. */
  public Throttling since(Throttling before) {
    return nanos <= before.nanos || times < before.times
        ? NONE
        : new Throttling(times - before.times, nanos - before.nanos);
  }
}
