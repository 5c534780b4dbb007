package dev.cenote.core.time;

/**
 * Makes sure that there is stack left before something begins that must not stop half way. If there
 * is not, the StackOverflowError comes from here, where nothing has changed yet. Each level takes
 * some 300 bytes or more, compiled or not.
 */
public final class StackProbe {

  /** Enough to schedule a task: the JDK's queue does not survive an overflow inside it. */
  static final int SCHEDULE = 8;

  /** Enough for a decision under the control lock and what follows from it. */
  public static final int DECISION = 32;

  /** Enough for a whole wait, which makes several decisions. */
  public static final int WAIT = 64;

  private StackProbe() {}

  /** Returns, or throws the StackOverflowError that would come later. */
  public static void ensure(int levels) {
    if (descend(levels, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16) == 0) {
      throw new IllegalStateException("bug: sixteen numbers from 1 on cannot add up to 0");
    }
  }

  // Arguments are the only room on the stack that no compiler leaves out; they change places so
  // that each level needs its own.
  private static long descend(
      int left,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g,
      long h,
      long i,
      long j,
      long k,
      long l,
      long m,
      long n,
      long o,
      long p) {
    if (left == 0) {
      return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p;
    }
    long below = descend(left - 1, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a);
    return below == 0 ? a : below;
  }
}
