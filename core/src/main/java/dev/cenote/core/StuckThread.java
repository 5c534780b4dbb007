package dev.cenote.core;

import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.ThreadName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The thread that makes a driver call which is about to be given up, and where it is.
 *
 * @param name empty: no thread has begun the call
 * @param stack empty if that is not to be had
 */
record StuckThread(String name, List<StackTraceElement> stack) {

  /** Of a call that no thread has begun. */
  private static final StuckThread NONE = new StuckThread("", List.of());

  /** There is one, and no more is known: it is leaving the call just now, or memory is short. */
  private static final StuckThread UNKNOWN = new StuckThread("?", List.of());

  /**
   * Takes its stack, which stops it for a moment: no lock may be held.
   *
   * @param thread null if none is in the call now
   */
  static StuckThread of(@Nullable Thread thread, boolean hasBegun) {
    if (thread == null) {
      return hasBegun ? UNKNOWN : NONE;
    }
    try {
      return new StuckThread(ThreadName.of(thread), List.of(thread.getStackTrace()));
    } catch (RuntimeException | Error notToBeHad) { // the call is given up all the same
      return UNKNOWN;
    }
  }

  /** Why a call that had so much time brought nothing. */
  UnansweredException unanswered(DriverCall.Kind call, long limitNanos) {
    return new UnansweredException(call, limitNanos, name, stack);
  }
}
