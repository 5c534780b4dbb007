package dev.cenote.error;

import dev.cenote.core.AcquireException;
import dev.cenote.core.Deadlock;
import dev.cenote.core.Downtime;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the engine says into the exceptions that JDBC's callers expect, with the one line that
 * tells them why. Any thread; never blocks.
 */
public final class PoolErrors {

  private static final String CANNOT_CONNECT = "08001";
  private static final String NO_CONNECTION = "08003";
  private static final String BAD_LOGIN = "28000";

  private final String pool;
  private final String place;
  private final Secrets secrets;
  private final Function<Throwable, OpenFailure> classify;

  /**
   * For one pool.
   *
   * @param pool its name
   * @param place the database as messages name it, for example {@code db:5432/orders}
   * @param secrets what they must not say
   * @param classify says of what kind a failure to open is
   */
  public PoolErrors(
      String pool, String place, Secrets secrets, Function<Throwable, OpenFailure> classify) {
    this.pool = pool;
    this.place = place;
    this.secrets = secrets;
    this.classify = classify;
  }

  /** Why an acquire got nothing, as a code. */
  public ErrorCode codeOf(AcquireException failure, Findings findings) {
    return switch (failure.failure()) {
      case BUSY ->
          isForWantOfRoom(failure)
              ? ErrorCode.SERVER_FULL
              : codeOfBusy(failure.stats(), failure.waitedNanos(), findings);
      case DEADLOCK -> ErrorCode.DEADLOCK;
      case QUEUE_FULL -> ErrorCode.QUEUE_FULL;
      case PAUSED -> ErrorCode.PAUSED;
      case SOLE_BORROWED -> ErrorCode.SOLE_BORROWED;
      case LOGIN_REFUSED -> ErrorCode.LOGIN_REFUSED;
      case CLOSED -> ErrorCode.CLOSED;
      case DOWN -> ErrorCode.KNOWN_DOWN;
      case CANNOT_OPEN -> codeOfOpen(failure.getCause());
    };
  }

  /** All are borrowed that the server has room for. */
  private static boolean isForWantOfRoom(AcquireException failure) {
    return failure.stats().isServerFull() && failure.getCause() != null;
  }

  /** All are borrowed, or those that are not open yet are on their way. */
  private static ErrorCode codeOfBusy(PoolStats stats, long waitedNanos, Findings findings) {
    if (4 * findings.leaked() >= stats.maximum()) {
      return ErrorCode.BORROWER_ENDED; // they are missed, not only missing
    }
    boolean onTheirWay = stats.leased() < stats.maximum() && stats.isOpeningForMostOf(waitedNanos);
    boolean noneCame = stats.sinceLastOpenNanos() < 0 || stats.sinceLastOpenNanos() >= waitedNanos;
    return onTheirWay && noneCame ? ErrorCode.OPENING_SLOWLY : ErrorCode.ALL_BORROWED;
  }

  /** Why an acquire got nothing, as JDBC has it. */
  public SQLException of(AcquireException failure, Findings findings) {
    ErrorCode code = codeOf(failure, findings);
    Throwable cause = failure.getCause();
    Throwable safe = secrets.safeOrNull(cause);
    return switch (failure.failure()) {
      case CLOSED -> closed();
      case SOLE_BORROWED -> soleBorrowed(cause);
      case LOGIN_REFUSED -> loginRefused(cause, safe);
      case QUEUE_FULL -> transientError(code, queueFull(failure.stats(), findings), safe);
      case BUSY ->
          code == ErrorCode.SERVER_FULL
              ? transientError(code, cannotOpen(failure, code, findings), safe)
              : transientError(
                  code, busy(failure.stats(), failure.waitedNanos(), code, findings), safe);
      case DEADLOCK -> transientError(code, deadlock(failure, findings), null);
      case PAUSED -> transientError(code, paused(failure), safe);
      case DOWN -> transientError(code, down(failure), safe);
      case CANNOT_OPEN -> transientError(code, cannotOpen(failure, code, findings), safe);
    };
  }

  /** Not transient: it comes again until the program is changed. The cause is our own. */
  private SQLException soleBorrowed(@Nullable Throwable first) {
    String by = first == null ? "" : ", " + first.getMessage() + " (the cause is its stack)";
    return new SQLNonTransientConnectionException(
        ErrorCode.SOLE_BORROWED.line(pool, "the only connection is borrowed" + by),
        CANNOT_CONNECT,
        first);
  }

  /** Customizers have refused so many connections, the last for this reason. */
  public SQLException refusedAtCheckout(int tried, SQLException last) {
    String what = tried + " connections one after the other were refused" + because(last);
    return transientError(ErrorCode.REFUSED_AT_CHECKOUT, what, secrets.safe(last));
  }

  /** The pool is closed. */
  public SQLException closed() {
    return new SQLNonTransientConnectionException(
        ErrorCode.CLOSED.line(pool, "the pool is closed"), NO_CONNECTION);
  }

