package dev.cenote.physical;

import dev.cenote.core.Detached;
import dev.cenote.core.Lease;
import dev.cenote.error.ErrorKind;
import dev.cenote.jfr.FlightSpan;
import dev.cenote.liveness.ConnectSockets.Lookable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the driver, as the pool sees it. Whoever holds its lease may use it; a driver
 * call that was given up may still run on it when the pool has long gone on, and can harm only it.
 *
 * <p>It is one object in layers, not several that know each other (decision 0041): a pool has as
 * many of them as it has connections, and every borrow goes through all layers.
 */
public final class PhysicalConnection extends SessionState {

  private final @Nullable Lookable lookable;
  private volatile boolean aborted;

  /** The lease by which it has left the pool; null: it has not. */
  private volatile @Nullable Lease<PhysicalConnection> leftWith;

  private long uses; // written by borrowers, one after the other

  /**
   * A connection that was just opened.
   *
   * @param lookable its near end; null if it cannot be looked at
   */
  PhysicalConnection(
      JdbcConnector home, int slot, Connection raw, Product product, @Nullable Lookable lookable) {
    super(home, slot, raw, product);
    this.lookable = lookable;
  }

  /** Those are told of it from the beginning; null: nobody is. */
  @Nullable ObservedConnection observedBy(@Nullable ConnectionEvents events) {
    if (events == null) {
      return null;
    }
    ObservedConnection observed = new ObservedConnection(events, this);
    owned().observed = observed;
    return observed;
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
    return this;
  }

  /** Whether every borrower begins with auto-commit on. */
  public boolean beginsInAutoCommit() {
    return initialAutoCommit;
  }

  /** A borrower gets it. */
  @Override
  public void beginLease() {
    uses++;
    super.beginLease();
  }

  /** A recording wants to know how long its borrower has it. */
  public void hold(FlightSpan begun) {
    owned().hold = begun;
  }

  /** Its borrower no longer has it. */
  void endHold(String outcome) {
    Belongings its = belongings();
    FlightSpan ended = its == null ? FlightSpan.NONE : its.hold;
    if (its != null && ended != FlightSpan.NONE) {
      its.hold = FlightSpan.NONE;
      ended.end(outcome);
    }
  }

  /** How often it was borrowed. */
  public long uses() {
    return uses;
  }

  /** Notes about its slot; thread-safe. Null once it has left. */
  public @Nullable Map<String, Object> slotInfo() {
    return isDetached() ? null : notes();
  }

  /** It is about to leave: what needs memory for that comes before what cannot be undone. */
  public void expectDeparture() {
    owned();
  }

  /** It has left the pool with that lease; the pool is told when it is closed. */
  public void detached(Detached<PhysicalConnection> departed, Lease<PhysicalConnection> lease) {
    owned().departed(departed);
    leftWith = lease;
    ObservedConnection observed = observed();
    if (observed != null) {
      observed.detached();
    }
  }

  /**
   * Tells the pool's customizers and listeners, if it has any, that a borrower gets it by this
   * handle.
   *
   * @param lease that borrower's
   * @throws SQLException or anything else, if one refuses: the connection is not to be lent
   */
  public void checkOut(Connection handle, Lease<?> lease) throws SQLException {
    ObservedConnection observed = observed();
    if (observed != null) {
      observed.checkOut(handle, this, lease);
    }
  }

  /** Tells the listeners that it is of no use. */
  public void invalidated(@Nullable Throwable cause) {
    ObservedConnection observed = observed();
    if (observed != null) {
      observed.invalidated(cause);
    }
  }

  /** Tells the listeners that it is to be closed when it comes back. */
  public void softInvalidated(@Nullable Throwable cause) {
    ObservedConnection observed = observed();
    if (observed != null) {
      observed.softInvalidated(cause);
    }
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
        closeOrAbort();
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
        home().abort(this);
      } finally {
        departed.ended();
      }
    }
  }

  private @Nullable Detached<PhysicalConnection> takeDeparture(Lease<PhysicalConnection> lease) {
    Belongings its = belongings();
    return its == null || !hasLeftWith(lease) ? null : its.takeDeparture();
  }

  /** As the pool would: what cannot be closed is aborted. */
  private void closeOrAbort() throws SQLException {
    try {
      home().close(this);
    } catch (Throwable failure) {
      try {
        home().abort(this);
      } catch (Throwable second) {
        Suppression.add(failure, second);
      }
      throw failure;
    }
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
    if (!home().hasSeveralBorrowers() || !isClosedNow(statements)) {
      owned().leave(statements);
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
    inRequest(true);
  }

  /** As {@link Connection#endRequest}. */
  public void endRequest() throws SQLException {
    inRequest(false);
    raw.endRequest();
  }

  /**
   * Whether a transaction seems to be open, as far as the pool has seen it or PostgreSQL's driver
   * has heard. Asks no driver for anything that it might guard by a lock. Any thread.
   */
  public boolean seemsInTransaction() {
    return !autoCommit() && mayHaveOpenWork();
  }

  /** The connection is being aborted: there is nothing to reset any more. */
  public void markAborted() {
    aborted = true;
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
    Set<ErrorKind> kinds = errors().kindsIn(error);
    return kinds.contains(ErrorKind.DEAD)
        || (kinds.contains(ErrorKind.ROLE_CHANGED)
            && refusedWrite().isOfTheServer(error, () -> says(raw::isReadOnly)))
        || says(raw::isClosed);
  }

  private RefusedWrite refusedWrite() {
    return new RefusedWrite(this);
  }

  /** Asks the server, for the reset, when all is put back. Blocks as long as the driver does. */
  void requireServerThatWrites() throws SQLException {
    refusedWrite().requireServerThatWrites();
  }

  /** Whether that proof says that the connection works and its server is the wrong one. */
  public boolean isMisplaced(@Nullable Throwable proof) {
    Set<ErrorKind> kinds = proof == null ? Set.of() : errors().kindsIn(proof);
    return kinds.contains(ErrorKind.ROLE_CHANGED) && !kinds.contains(ErrorKind.DEAD);
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

  @Override
  boolean needsReset() {
    return (super.needsReset() || isAwaited()) && !aborted;
  }

  /** Whether something is to be closed at its return, or somebody to be told. */
  private boolean isAwaited() {
    Belongings its = belongings();
    if (its == null) {
      return false;
    }
    ObservedConnection observed = its.observed;
    return its.left() != null || (observed != null && observed.isLent());
  }

  void closeLeaked() throws SQLException {
    Belongings its = belongings();
    if (its != null) {
      its.closeLeft();
    }
  }

  /** Names the driver's class; never the URL, which may hold a password. */
  @Override
  public String toString() {
    return raw.getClass().getName();
  }
}
