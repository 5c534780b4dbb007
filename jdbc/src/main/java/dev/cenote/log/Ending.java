package dev.cenote.log;

import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.RetireReason;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Secrets;
import dev.cenote.error.TimeText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of the end of a connection. */
final class Ending {

  private Ending() {}

  /**
   * Which connection, what was wrong, and for how long it had been idle if it was. Of one that
   * broke in use also where it led to, and what the driver called the error: the borrower knows,
   * who reads the log does not.
   *
   * @param place the database as messages name it
   */
  static String describe(PoolEvent.Retired retired, ErrorCode code, String place, Secrets secrets) {
    String because = withoutStop(secrets.because(retired.cause()));
    if (code == ErrorCode.BROKE_IN_USE || code == ErrorCode.ROLE_CHANGED) {
      String what = "#" + retired.slot() + " to " + place + " is closed, " + code.title();
      return what + because + names(retired.cause());
    }
    return what(retired, code) + because + doubted(retired, code);
  }

  private static String what(PoolEvent.Retired retired, ErrorCode code) {
    String what = "#" + retired.slot() + " is closed, " + code.title();
    if (retired.quietNanos() == 0) {
      return what;
    }
    String idle = TimeText.ofNanos(retired.quietNanos());
    return what + " after " + idle + " idle (age " + TimeText.ofNanos(retired.ageNanos()) + ")";
  }

  /** A check without an answer is often the first of many: how many are looked at now. */
  private static String doubted(PoolEvent.Retired retired, ErrorCode code) {
    if (code != ErrorCode.CHECK_UNANSWERED || retired.doubted() == 0) {
      return "";
    }
    return retired.doubted() == 1
        ? "; 1 other is checked before it is lent again"
        : "; " + retired.doubted() + " others are checked before they are lent again";
  }

  /** SQLState and code, as far as there are any. */
  private static String names(@Nullable Throwable cause) {
    if (!(cause instanceof SQLException sql)) {
      return "";
    }
    List<String> names = new ArrayList<>();
    if (sql.getSQLState() != null) {
      names.add("SQLState " + sql.getSQLState());
    }
    if (sql.getErrorCode() != 0) {
      names.add("code " + sql.getErrorCode());
    }
    return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
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
          GAVE_WAY,
          NOT_KEPT,
          UNWANTED,
          POOL_CLOSED ->
          null;
    };
  }
}