  /**
   * The calling thread was interrupted. Not transient, so that nothing retries on a thread that is
   * asked to stop.
   */
  public SQLException interrupted(InterruptedException cause) {
    return new SQLNonTransientConnectionException(
        ErrorCode.INTERRUPTED.line(pool, "interrupted while waiting for a connection"),
        CANNOT_CONNECT,
        cause);
  }

  /** Another thread's start of the pool took longer than this caller may wait. */
  public SQLException stillStarting(long waitedNanos) {
    String what =
        "no connection within " + TimeText.ofNanos(waitedNanos) + ": the pool is starting";
    return transientError(ErrorCode.STILL_STARTING, what, null);
  }

  /** On a connection that all share, transactions come one after the other. */
  public SQLException transactionsBusy(long waitedNanos) {
    String what =
        "no transaction within "
            + TimeText.ofNanos(waitedNanos)
            + ": another thread has one on the connection that all share";
    return transientError(ErrorCode.ALL_BORROWED, what, null);
  }

  /** The first connection could not be opened. */
  public CenoteStartException cannotStart(@Nullable Throwable cause, long waitedNanos) {
    ErrorCode code = codeOfOpen(cause);
    Throwable safe = secrets.safeOrNull(cause);
    if (code == ErrorCode.LOGIN_REFUSED) {
      return new CenoteStartException(code, loginRefused(cause, safe));
    }
    String what =
        "cannot start: " + failed(code) + " (after " + TimeText.ofNanos(waitedNanos) + ")";
    return new CenoteStartException(code, transientError(code, what + because(cause), safe));
  }

  /** The pool could not be filled. */
  public CenoteStartException notFilled(
      PoolStats stats, long waitedNanos, @Nullable Throwable cause) {
    String what =
        String.format(
            Locale.ROOT,
            "%d of %d connections to %s are open after %s",
            stats.open(),
            stats.poolSize(),
            place,
            TimeText.ofNanos(waitedNanos));
    Throwable safe = secrets.safeOrNull(cause);
    ErrorCode code = ErrorCode.NOT_FILLED;
    return new CenoteStartException(code, transientError(code, what + because(cause), safe));
  }

  /** A connection was lent and its driver failed in beginRequest. */
  public SQLException requestNotBegun(Exception cause) {
    String what = "beginRequest failed" + because(cause);
    return transientError(ErrorCode.REQUEST_NOT_BEGUN, what, secrets.safe(cause));
  }

  /** getConnection(user, password) with credentials that are not the pool's. */
  public SQLException otherCredentials() {
    return new SQLInvalidAuthorizationSpecException(
        ErrorCode.OTHER_CREDENTIALS.line(
            pool, "getConnection(user, password) asks for another login than the pool's"),
        BAD_LOGIN);
  }

  private ErrorCode codeOfOpen(@Nullable Throwable cause) {
    boolean unanswered = cause == null || cause instanceof TimeoutException;
    return unanswered ? ErrorCode.NO_ANSWER : codeOf(classify.apply(cause));
  }

  /** The code of a failure to open. */
  public static ErrorCode codeOf(OpenFailure kind) {
    return switch (kind) {
      case UNREACHABLE -> ErrorCode.UNREACHABLE;
      case LOGIN_REFUSED -> ErrorCode.LOGIN_REFUSED;
      case SERVER_FULL -> ErrorCode.SERVER_FULL;
      case TIMED_OUT -> ErrorCode.NO_ANSWER;
      case OTHER -> ErrorCode.CANNOT_OPEN;
    };
  }

  private SQLException loginRefused(@Nullable Throwable cause, @Nullable Throwable safe) {
    String what = place + " refuses the login" + because(cause);
    String line = ErrorCode.LOGIN_REFUSED.line(pool, what);
    if (cause instanceof SQLException sql) {
      String state = sql.getSQLState();
      boolean says = state != null && state.startsWith("28");
      return new SQLInvalidAuthorizationSpecException(
          line, says ? state : BAD_LOGIN, sql.getErrorCode(), safe);
    }
    return new SQLInvalidAuthorizationSpecException(line, BAD_LOGIN, safe);
  }

  private SQLException transientError(ErrorCode code, String what, @Nullable Throwable cause) {
    return new SQLTransientConnectionException(code.line(pool, what), CANNOT_CONNECT, cause);
  }

  /** What a caller is told who gets nothing because all are borrowed, or would be told now. */
  public SQLException allBorrowed(PoolStats stats, long waitedNanos, Findings findings) {
    ErrorCode code = ErrorCode.ALL_BORROWED;
    return transientError(code, busy(stats, waitedNanos, code, findings), null);
  }

