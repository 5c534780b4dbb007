package dev.cenote.core;

import java.lang.StackWalker.StackFrame;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Where threads wait with a resource in their hand: pairs of the place where they got it, if that
 * is kept, and the place where they ask for another. Each pair is told at once and then ten times a
 * second at most, however many other pairs there are. A place is known by its topmost frames: to
 * read those takes some microseconds, of a thread that has to wait anyway. Any thread.
 */
final class NestedPlaces {

  private static final long QUIET_NANOS = 100_000_000;

  private static final int FRAMES = 64;

  /** So many pairs are remembered; then all are forgotten, and told again. */
  private static final int PAIRS_MAX = 256;

  private static final StackWalker WALKER = StackWalker.getInstance();

  private final Map<Long, Long> told = new ConcurrentHashMap<>();

  /**
   * Whether this pair is to be told now.
   *
   * @param first where the resource was borrowed; null if that is not known
   * @param itself whether the calling thread is the one that waits; else its place is not known
   */
  boolean isDue(@Nullable Throwable first, boolean itself, long now) {
    long pair = (first == null ? 0L : hashOf(first)) << Integer.SIZE ^ (itself ? hashOfHere() : 0);
    Long before = told.get(pair);
    if (before != null) {
      return now - before >= QUIET_NANOS && told.replace(pair, before, now);
    }
    if (told.size() >= PAIRS_MAX) {
      told.clear();
    }
    return told.putIfAbsent(pair, now) == null;
  }

  private static long hashOf(Throwable site) {
    StackTraceElement[] stack = site.getStackTrace();
    int hash = 1;
    for (int i = 0; i < Math.min(stack.length, FRAMES); i++) {
      hash = 31 * hash + stack[i].hashCode();
    }
    return hash;
  }

  private static long hashOfHere() {
    int hash =
        WALKER.walk(frames ->
            frames.limit(FRAMES).mapToInt(NestedPlaces::hashOf).reduce(1, (a, b) -> 31 * a + b));
    return Integer.toUnsignedLong(hash);
  }

  private static int hashOf(StackFrame frame) {
    int method = 31 * frame.getClassName().hashCode() + frame.getMethodName().hashCode();
    return 31 * method + frame.getByteCodeIndex();
  }
}
