package dev.cenote.handle;

import dev.cenote.core.Detached;
import dev.cenote.core.Lease;
import dev.cenote.core.event.RetireReason;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.SessionState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a connection's handle that is about the pooled connection itself: what is known of
 * it, and how its borrower ends it or takes it away. Reached by {@code
 * connection.unwrap(CenoteConnection.class)}, from any thread. Nothing blocks, unless it says so.
 * The slot's number, the age and the use count are those of the connection as it is now, also when
 * the handle is closed; everything else throws an exception with SQLState 08003 then.
 */
abstract class LentConnection extends StatefulConnection {

  static final VarHandle LEASE;

  static {
    try {
      LEASE = MethodHandles.lookup().findVarHandle(LentConnection.class, "lease", Lease.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  /** Null once the handle is closed, by any thread: read by {@link #leaseIfOpen}. */
  @Nullable Lease<PhysicalConnection> lease;

  final PhysicalConnection physical;

  LentConnection(Lease<PhysicalConnection> lease) {
    this.lease = lease;
    this.physical = lease.resource();
  }

  /** Whether this handle was closed, whatever the driver says of the connection. */
  final boolean isReturned() {
    return leaseIfOpen() == null;
  }

  /** The lease of a handle that is not closed. */
  @Override
  final Lease<PhysicalConnection> leased() throws SQLException {
    Lease<PhysicalConnection> mine = leaseIfOpen();
    if (mine == null) {
      throw alreadyReturned();
    }
    return mine;
  }

  /** The lease; null if the handle is closed. */
  @SuppressWarnings("unchecked") // nothing else is there
  final @Nullable Lease<PhysicalConnection> leaseIfOpen() {
    return (Lease<PhysicalConnection>) LEASE.getOpaque(this);
  }

  /** Whether the driver is older than the method that was called: then nothing has happened. */
  static boolean isUnknownMethod(Error error) {
    StackTraceElement[] stack = error.getStackTrace();
    return error instanceof AbstractMethodError
        && stack.length > 0
        && stack[0].getClassName().startsWith("dev.cenote.");
  }

  static SQLException alreadyReturned() {
    return new SQLNonTransientConnectionException(
        "this connection is closed: it went back to the pool", "08003");
  }

  /**
   * Makes the handle a closed one. Its lease may have ended all the same, by a {@code close()} that
   * began before.
   *
   * @return its lease; null if it was closed before
   */
  @SuppressWarnings("unchecked") // nothing else is there
  final @Nullable Lease<PhysicalConnection> shut() {
    return (Lease<PhysicalConnection>) LEASE.getAndSet(this, null);
  }

  @Override
  SessionState session() {
    return physical.session();
  }

  /**
   * Notes of the application about the physical connection: kept from borrower to borrower, gone
   * when the connection is closed. A thread-safe map.
   */
  public Map<String, Object> info() throws SQLException {
    quietly();
    return physical.info();
  }

  /**
   * Notes of the application about the slot: they outlive the connection and are there for the next
   * one in the same slot. A thread-safe map; null once the connection is detached.
   */
  public @Nullable Map<String, Object> slotInfo() throws SQLException {
    quietly();
    return physical.slotInfo();
  }

  /** The number of the slot, from 1, that the connection has or had in its pool. */
  public int slotNumber() {
    return physical.slot();
  }

  /** How long ago the connection was opened. */
  public Duration age() {
    return physical.age();
  }

  /** How often the connection has been borrowed, this time included. */
  public long useCount() {
    return physical.uses();
  }

  /**
   * Whether others have the same connection now, as those of the kinds SHARED and PER_THREAD may.
   */
  public boolean isShared() throws SQLException {
    return leased().isJoint();
  }

  /**
   * Whether others have the same connection now and a transaction was begun on it, by switching
   * auto-commit off or, as far as the driver tells, by SQL: what is done by this handle is part of
   * it.
   */
  public boolean isInTransactionOfOthers() throws SQLException {
    return isShared()
        && physical.beginsInAutoCommit()
        && (!getAutoCommit() || physical.isToldOfTransaction());
  }

  /**
   * One more handle of the same connection, which is given back when all its handles are closed.
   *
   * @throws SQLException if this one is closed, or if the pool's connections have one borrower only
   */
  public CenoteConnection joined() throws SQLException {
    Lease<PhysicalConnection> mine = leased();
    Lease<PhysicalConnection> another = mine.joined();
    if (another == null) {
      if (!mine.isActive()) {
        throw alreadyReturned();
      }
      throw new SQLFeatureNotSupportedException(
          "connections of this kind of pool have one borrower at a time", "0A000");
    }
    try {
      return new CenoteConnection(another);
    } catch (Throwable noMemory) {
      another.release();
      throw noMemory;
    }
  }

  /** Whether it was taken out of the pool. */
  public boolean isDetached() {
    return physical.isDetached();
  }

  /**
   * Ends the connection at once: the handle is closed, the connection aborted without a reset, and
   * its place is free for another. For a connection whose state is not to be trusted; the pool's
   * other connections are not suspected. One that is detached is aborted on this thread, and that
   * may block.
   *
   * @param cause why, for the log and the listeners
   */
  public void invalidate(@Nullable Throwable cause) throws SQLException {
    quietly();
    Lease<PhysicalConnection> mine = shut();
    if (mine == null) {
      return;
    }
    // else it may be somebody else's
    if (mine.retireOnRelease(RetireReason.EVICTED, cause) || physical.hasLeftWith(mine)) {
      physical.markAborted();
      physical.invalidated(cause);
    }
    if (!mine.evict(cause)) {
      physical.abortDetached(mine);
    }
  }

  /**
   * As {@link #invalidate}, because of what was thrown; what goes wrong further, also that it is
   * closed, is attached to that.
   */
  public void giveUp(Throwable why) {
    try {
      invalidate(why);
    } catch (Throwable further) {
      if (further != why) {
        why.addSuppressed(further);
      }
    }
  }

  /** Lets this borrower go on; the connection is closed, not reused, when it comes back. */
  public void invalidateOnClose() throws SQLException {
    invalidateOnClose(null);
  }

  /**
   * As {@link #invalidateOnClose()}.
   *
   * @param cause why, for the listeners
   */
  public void invalidateOnClose(@Nullable Throwable cause) throws SQLException {
    quietly();
    if (leased().retireOnRelease(RetireReason.EVICTED, cause)) {
      physical.softInvalidated(cause);
    }
  }

  /**
   * Tells the pool's customizers and listeners that a borrower gets this handle. Called once, by
   * the pool, before anybody has it.
   *
   * @throws SQLException or anything else, if one refuses: the connection is ended then
   */
  public void checkOut() throws SQLException {
    Lease<PhysicalConnection> mine = leased();
    try {
      physical.checkOut(this, mine);
    } catch (Throwable refused) {
      try {
        refuse(mine, refused);
      } catch (Throwable second) {
        if (second != refused) {
          refused.addSuppressed(second);
        }
      }
      throw refused;
    }
  }

  /** Whatever goes wrong in it, the lease ends. */
  private void refuse(Lease<PhysicalConnection> mine, Throwable why) {
    try {
      shut();
      // not if a customizer has closed it: it may be somebody else's
      if (mine.retireOnRelease(RetireReason.EVICTED, why)) {
        condemn(mine, why);
      }
    } finally {
      if (!mine.evict(why)) {
        physical.abortDetachedQuietly(mine); // if a customizer has detached it
      }
    }
  }

  private void condemn(Lease<PhysicalConnection> mine, Throwable why) {
    physical.markAborted();
    physical.invalidated(why);
    if (why instanceof SQLException
        && physical.isProofOfDeath(why)
        && mine.broken(physical.isMisplaced(why), why)) {
      physical.announceDeath();
    }
  }

  /**
   * Takes the connection out of the pool. The handle works on; closing it closes the connection for
   * good, on the calling thread. Until then it counts against the pool's maximum, but the pool no
   * longer watches it and its {@code close()} does not wait for it. Refused by pools of kind SHARED
   * and PER_THREAD, where others may have the same connection.
   */
  public void detach() throws SQLException {
    detach(true);
  }

  /**
   * As {@link #detach()}.
   *
   * @param keepsPermit false: the pool may open another at once, so that the database has one more
   *     connection than the pool's maximum says
   */
  public void detach(boolean keepsPermit) throws SQLException {
    quietly();
    if (physical.isDetached()) {
      throw new SQLException("the connection has been detached already", "08003");
    }
    Lease<PhysicalConnection> mine = leased();
    physical.expectDeparture();
    Detached<PhysicalConnection> detached = leave(mine, keepsPermit);
    if (detached == null) {
      throw new SQLException("the connection cannot be detached: its lease has ended", "08003");
    }
    physical.detached(detached, mine);
    if (LEASE.getVolatile(this) == null) { // closed meanwhile by a thread that did not yet know
      physical.closeDetached(mine);
    }
  }

  private static @Nullable Detached<PhysicalConnection> leave(
      Lease<PhysicalConnection> mine, boolean keepsPermit) throws SQLException {
    try {
      return mine.detach(keepsPermit);
    } catch (UnsupportedOperationException shared) {
      throw new SQLFeatureNotSupportedException(shared.getMessage(), "0A000", shared);
    }
  }
}
