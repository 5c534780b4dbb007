package dev.cenote;

import dev.cenote.config.CenoteConfig;
import dev.cenote.config.KnownSecrets;
import dev.cenote.config.OnStart;
import dev.cenote.config.Settings;
import dev.cenote.config.SettingsChange;
import dev.cenote.core.AcquireException;
import dev.cenote.core.Lease;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Findings;
import dev.cenote.error.PoolErrors;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.handle.LazyView;
import dev.cenote.jfr.Flight;
import dev.cenote.jfr.FlightSpan;
import dev.cenote.log.LogListener;
import dev.cenote.physical.ConnectionEvents;
import dev.cenote.physical.ConnectionTerms;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.Refusal;
import dev.cenote.report.PoolReport;
import dev.cenote.report.Reporter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A started pool and what JDBC's callers need around it. Immutable: where settings change while the
 * pool runs another object with the same parts takes its place. Any thread.
 */
final class RunningPool {

  private final CenoteConfig config;
  private final PoolParts parts;
  private final PoolErrors errors;
  private final Flight flight;
  private final Pool<PhysicalConnection> pool;
  private final boolean requestBoundaries;
  private final Duration acquireTimeout;
  private final @Nullable Checkout checkout;
  private final LazyView lazy;

  RunningPool(CenoteConfig config, PoolParts parts) {
    this.config = config;
    this.parts = parts;
    this.errors = parts.errors();
    this.flight = parts.flight();
    this.pool = parts.pool();
    this.requestBoundaries = config.requestBoundaries();
    this.acquireTimeout = config.acquireTimeout();
    ConnectionEvents events = parts.events();
    this.checkout =
        events == null || !events.watchesBorrows()
            ? null
            : new Checkout(acquireTimeout, events.customizesCheckout(), errors);
    boolean setsUpEach = events != null && events.customizesCheckout();
    this.lazy = new LazyView(!setsUpEach && !config.kind().shares());
  }

  /**
   * The same pool with other settings, which it has taken over when this returns. Borrowers that
   * come by this object meanwhile are served as before.
   */
  RunningPool with(SettingsChange change) {
    CenoteConfig next = change.config();
    ConnectionTerms terms = Assembly.terms(next); // what may fail comes before what changes
    PoolConfig settings = Assembly.engine(next, parts.connector()).config();
    PoolParts changed = parts;
    if (change.concerns(Settings.CUSTOMIZERS) || change.concerns(Settings.CONNECTION_LISTENERS)) {
      changed = parts.with(Assembly.events(next, parts.log(), parts.secrets(), parts.events()));
    }
    parts.secrets().learn(KnownSecrets.of(next)); // before a driver can repeat them
    parts.connector().change(terms);
    parts.connector().events(changed.events());
    if (change.concerns(Settings.LISTENERS)) {
      parts.listeners().exchangeFor(next.listeners());
    }
    Assembly.onDisconnect(next, parts.connector(), pool);
    if (change.needsNewConnections()) {
      pool.invalidateAll(); // first: what the change has opened is what is wanted
    }
    pool.reconfigure(settings, change.told());
    return new RunningPool(next, changed);
  }

  /** The same pool, resized; the sizes are those of these settings. */
  RunningPool resized(CenoteConfig next) {
    pool.resize(next.poolSize(), next.maxOverflow());
    return new RunningPool(next, parts);
  }

  /**
   * How things are now.
   *
   * @param status that in a line
   */
  PoolReport report(String status) {
    PoolStats stats = pool.stats();
    ErrorCode why = stats.paused() ? ErrorCode.PAUSED : parts.trouble().current();
    return parts.reporter().now(status, stats, why);
  }

  CenoteConfig config() {
    return config;
  }

  /** What its lazy connections have in common. */
  LazyView lazy() {
    return lazy;
  }

  Pool<PhysicalConnection> pool() {
    return pool;
  }

  LogListener log() {
    return parts.log();
  }

  PoolErrors errors() {
    return errors;
  }

  /** Lends a connection. */
  Connection borrow() throws SQLException {
    return checkout == null ? lend(acquireTimeout) : checkout.from(this::lend);
  }

