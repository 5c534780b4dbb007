package dev.cenote;

import dev.cenote.config.CenoteConfig;
import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.FactoryDataSource;
import dev.cenote.config.Isolation;
import dev.cenote.config.OnDisconnect;
import dev.cenote.config.OnStart;
import dev.cenote.core.AcquireException;
import dev.cenote.core.Lease;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolStats;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Findings;
import dev.cenote.error.PoolErrors;
import dev.cenote.event.ConnectionListener;
import dev.cenote.handle.CenoteConnection;
import dev.cenote.jfr.Flight;
import dev.cenote.jfr.FlightSpan;
import dev.cenote.log.BorrowLog;
import dev.cenote.log.LogListener;
import dev.cenote.physical.ConnectionEvents;
import dev.cenote.physical.ConnectionSource;
import dev.cenote.physical.InitialState;
import dev.cenote.physical.JdbcConnector;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.Product;
import dev.cenote.physical.Refusal;
import dev.cenote.report.OpenTrouble;
import dev.cenote.report.PoolReport;
import dev.cenote.report.Rehearsal;
import dev.cenote.report.Reporter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A started pool and what JDBC's callers need around it. Any thread. */
final class RunningPool {

  private final CenoteConfig config;
  private final PoolErrors errors;
  private final LogListener log;
  private final Flight flight;
  private final StartWatch watch;
  private final @Nullable Connection anchor;
  private final Pool<PhysicalConnection> pool;
  private final OpenTrouble trouble;
  private final Reporter reporter;
  private final boolean requestBoundaries;
  private final Duration acquireTimeout;
  private final @Nullable Checkout checkout;

  private RunningPool(
      CenoteConfig config,
      PoolErrors errors,
      LogListener log,
      Flight flight,
      StartWatch watch,
      OpenTrouble trouble,
      @Nullable Connection anchor,
      Pool<PhysicalConnection> pool,
      @Nullable Checkout checkout) {
    this.checkout = checkout;
    this.config = config;
    this.errors = errors;
    this.log = log;
    this.flight = flight;
    this.watch = watch;
    this.anchor = anchor;
    this.pool = pool;
    this.trouble = trouble;
    this.reporter = new Reporter(pool, config.name(), Ticker.system());
    this.requestBoundaries = config.requestBoundaries();
    this.acquireTimeout = config.acquireTimeout();
  }

  /**
   * Starts a pool. Waits for no connection; calls a driver on this thread only for the anchor of an
   * in-memory database.
   *
   * @throws CenoteStartException if that anchor cannot be opened
   */
  static RunningPool start(CenoteConfig config) {
    ConnectionSource source = source(config);
    JdbcConnector connector = connector(config, source);
    PoolErrors errors = new PoolErrors(config.name(), config.place(), connector::classify);
    LogListener log = new LogListener(config.name(), config.place());
    Flight flight = new Flight(config.name(), config.place());
    connector.flight(flight);
    StartWatch watch = new StartWatch();
    ConnectionEvents events = events(config, log);
    connector.events(events);
    Checkout checkout = checkout(config, events, errors);
    OpenTrouble trouble = new OpenTrouble();
    Rehearsal rehearsal = new Rehearsal(errors);
    PoolBuilder<PhysicalConnection> builder =
        builder(config, connector)
            .listener(log)
            .listener(trouble)
            .listener(flight)
            .listener(rehearsal);
    config.listeners().forEach(builder::listener);
    Connection anchor = openAnchor(config, source, errors);
    try {
      log.started(builder.config(), config.notes());
      Pool<PhysicalConnection> pool = builder.listener(watch).build();
      if (config.onDisconnect() == OnDisconnect.INVALIDATE) {
        connector.onDisconnect(pool::invalidateAll);
      }
      flight.begin(pool::stats);
      RunningPool running =
          new RunningPool(config, errors, log, flight, watch, trouble, anchor, pool, checkout);
      rehearsal.by(running.reporter);
      return running;
    } catch (Throwable failure) {
      close(anchor, log);
      throw failure;
    }
  }

  /** Who is told of connections; null if nobody is. */
  private static @Nullable ConnectionEvents events(CenoteConfig config, LogListener log) {
    List<ConnectionListener> listeners = new ArrayList<>(config.connectionListeners());
    BorrowLog borrows = BorrowLog.ifEnabled();
    if (borrows != null) {
      listeners.add(borrows);
    }
    return ConnectionEvents.of(config.name(), config.customizers(), listeners, log::listenerFailed);
  }

