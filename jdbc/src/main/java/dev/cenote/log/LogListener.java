package dev.cenote.log;

import dev.cenote.core.PoolConfig;
import dev.cenote.core.connect.DriverCall;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.connect.UnansweredException;
import dev.cenote.core.event.PoolEvent;
import dev.cenote.core.event.PoolListener;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.PoolErrors;
import dev.cenote.error.Secrets;
import dev.cenote.error.TimeText;
import dev.cenote.report.IdleLimitText;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events through SLF4J, logger {@value #LOGGER}. INFO: start, stop, and that the state
 * changed. WARN: something went wrong, its cause and what to do, at most one line per code in 10 s
 * (ten where each names a borrower), the others counted; with the stack of the thread that hangs
 * where a driver call was given up, and with the holders where they have all that a full server has
 * room for, also if another line of that code was just before. DEBUG: the life of single
 * connections. Every line begins with the pool's name; none holds a secret. Any thread; events come
 * on one of the pool's own.
 */
public final class LogListener implements PoolListener {

  /** The logger's name. */
  public static final String LOGGER = "dev.cenote.pool";

  private static final Duration QUIET = Duration.ofSeconds(10);

  /** Of these there is more to say than a line: who holds the connections. */
  private static final Set<ErrorCode> REPORTED =
      EnumSet.of(
          ErrorCode.ALL_BORROWED,
          ErrorCode.BORROWER_ENDED,
          ErrorCode.DEADLOCK,
          ErrorCode.QUEUE_FULL,
          ErrorCode.OPENING_SLOWLY,
          ErrorCode.PAUSED);

  /**
   * These name a borrower each: several are told, but not hundreds when a database stands still.
   */
  private static final Set<ErrorCode> OF_SINGLE_LEASES =
      EnumSet.of(ErrorCode.HELD_LONG, ErrorCode.HELD_LONG_RETURNED, ErrorCode.BORROWER_ENDED);

  private static final int LEASES_MAX = 10;

  private final Logger log;
  private final String pool;
  private final String place;
  private final Secrets secrets;
  private final Ticker ticker;
  private final RateLimits limits;
  private final RateLimits stuckLimits;
  private final RateLimits heldLimits;
  private final RateLimit reports;
  private final HolderLog holders;
  private final OutageLog outages;
  private volatile boolean closing;
  private volatile @Nullable Said lastSaid;

  /** A warning, whether it was written or held back. */
  private record Said(String line, long at) {}

  /**
   * For one pool.
   *
   * @param pool its name
   * @param place the database as messages name it
   * @param secrets what is not told
   */
  public LogListener(String pool, String place, Secrets secrets) {
    this(LoggerFactory.getLogger(LOGGER), pool, place, secrets, Ticker.system());
  }

  LogListener(Logger log, String pool, String place, Secrets secrets, Ticker ticker) {
    this.log = log;
    this.pool = pool;
    this.place = place;
    this.secrets = secrets;
    this.ticker = ticker;
    this.reports = new RateLimit(ticker, QUIET.toNanos());
    this.holders = new HolderLog(pool);
    this.outages = new OutageLog(pool, place, secrets, ticker);
    this.limits =
        new RateLimits(code ->
            new RateLimit(
                ticker, QUIET.toNanos(), OF_SINGLE_LEASES.contains(code) ? LEASES_MAX : 1));
    this.stuckLimits = new RateLimits(code -> new RateLimit(ticker, QUIET.toNanos()));
    this.heldLimits = new RateLimits(code -> new RateLimit(ticker, QUIET.toNanos()));
  }

  @Override
  public void on(PoolEvent event) {
    if (event instanceof PoolEvent.Started) {
      return; // see started; not looked for among all others, while somebody waits for the start
    }
    if (event instanceof PoolEvent.Opened opened) {
      log.debug("{}: opened #{} in {}", pool, opened.slot(), TimeText.ofNanos(opened.tookNanos()));
    } else if (event instanceof PoolEvent.Retired retired) {
      retired(retired);
    } else if (event instanceof PoolEvent.IdleLimitFound found) { // once: no limit
      log.warn("{}: {}. [{}]", pool, IdleLimitText.of(found.limit()), ErrorCode.FOUND_DEAD.id());
    } else if (event instanceof PoolEvent.OpenFailed failed) {
      openFailed(failed);
    } else if (event instanceof PoolEvent.Restored restored) {
      log.info(outages.restored(restored)); // each end of what was told to have begun
    } else if (event instanceof PoolEvent.GivenUp givenUp) {
      givenUp(givenUp);
    } else if (event instanceof PoolEvent.Closed closed) {
      closed(closed);
    } else if (!ofBorrower(event)) {
      other(event);
    }
  }

  private boolean ofBorrower(PoolEvent event) {
    if (event instanceof PoolEvent.NestedAcquire nested) {
      String line = holders.nested(nested);
      if (!line.isEmpty()) {
        log.warn(line);
      }
    } else if (event instanceof PoolEvent.HeldLong held) {
      warn(ErrorCode.HELD_LONG, holders.heldLong(held));
    } else if (event instanceof PoolEvent.HeldLongReturned returned) {
      cameBack(holders.returned(returned));
    } else if (event instanceof PoolEvent.Leaked leaked) {
      warn(ErrorCode.BORROWER_ENDED, holders.leaked(leaked));
    } else {
      return false;
    }
    return true;
  }

  private void cameBack(String line) {
    int heldBack = limits.of(ErrorCode.HELD_LONG_RETURNED).pass();
    if (heldBack == RateLimit.HELD_BACK) {
      log.debug(line);
    } else {
      log.info("{}{}", line, alike(heldBack));
    }
  }

  /** The pool has started; said by who knows the settings. */
  public void started(PoolConfig config, Iterable<String> notes) {
    log.info(
        "{}: started on {}, pool size {}, overflow {}",
        pool,
        place,
        count(config.poolSize()),
        count(config.maxOverflow()));
    notes(notes);
  }

  /** What was understood in another way than it was written. */
  public void notes(Iterable<String> notes) {
    for (String note : notes) {
      log.info("{}: {}", pool, note);
    }
  }

  /** The pool is about to be closed: opens under way will be given up, which is no failure. */
  public void closing() {
    closing = true;
  }

  /**
   * A caller got no connection and an exception with this line.
   *
   * @param report the same and more; asked for only if it is written
   */
  public void acquireFailed(ErrorCode code, String line, Supplier<String> report) {
    if (code == ErrorCode.KNOWN_DOWN) {
      log.debug(line); // the loss of the database has been told, callers fail by the thousand
    } else if (REPORTED.contains(code)) {
      warn(limits, code, line, withReport(line, report));
    } else if (code != ErrorCode.CLOSED) {
      warn(code, line);
    }
  }

  /**
   * The same, of a server that is full while all connections that there are have borrowers. It is
   * told also if just before it was told that the server is full.
   */
  public void allHeldAndServerFull(String line, Supplier<String> report) {
    warn(heldLimits, ErrorCode.SERVER_FULL, line, withReport(line, report));
  }

  private UnaryOperator<String> withReport(String line, Supplier<String> report) {
    return alike -> (reports.pass() == RateLimit.HELD_BACK ? line : report.get()) + alike;
  }

  /** A listener of connections has thrown, for the first time. */
  public void listenerFailed(Object listener, Throwable thrown) {
    String what = listener.getClass().getName() + ": " + secrets.describe(thrown);
    log.warn("{}: a listener threw, further ones of its errors are not logged: {}", pool, what);
  }

  /** The server permits fewer connections than the pool may open. */
  public void serverPermitsFewer(PoolConfig config, int permitted) {
    ErrorCode code = ErrorCode.MORE_THAN_PERMITTED;
    String what =
        String.format(
            Locale.ROOT,
            "poolSize %s and maxOverflow %s: the server permits %d connections in all",
            count(config.poolSize()),
            count(config.maxOverflow()),
            permitted);
    warn(code, code.line(pool, what));
  }

  /** The pool was to be shown in JMX, and is not. */
  public void notInJmx(Throwable cause) {
    ErrorCode code = ErrorCode.NOT_IN_JMX;
    String why = cause.getClass().getName() + ": " + secrets.describe(cause);
    warn(code, code.line(pool, "not registered in JMX: " + why));
  }

  /** The last failure with a code and how long ago it was; empty if there was none. Any thread. */
  public String lastWarning() {
    Said said = lastSaid;
    return said == null
        ? ""
        : TimeText.ofNanos(ticker.nanos() - said.at()) + " ago: " + said.line();
  }

  /** What kept an in-memory database alive did not close. */
  public void anchorNotClosed(Throwable failure) {
    log.debug("{}: closing the in-memory database failed: {}", pool, secrets.describe(failure));
  }

  /** A loss is told once; with what to do about it as a warning, one in 10 s while it lasts. */
  private void openFailed(PoolEvent.OpenFailed failed) {
    ErrorCode code = PoolErrors.codeOf(OpenFailure.valueOf(failed.kind()));
    String line = outages.failed(failed, code);
    if (closing) {
      log.debug(line);
    } else {
      if (failed.consecutive() == 1) {
        log.info(outages.lost(failed, code));
      }
      warnBecause(failed.failure(), code, line);
    }
  }

  private void retired(PoolEvent.Retired retired) {
    ErrorCode code = Ending.codeOf(retired);
    if (code == null) {
      String cause = secrets.because(retired.cause());
      log.debug("{}: closing #{}: {}{}", pool, retired.slot(), retired.reason(), cause);
    } else {
      String line = code.line(pool, Ending.describe(retired, code, place, secrets));
      warnBecause(retired.cause(), code, line);
    }
  }

  private void givenUp(PoolEvent.GivenUp givenUp) {
    String call = givenUp.call();
    boolean closing =
        call.equals(DriverCall.Kind.CLOSE.name()) || call.equals(DriverCall.Kind.ABORT.name());
    String what =
        String.format(
            Locale.ROOT,
            "%s of %s did not return within %s and was given up; %d such calls hang",
            call,
            givenUp.slot() == 0 ? "a connection that came too late" : "#" + givenUp.slot(),
            TimeText.ofNanos(givenUp.limitNanos()),
            givenUp.outstanding());
    if (closing) {
      ErrorCode code = ErrorCode.CLOSE_UNANSWERED;
      warnOfStuck(code, code.line(pool, what), StuckText.of(givenUp));
    } else {
      log.debug("{}: {}", pool, what); // the failure or retirement beside it is the warning
    }
  }

  private void closed(PoolEvent.Closed closed) {
    String took = TimeText.ofNanos(closed.tookNanos());
    if (closed.aborted() > 0) {
      ErrorCode code = ErrorCode.CLOSED_WHILE_BORROWED;
      String what = closed.aborted() + " connections were still borrowed and were aborted";
      warn(code, code.line(pool, what));
    }
    log.info("{}: closed in {}{}", pool, took, hanging(closed.givenUp()));
  }

  private void other(PoolEvent event) {
    if (event instanceof PoolEvent.Invalidated) {
      log.info("{}: all connections opened so far are being replaced", pool);
    } else if (event instanceof PoolEvent.Resized resized) {
      log.info(
          "{}: resized: poolSize {} -> {}, maxOverflow {} -> {}",
          pool,
          count(resized.poolSizeBefore()),
          count(resized.poolSize()),
          count(resized.maxOverflowBefore()),
          count(resized.maxOverflow()));
    } else if (event instanceof PoolEvent.Reconfigured changed) {
      log.info("{}: reconfigured: {}", pool, changed.text());
    } else if (event instanceof PoolEvent.Paused) {
      log.info("{}: paused, nothing is lent or opened until it is resumed", pool);
    } else if (event instanceof PoolEvent.Resumed) {
      log.info("{}: resumed", pool);
    } else if (event instanceof PoolEvent.Stalled stalled) {
      String late = "timers ran " + TimeText.ofNanos(stalled.lateNanos()) + " late: ";
      String line = ErrorCode.STALLED.line(pool, late + Standstill.cause(stalled));
      warn(ErrorCode.STALLED, line);
    } else if (event instanceof PoolEvent.EventsLost events) {
      log.warn(
          "{}: {} events are missing from this log: a listener or an appender took too long",
          pool,
          events.count());
    } else if (!(event instanceof PoolEvent.Started)) { // said by started(), with the settings
      log.debug("{}: {}", pool, event);
    }
  }

  private void warnBecause(@Nullable Throwable cause, ErrorCode code, String line) {
    if (cause instanceof UnansweredException unanswered) {
      warnOfStuck(code, line, StuckText.of(unanswered));
    } else {
      warn(code, line);
    }
  }

  private void warnOfStuck(ErrorCode code, String line, String where) {
    warn(stuckLimits, code, line, alike -> line + alike + where);
  }

  private void warn(ErrorCode code, String line) {
    warn(limits, code, line, alike -> line + alike);
  }

  private void warn(RateLimits by, ErrorCode code, String line, UnaryOperator<String> text) {
    lastSaid = new Said(line, ticker.nanos());
    int heldBack = by.of(code).pass();
    if (heldBack == RateLimit.HELD_BACK) {
      log.debug(line);
    } else {
      log.warn(text.apply(alike(heldBack)));
    }
  }

  private static String alike(int heldBack) {
    return heldBack == 0 ? "" : " (and " + heldBack + " more like it since the last such line)";
  }

  private static String hanging(int givenUp) {
    return givenUp == 0 ? "" : "; " + givenUp + " driver calls hang and were given up";
  }

  private static String count(int count) {
    return count == PoolConfig.UNLIMITED ? "UNLIMITED" : String.valueOf(count);
  }
}