  private CenoteConnection lend(Duration limit) throws SQLException {
    FlightSpan acquire = Flight.watchesBorrows() ? flight.acquire() : FlightSpan.NONE;
    try {
      Lease<PhysicalConnection> lease = pool.acquire(limit);
      CenoteConnection lent = CenoteConnection.of(lease);
      recordHold(acquire, lease);
      return requestBoundaries ? begun(lent) : lent;
    } catch (AcquireException nothing) {
      throw explained(nothing, acquire);
    } catch (InterruptedException interrupt) {
      acquire.end("interrupted");
      Thread.currentThread().interrupt();
      throw errors.interrupted(interrupt);
    }
  }

  /** The wait is over; the hold begins, unless others have the same connection. */
  private void recordHold(FlightSpan acquire, Lease<PhysicalConnection> lease) {
    try {
      if (Flight.watchesBorrows()) {
        acquire.end("lent");
        if (!config.kind().shares()) {
          lease.resource().hold(flight.hold(lease.slotNumber()));
        }
      }
    } catch (Throwable ours) { // no memory, no stack: the slot must not be lost with it
      lease.release();
      throw ours;
    }
  }

  /** Tells the driver that a request begins; its end is part of the reset. */
  private CenoteConnection begun(CenoteConnection lent) throws SQLException {
    try {
      lent.beginRequest();
      return lent;
    } catch (SQLException | RuntimeException | Error failure) {
      if (Refusal.is(failure)) {
        return lent; // a hint that is not taken
      }
      lent.discard(failure);
      if (failure instanceof Error error) {
        throw error;
      }
      throw errors.requestNotBegun((Exception) failure);
    }
  }

  private SQLException explained(AcquireException nothing, FlightSpan acquire) {
    Findings findings = findings(nothing);
    ErrorCode code = errors.codeOf(nothing, findings);
    acquire.end(code.id());
    flight.failed(nothing, code.id());
    SQLException explained = errors.of(nothing, findings);
    String line = String.valueOf(explained.getMessage());
    if (code == ErrorCode.SERVER_FULL && Reporter.isAboutHolders(nothing)) {
      parts.log().allHeldAndServerFull(line, () -> report(nothing, code, line));
    } else {
      parts.log().acquireFailed(code, line, () -> report(nothing, code, line));
    }
    return explained;
  }

  private Findings findings(AcquireException nothing) {
    try {
      return parts.reporter().findings(nothing);
    } catch (RuntimeException | Error unable) { // it must not hide why the caller got nothing
      return Findings.NONE;
    }
  }

  private String report(AcquireException nothing, ErrorCode code, String line) {
    try {
      return parts.reporter().on(nothing, code, line).toString();
    } catch (RuntimeException | Error unable) {
      return line;
    }
  }

  /**
   * Waits for what {@code onStart} asks.
   *
   * @throws CenoteStartException if it did not come; nothing is closed by that
   */
  void awaitStart() {
    if (config.onStart() == OnStart.START_ANYWAY) {
      return;
    }
    boolean filled = config.onStart() == OnStart.WAIT_FILLED;
    Duration limit = config.connectTimeout();
    if (filled && config.acquireTimeout().compareTo(limit) > 0) {
      limit = config.acquireTimeout();
    }
    try {
      if (config.prefill() && config.poolSize() > 0) {
        awaitOpen(filled ? config.poolSize() : 1, limit, filled);
      } else {
        pool.acquire(limit).release();
      }
    } catch (AcquireException nothing) {
      throw new CenoteStartException(
          errors.codeOf(nothing, Findings.NONE), errors.of(nothing, Findings.NONE));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new CenoteStartException(ErrorCode.INTERRUPTED, errors.interrupted(interrupt));
    }
  }

  private void awaitOpen(int count, Duration limit, boolean filled) throws InterruptedException {
    Ticker ticker = Ticker.system();
    long start = ticker.nanos();
    StartWatch.Outcome outcome =
        parts.watch().await(() -> pool.stats().open() >= count, PoolTimes.nanos(limit));
    if (outcome.reached()) {
      return;
    }
    long waited = ticker.nanos() - start;
    boolean refused = outcome.kind() == OpenFailure.LOGIN_REFUSED;
    PoolStats stats = pool.stats();
    throw filled && stats.open() > 0 && !refused
        ? errors.notFilled(stats, waited, outcome.failure())
        : errors.cannotStart(outcome.failure(), waited);
  }

  /** Closes the pool, then the anchor: the data of an in-memory database ends last. */
  void close() {
    parts.log().closing();
    try {
      pool.close();
    } finally {
      flight.end();
      Assembly.closeAnchor(parts.anchor(), parts.log());
    }
  }
}
