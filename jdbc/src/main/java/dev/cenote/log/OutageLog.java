package dev.cenote.log;

import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Secrets;
import dev.cenote.error.TimeText;
import java.util.Locale;

/** Says in a line that opening fails, and that it does no more. For the announcer's thread. */
final class OutageLog {

  private final String pool;
  private final String place;
  private final Secrets secrets;
  private final Ticker ticker;
  private long lostAt;

  OutageLog(String pool, String place, Secrets secrets, Ticker ticker) {
    this.pool = pool;
    this.place = place;
    this.secrets = secrets;
    this.ticker = ticker;
  }

  /** The first attempt has failed. */
  String lost(PoolEvent.OpenFailed event, ErrorCode code) {
    String what =
        switch (code) {
          case LOGIN_REFUSED -> " refuses the login: ";
          case SERVER_FULL -> " is full: ";
          default -> " is lost: ";
        };
    String cause = withoutStop(secrets.describe(event.failure()));
    return pool + ": " + place + what + cause + "; " + event.open() + " open [" + code.id() + "]";
  }

  /** An attempt has failed. */
  String failed(PoolEvent.OpenFailed event, ErrorCode code) {
    long now = ticker.nanos();
    if (event.consecutive() == 1) {
      lostAt = now;
    }
    String cause = withoutStop(secrets.describe(event.failure()));
    String what = "cannot connect to " + place + ": " + cause + " (" + row(event, now) + ")";
    return code.line(pool, what);
  }

  private String row(PoolEvent.OpenFailed event, long now) {
    String next =
        event.open() + " open, next attempt in " + TimeText.ofNanos(event.nextAttemptNanos());
    return event.consecutive() == 1
        ? next
        : event.consecutive() + " failures in " + TimeText.ofNanos(now - lostAt) + ", " + next;
  }

  String restored(PoolEvent.Restored event) {
    return String.format(
        Locale.ROOT,
        "%s: %s is back after %s and %s; %d open in %s; %s failed meanwhile [%s]",
        pool,
        place,
        TimeText.ofNanos(event.lostNanos()),
        count(event.failures(), "failed attempt"),
        event.open(),
        TimeText.ofNanos(event.tookNanos()),
        count(event.requestsFailed(), "request"),
        ErrorCode.RECOVERED.id());
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
