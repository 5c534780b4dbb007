package dev.cenote.report;

import dev.cenote.error.ThreadText;
import dev.cenote.error.TimeText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A borrower's place and doings, for messages of one line. */
public final class Borrower {

  private Borrower() {}

  /** The place in the application's code; empty if the stack has none. */
  public static String placeOf(List<StackTraceElement> stack) {
    return Frames.path(Frames.ofApplication(stack));
  }

  /**
   * Which thread, where it is now and what it has called. Takes its stack.
   *
   * @param quietNanos since when it has begun no JDBC call
   */
  public static String describe(@Nullable Thread thread, long quietNanos) {
    if (thread == null) {
      return "a borrower that is not known";
    }
    Activity now = Activity.of(thread);
    StringBuilder text = new StringBuilder("thread \"").append(ThreadText.of(thread)).append('"');
    if (now.kind() == Activity.Kind.ENDED) {
      return text.append(", which has ended").toString();
    }
    if (!now.path().isEmpty()) {
      text.append(" at ").append(now.path());
    }
    if (!now.call().isEmpty()) {
      text.append(", now in ").append(now.call());
    }
    String quiet = TimeText.ofNanos(quietNanos);
    return text.append(
            now.kind() == Activity.Kind.IN_DRIVER
                ? ", the last call on it began " + quiet + " ago"
                : ", no JDBC call for " + quiet)
        .toString();
  }
}