  private static String busy(PoolStats stats, long waitedNanos, ErrorCode code, Findings findings) {
    String waited = noConnection(waitedNanos);
    String queue = StatsText.queue(stats);
    String text;
    if (code == ErrorCode.BORROWER_ENDED) {
      text =
          String.format(
              Locale.ROOT,
              "%s: %d of %d connections were borrowed by threads that have ended (%s, %s)",
              waited,
              findings.leaked(),
              stats.maximum(),
              StatsText.uses(stats),
              queue);
    } else if (stats.leased() < stats.maximum()) {
      text = waited + ": " + StatsText.uses(stats) + ", " + queue + lastOpen(code, stats);
    } else {
      String all =
          stats.maximum() == 1
              ? "the only connection is borrowed"
              : "all " + stats.maximum() + " connections are borrowed";
      text = waited + ": " + all + StatsText.wanted(stats) + " (" + queue + ")";
    }
    return text + holders(findings);
  }

  private static String lastOpen(ErrorCode code, PoolStats stats) {
    if (code != ErrorCode.OPENING_SLOWLY) {
      return stats.opening() == 0
          ? ""
          : "; opening began " + TimeText.ofNanos(stats.oldestOpenNanos()) + " ago";
    }
    return stats.sinceLastOpenNanos() < 0
        ? ""
        : "; the last one took " + TimeText.ofNanos(stats.lastOpenTookNanos()) + " to open";
  }

  private static String holders(Findings findings) {
    return findings.holders().isEmpty() ? "" : "; " + findings.holders();
  }

  private static String deadlock(AcquireException failure, Findings findings) {
    Deadlock deadlock = failure.deadlock();
    if (deadlock == null) {
      throw new IllegalStateException("bug: nothing is known of the deadlock");
    }
    String first = findings.firstPlace().isEmpty() ? "" : " from " + findings.firstPlace();
    String at = findings.place().isEmpty() ? "" : " at " + findings.place();
    String thread = ThreadText.of(Thread.currentThread());
    int own = deadlock.heldBySelf();
    return String.format(
        Locale.ROOT,
        "deadlock: thread \"%s\" has %d %s%s and asks for another%s, and %s. This request is failed"
            + " now, so that the others go on; they need at least %d connections",
        thread,
        own,
        own == 1 ? "connection" : "connections",
        first,
        at,
        deadlock.borrowers() == 1
            ? "there is no other"
            : "all connections are held by "
                + deadlock.borrowers()
                + " threads that wait in the same way",
        deadlock.sizeNeeded());
  }

  private static String queueFull(PoolStats stats, Findings findings) {
    return "refused at once, the queue is full: "
        + StatsText.uses(stats)
        + ", "
        + StatsText.queue(stats)
        + holders(findings);
  }

  private static String paused(AcquireException failure) {
    PoolStats stats = failure.stats();
    return noConnection(failure.waitedNanos())
        + ": the pool is paused ("
        + StatsText.uses(stats)
        + ", "
        + StatsText.queue(stats)
        + ")";
  }

  private static String noConnection(long waitedNanos) {
    return waitedNanos == 0
        ? "no connection at once"
        : "no connection within " + TimeText.ofNanos(waitedNanos);
  }

  private String cannotOpen(AcquireException failure, ErrorCode code, Findings findings) {
    PoolStats stats = failure.stats();
    Throwable cause = failure.getCause();
    boolean asked = cause == null && stats.opening() == 0 && stats.checking() > 0;
    return noConnection(failure.waitedNanos())
        + ": "
        + (asked ? "checks of connections to " + place + " got no answer" : failed(code))
        + because(cause)
        + " ("
        + StatsText.uses(stats)
        + ", "
        + StatsText.queue(stats)
        + ")"
        + holders(findings);
  }

  private String down(AcquireException failure) {
    Downtime downtime = failure.downtime();
    if (downtime == null) {
      throw new IllegalStateException("bug: nothing is known of the outage");
    }
    String waited =
        failure.waitedNanos() == 0
            ? "refused at once"
            : "no connection within " + TimeText.ofNanos(failure.waitedNanos());
    long next = downtime.nextAttemptNanos();
    return String.format(
        Locale.ROOT,
        "%s: no connection to %s could be opened for %s (%d %s failed, %s)%s",
        waited,
        place,
        TimeText.ofNanos(downtime.nanos()),
        downtime.failedAttempts(),
        downtime.failedAttempts() == 1 ? "attempt" : "attempts",
        next == 0 ? "another is under way" : "the next is due in " + TimeText.ofNanos(next),
        because(failure.getCause()));
  }

  private String failed(ErrorCode code) {
    return switch (code) {
      case UNREACHABLE -> place + " cannot be reached";
      case NO_ANSWER -> "connecting to " + place + " got no answer in that time";
      case SERVER_FULL -> place + " accepts no more connections";
      default -> "connecting to " + place + " failed";
    };
  }

  /** A failure as it may go out with one of these. */
  public Throwable safe(Throwable failure) {
    return secrets.safe(failure);
  }

  private String because(@Nullable Throwable cause) {
    return secrets.because(cause);
  }
}
