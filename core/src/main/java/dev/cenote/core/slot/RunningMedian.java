package dev.cenote.core.slot;

/**
 * An estimate of what half of some durations do not exceed, which each of them moves by a quarter
 * up or a fifth down: one that is a thousand times longer than the rest, since a thread lost its
 * processor, moves it no further than any other. A mean it would keep too high for long.
 */
public final class RunningMedian {

  /** Below this it does not fall: shorter durations are not told apart. */
  private static final float LEAST_NANOS = 1_000;

  private RunningMedian() {}

  /** What becomes of an estimate with one more duration; all in nanoseconds, 0: not known. */
  public static float with(float estimate, long nanos) {
    if (estimate == 0) {
      return nanos;
    }
    return nanos > estimate ? estimate * 1.25f + 1 : Math.max(LEAST_NANOS, estimate * 0.8f);
  }
}
