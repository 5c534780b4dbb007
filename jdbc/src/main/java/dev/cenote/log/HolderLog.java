package dev.cenote.log;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.ThreadText;
import dev.cenote.error.TimeText;
import dev.cenote.report.Borrower;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says in a line what happened to a borrower. For the announcer's thread. */
final class HolderLog {

  /** So many pairs of places are remembered; a program has fewer in which it nests. */
  private static final int PAIRS_MAX = 256;

  private final String pool;

  /** Those told of; of too many the one that was met longest ago is forgotten. */
  private final Map<String, Boolean> nested =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > PAIRS_MAX;
        }
      };

  HolderLog(String pool) {
    this.pool = pool;
  }

  /** The line; empty if the same pair of places has been told of before. */
  String nested(PoolEvent.NestedAcquire event) {
    String first = Borrower.placeOf(event.firstSite());
    String place = Borrower.placeOf(event.stack());
    if (nested.put(first + " and " + place, true) != null) {
      return "";
    }
    String what =
        String.format(
            Locale.ROOT,
            "thread \"%s\" holds #%d%s and waits for another connection%s",
            ThreadText.of(event.thread()),
            event.slot(),
            first.isEmpty() ? "" : " from " + first,
            at(place));
    return ErrorCode.NESTED_ACQUIRE.line(pool, what);
  }

  String heldLong(PoolEvent.HeldLong event) {
    String what =
        String.format(
            Locale.ROOT,
            "#%d is held for %s by %s%s",
            event.slot(),
            TimeText.ofNanos(event.heldNanos()),
            Borrower.describe(event.borrower(), event.quietNanos()),
            borrowed(event.site()));
    return ErrorCode.HELD_LONG.line(pool, what);
  }

  String returned(PoolEvent.HeldLongReturned event) {
    return String.format(
        Locale.ROOT,
        "%s: #%d of thread \"%s\" came back after %s: slow, not leaked [%s]",
        pool,
        event.slot(),
        ThreadText.of(event.thread()),
        TimeText.ofNanos(event.heldNanos()),
        ErrorCode.HELD_LONG_RETURNED.id());
  }

  String leaked(PoolEvent.Leaked event) {
    String what =
        String.format(
            Locale.ROOT,
            "thread \"%s\" has ended and #%d, which it borrowed %s ago, was not given back%s",
            ThreadText.of(event.thread()),
            event.slot(),
            TimeText.ofNanos(event.heldNanos()),
            borrowed(event.site()));
    return ErrorCode.BORROWER_ENDED.line(pool, what);
  }

  private static String borrowed(List<StackTraceElement> site) {
    String place = Borrower.placeOf(site);
    return place.isEmpty() ? "" : "; borrowed at " + place;
  }

  private static String at(String place) {
    return place.isEmpty() ? "" : " at " + place;
  }
}