  /** How to lend if somebody is to be told; null if nobody is. */
  private static @Nullable Checkout checkout(
      CenoteConfig config, @Nullable ConnectionEvents events, PoolErrors errors) {
    return events == null || !events.watchesBorrows()
        ? null
        : new Checkout(config.acquireTimeout(), events.customizesCheckout(), errors);
  }

  private static ConnectionSource source(CenoteConfig config) {
    DataSource given = config.dataSource();
    if (given == null) {
      return new DriverSource(config, Objects.requireNonNull(config.database()));
    }
    if (given instanceof FactoryDataSource made) {
      return new FactorySource(made.factory());
    }
    String username = config.username();
    return username == null
        ? given::getConnection
        : () -> given.getConnection(username, config.password());
  }

  private static JdbcConnector connector(CenoteConfig config, ConnectionSource source) {
    DatabaseUrl url = config.database();
    Product product = url == null ? productOf(config.dataSource()) : Product.ofUrl(url.jdbcUrl());
    Isolation isolation = config.isolation();
    InitialState initial =
        new InitialState(
            config.autoCommit(),
            config.readOnly(),
            isolation == null ? null : isolation.level(),
            config.catalog(),
            config.schema(),
            config.initSql());
    JdbcConnector connector =
        new JdbcConnector(source, product, initial, config.resetOnReturn(), config.errorKinds());
    if (config.kind().shares()) {
      connector.severalBorrowers();
    }
    return connector;
  }

  /** A driver's own DataSource tells by its class; what wraps another says nothing yet. */
  private static Product productOf(@Nullable DataSource given) {
    return given == null ? Product.OTHER : Product.ofDriver(given.getClass());
  }

  private static PoolBuilder<PhysicalConnection> builder(
      CenoteConfig config, JdbcConnector connector) {
    return new PoolBuilder<>(connector)
        .name(config.name())
        .kind(config.kind())
        .poolSize(config.poolSize())
        .maxOverflow(config.maxOverflow())
        .overflowLinger(config.overflowLinger())
        .acquireTimeout(config.acquireTimeout())
        .connectTimeout(config.connectTimeout())
        .checkTimeout(config.checkTimeout())
        .resetTimeout(config.resetTimeout())
        .closeTimeout(config.closeTimeout())
        .shutdownTimeout(config.shutdownTimeout())
        .maxOpening(config.maxOpening())
        .givenUpMax(config.givenUpMax())
        .prefill(config.prefill())
        .maxLifetime(config.maxLifetime())
        .keepalive(config.keepalive())
        .validation(config.validation())
        .onOutage(config.onOutage())
        .leakWatch(config.leakWatch())
        .leakThreshold(config.leakThreshold())
        .reclaimAfter(config.reclaimAfter())
        .idleOrder(config.idleOrder())
        .maxWaiters(config.maxWaiters());
  }

  private static @Nullable Connection openAnchor(
      CenoteConfig config, ConnectionSource source, PoolErrors errors) {
    DatabaseUrl url = config.database();
    if (url == null || !url.anchored()) {
      return null;
    }
    try {
      return source.connect();
    } catch (SQLException failure) {
      throw errors.cannotStart(failure, 0);
    }
  }

  /**
   * How things are now.
   *
   * @param status that in a line
   */
  PoolReport report(String status) {
    PoolStats stats = pool.stats();
    return reporter.now(status, stats, stats.paused() ? ErrorCode.PAUSED : trouble.current());
  }

  CenoteConfig config() {
    return config;
  }

  Pool<PhysicalConnection> pool() {
    return pool;
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
      lent.discard();
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
    log.acquireFailed(code, line, () -> report(nothing, code, line));
    return explained;
  }

  private Findings findings(AcquireException nothing) {
    try {
      return reporter.findings(nothing);
    } catch (RuntimeException | Error unable) { // it must not hide why the caller got nothing
      return Findings.NONE;
    }
  }

  private String report(AcquireException nothing, ErrorCode code, String line) {
    try {
      return reporter.on(nothing, code, line).toString();
    } catch (RuntimeException | Error unable) {
      return line;
    }
  }

  /**
   * Waits for what {@code onStart} asks.
   *
   * @throws CenoteStartException if it did not come; the caller must close the pool
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
        watch.await(() -> pool.stats().open() >= count, PoolTimes.nanos(limit));
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
    log.closing();
    try {
      pool.close();
    } finally {
      flight.end();
      close(anchor, log);
    }
  }

  private static void close(@Nullable Connection anchor, LogListener log) {
    if (anchor == null) {
      return;
    }
    try {
      anchor.close();
    } catch (SQLException failure) {
      log.anchorNotClosed(failure);
    }
  }
}
