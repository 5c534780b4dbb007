package dev.cenote.log;

import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.ThreadText;
import java.util.List;
import java.util.Locale;

/**
 * Where a driver call hangs that was given up: lines to follow the one that tells of it. A stack
 * names classes and methods, never values.
 */
final class StuckText {

  /** Deeper stacks are those of a borrower's thread, whose outer frames say nothing of the call. */
  private static final int FRAMES_MAX = 50;

  private StuckText() {}

  static String of(UnansweredException failure) {
    return of(failure.thread(), List.of(failure.getStackTrace()));
  }

  static String of(PoolEvent.GivenUp event) {
    return of(event.thread(), event.stack());
  }

  private static String of(String thread, List<StackTraceElement> stack) {
    StringBuilder text = new StringBuilder();
    if (thread.isEmpty()) {
      return line(text, "stuck", "no thread had begun the call").toString();
    }
    line(text, "stuck", "thread \"" + ThreadText.of(thread) + "\"");
    for (StackTraceElement frame : stack.subList(0, Math.min(FRAMES_MAX, stack.size()))) {
      line(text, "", "  at " + frame);
    }
    if (stack.size() > FRAMES_MAX) {
      line(text, "", "  ... " + (stack.size() - FRAMES_MAX) + " more");
    }
    return text.toString();
  }

  private static StringBuilder line(StringBuilder text, String title, String what) {
    return text.append(String.format(Locale.ROOT, "%n  %-9s %s", title, what));
  }
}
