package dev.cenote.physical;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.connect.Connector;
import dev.cenote.core.connect.Liveness;
import dev.cenote.core.connect.OpenAttempt;
import dev.cenote.core.connect.OpenFailure;
import dev.cenote.jfr.Flight;
import dev.cenote.jfr.FlightSpan;
import dev.cenote.liveness.ConnectSockets;
import dev.cenote.liveness.ConnectSockets.Lookable;
import dev.cenote.physical.errors.ErrorTable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens, checks, resets and ends the driver's connections. What the driver throws passes through.
 */
public final class JdbcConnector implements Connector<PhysicalConnection> {

  private final Map<Integer, Map<String, Object>> slotNotes = new ConcurrentHashMap<>();
  private final ReadersOnly readersOnly = new ReadersOnly();
  private volatile ConnectionTerms terms;
  private volatile Product product;
  private volatile ErrorTable errors;
  private volatile Runnable onDisconnect = () -> {};
  private volatile boolean severalBorrowers;
  private volatile @Nullable ConnectionEvents events;
  private ServerLimit limit = new ServerLimit(0, permitted -> {}); // as flight
  private Flight flight = new Flight("", ""); // set before the pool is built

  /** Knows how to make connections and opens none; says nothing of errors beyond the tables. */
  public JdbcConnector(
      ConnectionSource source, Product product, InitialState initial, ResetOnReturn resetOnReturn) {
    this(new ConnectionTerms(source, initial, resetOnReturn, Map.of()), product);
  }

  /**
   * Knows how to make connections and opens none.
   *
   * @param product as far as the URL tells; {@link Product#OTHER} leaves it to the driver's class
   */
  public JdbcConnector(ConnectionTerms terms, Product product) {
    this.terms = terms;
    this.product = product;
    this.errors = product.errors().with(terms.errorKinds());
  }

  /**
   * From now on these terms hold: connections are opened by them, and what comes back is reset by
   * them. Those that are open keep the initial state that they were given. Any thread.
   */
  public void change(ConnectionTerms next) {
    terms = next;
    errors = product.errors().with(next.errorKinds());
  }

  /**
   * Says what else happens when an error proves a connection dead: the pool is told of that one in
   * any case. Runs on the borrower's thread and must not block.
   */
  public void onDisconnect(Runnable action) {
    onDisconnect = action;
  }

  /** Says that from now on a connection may have several borrowers at once. */
  public void severalBorrowers() {
    severalBorrowers = true;
  }

  /** Says who is told of connections opened from now on. */
  public void events(@Nullable ConnectionEvents events) {
    this.events = events;
  }

  /** Says into which recordings checks are written. */
  public void flight(Flight recorder) {
    flight = recorder;
  }

  /** Says what the first connection is asked. */
  public void limit(ServerLimit question) {
    limit = question;
  }

  @Override
  public PhysicalConnection open(OpenAttempt attempt) throws SQLException {
    PhysicalConnection opened = openOnce(attempt);
    while (opened == null) {
      opened = openOnce(attempt);
    }
    return opened;
  }

  /** Null if it did not outlive the question of the first one, which no other is asked. */
  private @Nullable PhysicalConnection openOnce(OpenAttempt attempt) throws SQLException {
    try (ConnectSockets sockets = ConnectSockets.collect()) {
      ConnectionTerms now = terms;
      Connection raw = now.source().connect(attempt);
      if (raw == null) {
        throw new SQLException("the driver does not accept the URL", "08001");
      }
      PhysicalConnection opened = prepared(raw, now, sockets, attempt);
      sockets.settle(); // not before: until now the pool may have to interrupt it
      return opened;
    }
  }

  private @Nullable PhysicalConnection prepared(
      Connection raw, ConnectionTerms now, ConnectSockets sockets, OpenAttempt attempt)
      throws SQLException {
    try {
      Lookable lookable = sockets.found(now.source().keepsAlive());
      if (product == Product.OTHER) {
        learn(Product.ofDriver(raw.getClass()));
      }
      if (!limit.ask(raw, product, attempt.timeoutNanos())) {
        UnknownConnection.end(raw, new SQLException("it did not answer"));
        return null;
      }
      PhysicalConnection opened =
          new PhysicalConnection(this, attempt.slot(), raw, product, lookable);
      ObservedConnection observed = opened.observedBy(events);
      if (observed != null) {
        observed.connect(attempt.timeoutNanos());
      }
      now.initial().applyTo(opened);
      if (observed != null) {
        observed.connected();
      }
      return opened;
    } catch (Throwable failure) {
      UnknownConnection.end(raw, failure);
      throw failure;
    }
  }

  /** What the application notes about a slot. */
  Map<String, Object> notesOf(int slot) {
    return slotNotes.computeIfAbsent(slot, number -> new ConcurrentHashMap<>());
  }

  private void learn(Product found) {
    if (found != Product.OTHER) {
      errors = found.errors().with(terms.errorKinds());
      product = found;
    }
  }

  /** Whose servers it leads to, as far as that is known by now. */
  Product product() {
    return product;
  }

  ReadersOnly readersOnly() {
    return readersOnly;
  }

  boolean hasSeveralBorrowers() {
    return severalBorrowers;
  }

  void announceDeath() {
    onDisconnect.run();
  }

  /** What errors mean. */
  ErrorTable errors() {
    return errors;
  }

