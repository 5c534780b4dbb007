package dev.cenote.physical;

import dev.cenote.core.Detached;
import dev.cenote.core.Lease;
import dev.cenote.error.ErrorKind;
import dev.cenote.jfr.FlightSpan;
import dev.cenote.liveness.ConnectSockets.Lookable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the driver, as the pool sees it. Whoever holds its lease may use it; a driver
 * call that was given up may still run on it when the pool has long gone on, and can harm only it.
 */
public final class PhysicalConnection {

  private static final VarHandle DEPARTURE;
  private static final VarHandle LEAKED;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      DEPARTURE = lookup.findVarHandle(PhysicalConnection.class, "departure", Detached.class);
      LEAKED = lookup.findVarHandle(PhysicalConnection.class, "leaked", OpenStatements.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  private final Connection raw;
  private final @Nullable Lookable lookable;
  private final SessionState session;
  private volatile @Nullable OpenStatements leaked;
  private volatile boolean aborted;
  private volatile boolean inRequest;
  private final Residence residence;

  @SuppressWarnings({"unused", "UnusedVariable"}) // through DEPARTURE
  private volatile @Nullable Detached<PhysicalConnection> departure;

  /** The lease by which it has left the pool; null: it has not. */
  private volatile @Nullable Lease<PhysicalConnection> leftWith;

  private volatile FlightSpan hold = FlightSpan.NONE;
  private long uses; // written by borrowers, one after the other

  /** Something was out of the ordinary once: for good, its return reads more than one field. */
  private volatile boolean eventful;

  /**
   * A connection that was just opened.
   *
   * @param lookable its near end; null if it cannot be looked at
   */
  PhysicalConnection(
      Connection raw, @Nullable Lookable lookable, SessionState session, Residence residence) {
    this.residence = residence;
    this.raw = raw;
    this.lookable = lookable;
    this.session = session;
    this.eventful = residence.observed() != null;
  }

  /** The driver's connection. */
  public Connection raw() {
    return raw;
  }

  /** Its near end; null if it cannot be looked at. */
  @Nullable Lookable lookable() {
    return lookable;
  }

  /** What is known of its state; all changes go through it. */
  public SessionState session() {
    return session;
  }

  /** A borrower gets it. */
  public void beginLease() {
    uses++;
    session.beginLease();
  }

  /** A recording wants to know how long its borrower has it. */
  public void hold(FlightSpan begun) {
    hold = begun;
    eventful = true;
  }

  /** Its borrower no longer has it. */
  void endHold(String outcome) {
    FlightSpan ended = eventful ? hold : FlightSpan.NONE;
    if (ended != FlightSpan.NONE) {
      hold = FlightSpan.NONE;
      ended.end(outcome);
    }
  }

  /** The number of its slot, from 1. */
  public int slot() {
    return residence.slot();
  }

  /** How often it was borrowed. */
  public long uses() {
    return uses;
  }

  /** How long it has been open. */
  public Duration age() {
    return residence.age();
  }

  /** Notes about this connection; thread-safe. */
  public Map<String, Object> info() {
    return residence.info();
  }

  /** Notes about its slot; thread-safe. Null once it has left. */
  public @Nullable Map<String, Object> slotInfo() {
    return isDetached() ? null : residence.notes();
  }

  /** It has left the pool with that lease; the pool is told when it is closed. */
  public void detached(Detached<PhysicalConnection> departed, Lease<PhysicalConnection> lease) {
    departure = departed;
    leftWith = lease;
    ObservedConnection observed = residence.observed();
    if (observed != null) {
      observed.detached();
    }
  }

  /**
   * Tells the pool's customizers and listeners, if it has any, that a borrower gets it by this
   * handle.
   *
   * @param stillLent whether that borrower's lease stands
   * @throws SQLException or anything else, if one refuses: the connection is not to be lent
   */
  public void checkOut(Connection handle, BooleanSupplier stillLent) throws SQLException {
    ObservedConnection observed = residence.observed();
    if (observed != null) {
      observed.checkOut(handle, session, stillLent);
    }
  }

  /** Tells the listeners that it is of no use. */
  public void invalidated(@Nullable Throwable cause) {
    ObservedConnection observed = residence.observed();
    if (observed != null) {
      observed.invalidated(cause);
    }
  }

  /** Tells the listeners that it is to be closed when it comes back. */
  public void softInvalidated(@Nullable Throwable cause) {
    ObservedConnection observed = residence.observed();
    if (observed != null) {
      observed.softInvalidated(cause);
    }
  }

  @Nullable ObservedConnection observed() {
    return residence.observed();
  }

  /** Whether it has left the pool. */
  public boolean isDetached() {
    return leftWith != null;
  }

  /** Whether it has left the pool with that lease. */
  public boolean hasLeftWith(Lease<PhysicalConnection> lease) {
    return leftWith == lease;
  }

  /**
   * Closes it for good, on this thread, if it has left with that lease: an earlier borrower, who
   * comes late, closes nothing. The second call does nothing.
   */
  public void closeDetached(Lease<PhysicalConnection> lease) throws SQLException {
    Detached<PhysicalConnection> departed = takeDeparture(lease);
    if (departed != null) {
      try {
        residence.close(this);
      } finally {
        departed.ended();
      }
    }
  }

  /** Aborts it, on this thread, as {@link #closeDetached}. */
  public void abortDetached(Lease<PhysicalConnection> lease) throws SQLException {
    Detached<PhysicalConnection> departed = takeDeparture(lease);
    if (departed != null) {
      try {
        residence.abort(this);
      } finally {
        departed.ended();
      }
    }
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private @Nullable Detached<PhysicalConnection> takeDeparture(Lease<PhysicalConnection> lease) {
    return hasLeftWith(lease)
        ? (Detached<PhysicalConnection>) DEPARTURE.getAndSet(this, null)
        : null;
  }

  /** As {@link #abortDetached}, for an executor, to which nobody listens. */
  public void abortDetachedQuietly(Lease<PhysicalConnection> lease) {
    try {
      abortDetached(lease);
    } catch (SQLException unable) {
      // The driver has been told; it can do no more.
    }
  }

  /**
   * Leaves to the reset what the borrower did not close. To be said before the lease ends. If
   * others may still have the connection there may be no reset for long: then it is closed now.
   */
  public void leave(OpenStatements statements) {
    if (!residence.isShared() || !isClosedNow(statements)) {
      OpenStatements before;
      do { // a late closer of an earlier lease adds what is closed already, and takes nothing away
        before = leaked;
      } while (!LEAKED.compareAndSet(this, before, statements.after(before)));
      eventful = true;
    }
  }

  private static boolean isClosedNow(OpenStatements statements) {
    try {
      statements.close();
      return true;
    } catch (SQLException | RuntimeException unable) {
      return false; // the reset tries again, and closes the connection if it can't either
    }
  }

  /** As {@link Connection#beginRequest}; if nobody else ends what is begun, the reset does. */
  public void beginRequest() throws SQLException {
    raw.beginRequest();
    inRequest = true;
    eventful = true;
  }

  /** As {@link Connection#endRequest}. */
  public void endRequest() throws SQLException {
    inRequest = false;
    raw.endRequest();
  }

  boolean isInRequest() {
    return inRequest;
  }

  /**
   * Whether a transaction seems to be open, as far as the pool has seen it. Asks no driver, not
   * even for a field: some guard it by a lock that a running statement holds. Any thread.
   */
  public boolean seemsInTransaction() {
    return !session.autoCommit() && session.mayHaveOpenWork();
  }

  /** Whether somebody has the driver's own objects, and may use them unseen. Any thread. */
  boolean hasEscaped() {
    return session.hasEscaped();
  }

  /** The connection is being aborted: there is nothing to reset any more. */
  public void markAborted() {
    aborted = true;
    eventful = true;
  }

  /** Whether its borrower has aborted it. */
  public boolean isAborted() {
    return aborted;
  }

  /**
   * Whether an error that a borrower saw proves the connection useless: it is dead, its driver has
   * closed it, or its server no longer takes writes though nobody asked it to refuse them. Where
   * only the server can say that, nothing is proved yet, and the reset asks it.
   */
  public boolean isProofOfDeath(Throwable error) {
    Set<ErrorKind> kinds = residence.errors().kindsIn(error);
    return kinds.contains(ErrorKind.DEAD)
        || (kinds.contains(ErrorKind.ROLE_CHANGED)
            && refusedWrite().isOfTheServer(error, () -> says(raw::isReadOnly)))
        || says(raw::isClosed);
  }

  private RefusedWrite refusedWrite() {
    return new RefusedWrite(raw, session, residence);
  }

  /** Asks the server, for the reset, when all is put back. Blocks as long as the driver does. */
  void requireServerThatWrites() throws SQLException {
    refusedWrite().requireServerThatWrites();
  }

  /** Whether that proof says that the connection works and its server is the wrong one. */
  public boolean isMisplaced(@Nullable Throwable proof) {
    Set<ErrorKind> kinds = proof == null ? Set.of() : residence.errors().kindsIn(proof);
    return kinds.contains(ErrorKind.ROLE_CHANGED) && !kinds.contains(ErrorKind.DEAD);
  }

  /** Called after the lease was told that the connection is dead. Does not block. */
  public void announceDeath() {
    residence.announceDeath();
  }

  private interface Question {
    boolean ask() throws SQLException;
  }

  /**
   * Asked only after an error, of what drivers keep in a field. No answer counts as no; but a
   * driver that fails with an Error at so simple a question is of no use any more.
   */
  private static boolean says(Question question) {
    try {
      return question.ask();
    } catch (SQLException | RuntimeException none) {
      return false;
    } catch (Error broken) {
      return true;
    }
  }

  boolean needsReset() {
    return eventful ? needsResetAfterAll() : session.needsReset();
  }

  private boolean needsResetAfterAll() {
    return (session.needsReset() || leaked != null || inRequest || isWatched()) && !aborted;
  }

  /** Whether somebody is to be told of its return. */
  private boolean isWatched() {
    ObservedConnection observed = residence.observed();
    return observed != null && observed.isLent();
  }

  void closeLeaked() throws SQLException {
    for (OpenStatements now = leaked; now != null; now = leaked) {
      now.close();
      LEAKED.compareAndSet(this, now, null);
    }
  }

  /** Names the driver's class; never the URL, which may hold a password. */
  @Override
  public String toString() {
    return raw.getClass().getName();
  }
}
