package dev.cenote.log;

import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.TimeText;
import org.jspecify.annotations.Nullable;

/** What is said of the end of a connection. */
final class Ending {

  private Ending() {}

  /** Which connection, what was wrong, and for how long it had been idle if it was. */
  static String describe(PoolEvent.Retired retired, ErrorCode code) {
    String what = "#" + retired.slot() + " is closed, " + code.title();
    if (retired.quietNanos() == 0) {
      return what;
    }
    String idle = TimeText.ofNanos(retired.quietNanos());
    return what + " after " + idle + " idle (age " + TimeText.ofNanos(retired.ageNanos()) + ")";
  }

  /** Of which error it is a sign; null: of none. */
  static @Nullable ErrorCode codeOf(PoolEvent.Retired retired) {
    ErrorCode code = codeOf(retired.reason());
    return code == null && retired.cause() instanceof UnansweredException unanswered
        ? codeOf(unanswered) // it was to go anyway, and yet a call hangs
        : code;
  }

  private static ErrorCode codeOf(UnansweredException unanswered) {
    return switch (unanswered.call()) {
      case OPEN -> ErrorCode.NO_ANSWER;
      case CHECK -> ErrorCode.CHECK_UNANSWERED;
      case RESET -> ErrorCode.RESET_UNANSWERED;
      case CLOSE, ABORT -> ErrorCode.CLOSE_UNANSWERED;
    };
  }

  private static @Nullable ErrorCode codeOf(RetireReason reason) {
    return switch (reason) {
      case CHECK_FAILED, FOUND_CLOSED -> ErrorCode.FOUND_DEAD;
      case CHECK_TIMED_OUT -> ErrorCode.CHECK_UNANSWERED;
      case RESET_FAILED -> ErrorCode.RESET_FAILED;
      case RESET_TIMED_OUT -> ErrorCode.RESET_UNANSWERED;
      case BROKEN -> ErrorCode.BROKE_IN_USE;
      case ROLE_CHANGED -> ErrorCode.ROLE_CHANGED;
      case RECLAIMED -> ErrorCode.RECLAIMED;
      case EXPIRED,
          SURPLUS,
          RESIZED,
          INVALIDATED,
          EVICTED,
          DRAINED,
          DETACHED,
          NOT_KEPT,
          UNWANTED,
          POOL_CLOSED ->
          null;
    };
  }
}