  /**
   * Asks {@link Connection#isValid}, with a timeout of whole seconds that ends before the caller's
   * but for the first second. Outside auto-commit some drivers begin a transaction to find out.
   */
  @Override
  public boolean check(PhysicalConnection connection, long timeoutNanos) throws SQLException {
    FlightSpan check = flight.check(connection.slot());
    try {
      boolean alive = found(connection, timeoutNanos);
      check.end(alive ? "alive" : "dead");
      return alive;
    } catch (Throwable failure) {
      check.end(failure.getClass().getName());
      throw failure;
    }
  }

  private static boolean found(PhysicalConnection connection, long timeoutNanos)
      throws SQLException {
    ObservedConnection observed = connection.observed();
    if (observed == null) {
      return answers(connection, timeoutNanos);
    }
    boolean alive;
    try {
      alive = answers(connection, timeoutNanos);
    } catch (Throwable failure) {
      observed.checkFailed(failure);
      throw failure;
    }
    if (!alive) {
      observed.checkFailed(null);
    }
    return alive;
  }

  private static boolean answers(PhysicalConnection connection, long timeoutNanos)
      throws SQLException {
    long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(timeoutNanos));
    Connection raw = connection.raw();
    boolean alive = raw.isValid((int) Math.min(Integer.MAX_VALUE, seconds));
    if (alive && !connection.session().autoCommit()) {
      raw.rollback();
    }
    return alive;
  }

  @Override
  public boolean canLook(PhysicalConnection connection) {
    Lookable lookable = connection.lookable();
    return lookable != null && !lookable.isClosed();
  }

  @Override
  public Liveness look(PhysicalConnection connection) {
    Lookable lookable = connection.lookable();
    return lookable == null ? Liveness.UNCLEAR : lookable.look();
  }

  /** Makes no driver call, but for reading a field of PostgreSQL's driver that takes no lock. */
  @Override
  public boolean needsReset(PhysicalConnection connection) {
    connection.endHold("returned");
    return connection.needsReset();
  }

  @Override
  public void reset(PhysicalConnection connection) throws SQLException {
    ResetOnReturn resetOnReturn = terms.resetOnReturn();
    Reset reset = new Reset(connection, resetOnReturn);
    ObservedConnection observed = connection.observed();
    if (observed == null) {
      reset.run();
    } else {
      observed.reset(connection.session(), resetOnReturn, reset::run);
    }
  }

  /**
   * Ends a transaction that a borrower left, if the connection is closed instead of reset: what a
   * driver's {@code close} does with one differs (Oracle's commits, Derby's refuses).
   */
  @Override
  public void close(PhysicalConnection connection) throws SQLException {
    connection.endHold("closed");
    ResetOnReturn resetOnReturn = terms.resetOnReturn();
    Reset reset = new Reset(connection, resetOnReturn);
    ObservedConnection observed = connection.observed();
    Throwable failure = null;
    try {
      if (observed == null) {
        reset.endWorkBeforeClosing();
      } else {
        observed.endWork(connection.session(), resetOnReturn, reset::endWorkBeforeClosing);
      }
    } catch (Throwable unable) {
      failure = unable;
    }
    try {
      connection.raw().close();
      if (observed != null) {
        observed.closed();
      }
    } catch (Throwable second) {
      if (failure != null) {
        Suppression.add(second, failure);
      }
      throw second;
    }
  }

  /**
   * Lets the driver run its part of the abort on this thread, one of the pool's own. Some drivers
   * do nothing when asked to abort (H2, SQLite), so what is not closed then is closed. Where the
   * socket is ours it is closed first: that frees whoever is stuck in a call and holds a lock of
   * the driver that abort would wait for. But not before MariaDB's: while a call runs it has the
   * server kill the session, which else would go on with the statement and keep its locks. If the
   * server does not answer that, {@link #cut} ends it.
   */
  @Override
  public void abort(PhysicalConnection connection) throws SQLException {
    connection.endHold("closed");
    connection.markAborted();
    if (product != Product.MYSQL) {
      closeSocket(connection.lookable());
    }
    ObservedConnection observed = connection.observed();
    if (observed != null) {
      observed.abort();
    }
    try {
      end(connection.raw());
    } finally {
      closeSocket(connection.lookable());
      if (observed != null) {
        observed.closed();
      }
    }
  }

  @Override
  public void cut(PhysicalConnection connection) {
    closeSocket(connection.lookable());
  }

  private static void closeSocket(@Nullable Lookable lookable) {
    if (lookable != null) {
      try {
        lookable.close();
      } catch (IOException | RuntimeException unable) {
        return; // the driver does its own part in any case
      }
    }
  }

  private static void end(Connection raw) throws SQLException {
    Throwable failure = null;
    try {
      raw.abort(Runnable::run);
    } catch (Throwable unable) { // drivers older than abort throw AbstractMethodError
      failure = unable;
    }
    try {
      if (!raw.isClosed()) {
        raw.close();
      }
    } catch (Throwable second) {
      if (failure != null) {
        Suppression.add(second, failure);
      }
      throw second;
    }
  }

  @Override
  public boolean mayBeInUse(PhysicalConnection connection, Thread borrower) {
    return connection.hasEscaped()
        || BorrowerStack.mayBeInDriver(borrower, connection.raw().getClass().getName());
  }

  @Override
  public boolean isMisplaced(Throwable failure) {
    return failure instanceof MisplacedException;
  }

  @Override
  public OpenFailure classify(Throwable failure) {
    return FailedOpen.kindOf(failure, errors);
  }

  @Override
  public String toString() {
    return "JdbcConnector of " + product;
  }
}
