package dev.cenote;

import dev.cenote.config.CenoteConfig;
import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.FactoryDataSource;
import dev.cenote.config.Isolation;
import dev.cenote.config.KnownSecrets;
import dev.cenote.config.OnDisconnect;
import dev.cenote.core.Pool;
import dev.cenote.core.PoolBuilder;
import dev.cenote.core.PoolConfig;
import dev.cenote.core.time.Ticker;
import dev.cenote.error.CenoteStartException;
import dev.cenote.error.PoolErrors;
import dev.cenote.error.Secrets;
import dev.cenote.event.ConnectionListener;
import dev.cenote.jfr.Flight;
import dev.cenote.log.BorrowLog;
import dev.cenote.log.LogListener;
import dev.cenote.physical.ConnectionEvents;
import dev.cenote.physical.ConnectionSource;
import dev.cenote.physical.ConnectionTerms;
import dev.cenote.physical.InitialState;
import dev.cenote.physical.JdbcConnector;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.Product;
import dev.cenote.physical.ServerLimit;
import dev.cenote.report.OpenTrouble;
import dev.cenote.report.Rehearsal;
import dev.cenote.report.Reporter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes a pool's parts from its settings, and joins them. */
final class Assembly {

  private Assembly() {}

  /**
   * Starts a pool. Waits for no connection; calls a driver on this thread only for the anchor of an
   * in-memory database.
   *
   * @throws CenoteStartException if that anchor cannot be opened
   */
  static RunningPool start(CenoteConfig config, boolean measured) {
    ConnectionTerms terms = terms(config);
    JdbcConnector connector = connector(config, terms);
    Secrets secrets = new Secrets();
    secrets.learnWhenNeeded(() -> KnownSecrets.of(config));
    PoolErrors errors = new PoolErrors(config.name(), config.place(), secrets, connector::classify);
    LogListener log = new LogListener(config.name(), config.place(), secrets);
    Flight flight = new Flight(config.name(), config.place());
    connector.flight(flight);
    StartWatch watch = new StartWatch();
    ConnectionEvents events = events(config, log, secrets, null);
    ApplicationListeners listeners = new ApplicationListeners(config.listeners(), secrets);
    connector.events(events);
    OpenTrouble trouble = new OpenTrouble();
    Rehearsal rehearsal = new Rehearsal(errors);
    PoolBuilder<PhysicalConnection> builder =
        engine(config, connector)
            .listener(watch) // first: somebody waits for it
            .listener(log)
            .listener(trouble)
            .listener(flight)
            .listener(rehearsal)
            .listener(listeners);
    connector.limit(limit(builder.config(), log));
    if (measured) {
      builder.measured();
    }
    Connection anchor = openAnchor(config, terms.source(), errors);
    try {
      log.started(builder.config(), config.notes());
      Pool<PhysicalConnection> pool = builder.build();
      onDisconnect(config, connector, pool);
      flight.begin(pool::stats);
      Reporter reporter = new Reporter(pool, config.name(), Ticker.system());
      rehearsal.by(reporter);
      return new RunningPool(
          config,
          new PoolParts(
              pool, connector, secrets, events, anchor, errors, log, flight, watch, trouble,
              reporter, listeners));
    } catch (Throwable failure) {
      closeAnchor(anchor, log);
      throw failure;
    }
  }

  /** Without a limit of its own a pool is not expected to know the server's. */
  private static ServerLimit limit(PoolConfig config, LogListener log) {
    int maximum = config.maximum() == PoolConfig.UNLIMITED ? config.poolSize() : config.maximum();
    return new ServerLimit(
        maximum == PoolConfig.UNLIMITED ? 0 : maximum,
        permitted -> log.serverPermitsFewer(config, permitted));
  }

  /** Who is told of connections, in place of those; null if nobody is. */
  static @Nullable ConnectionEvents events(
      CenoteConfig config,
      LogListener log,
      Secrets secrets,
      @Nullable ConnectionEvents predecessor) {
    List<ConnectionListener> listeners = new ArrayList<>(config.connectionListeners());
    BorrowLog borrows = BorrowLog.ifEnabled(secrets);
    if (borrows != null) {
      listeners.add(borrows);
    }
    return ConnectionEvents.of(
        config.name(), secrets, config.customizers(), listeners, log::listenerFailed, predecessor);
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

  /** What holds for connections. */
  static ConnectionTerms terms(CenoteConfig config) {
    Isolation isolation = config.isolation();
    InitialState initial =
        new InitialState(
            config.autoCommit(),
            config.readOnly(),
            isolation == null ? null : isolation.level(),
            config.catalog(),
            config.schema(),
            config.initSql());
    return new ConnectionTerms(
        source(config), initial, config.resetOnReturn(), config.errorKinds());
  }

  private static JdbcConnector connector(CenoteConfig config, ConnectionTerms terms) {
    DatabaseUrl url = config.database();
    Product product = url == null ? productOf(config.dataSource()) : Product.ofUrl(url.jdbcUrl());
    JdbcConnector connector = new JdbcConnector(terms, product);
    if (config.kind().shares()) {
      connector.severalBorrowers();
    }
    return connector;
  }

  /** What a proof of death does to all other connections. */
  static void onDisconnect(
      CenoteConfig config, JdbcConnector connector, Pool<PhysicalConnection> pool) {
    boolean invalidates = config.onDisconnect() == OnDisconnect.INVALIDATE;
    connector.onDisconnect(invalidates ? pool::invalidateAll : () -> {});
  }

  /** A driver's own DataSource tells by its class; what wraps another says nothing yet. */
  private static Product productOf(@Nullable DataSource given) {
    return given == null ? Product.OTHER : Product.ofDriver(given.getClass());
  }

  /** The engine's settings. */
  static PoolBuilder<PhysicalConnection> engine(CenoteConfig config, JdbcConnector connector) {
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

  /** The data of an in-memory database ends with it. */
  static void closeAnchor(@Nullable Connection anchor, LogListener log) {
    if (anchor == null) {
      return;
    }
    try {
      anchor.close();
    } catch (SQLException | RuntimeException failure) {
      log.anchorNotClosed(failure);
    }
  }
}
