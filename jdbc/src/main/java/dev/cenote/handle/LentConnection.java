package dev.cenote.handle;

import dev.cenote.core.Detached;
import dev.cenote.core.Lease;
import dev.cenote.core.event.RetireReason;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.SessionState;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
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

  final Lease<PhysicalConnection> lease;
  final PhysicalConnection physical;

  LentConnection(Lease<PhysicalConnection> lease) {
    this.lease = lease;
    this.physical = lease.resource();
    physical.beginLease();
  }

  /** Makes the handle a closed one; false if it was closed before. */
  abstract boolean shut();

  /** Whether it is a closed one. What was written before it was shut is seen after this. */
  abstract boolean isShut();

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
    return lease.slotNumber();
  }

  /** How long ago the connection was opened. */
  public Duration age() {
    return physical.age();
  }

  /** How often the connection has been borrowed, this time included. */
  public long useCount() {
    return physical.uses();
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
    if (shut()) {
      physical.markAborted();
      physical.invalidated(cause);
      if (!lease.evict(cause)) {
        physical.abortDetached();
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
    if (lease.retireOnRelease(RetireReason.EVICTED, cause)) {
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
    try {
      physical.checkOut(this, lease::isActive);
    } catch (Throwable refused) {
      try {
        refuse(refused);
      } catch (Throwable second) {
        if (second != refused) {
          refused.addSuppressed(second);
        }
      }
      throw refused;
    }
  }

  /** Whatever goes wrong in it, the lease ends. */
  private void refuse(Throwable why) {
    try {
      shut();
      if (lease.isActive()) { // else a customizer has closed it, and it may be somebody else's
        condemn(why);
      }
    } finally {
      lease.evict(why);
    }
  }

  private void condemn(Throwable why) {
    physical.markAborted();
    physical.invalidated(why);
    if (why instanceof SQLException
        && physical.isProofOfDeath(why)
        && lease.broken(physical.isMisplaced(why), why)) {
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
    Detached<PhysicalConnection> detached = leave(keepsPermit);
    if (detached == null) {
      throw new SQLException("the connection cannot be detached: its lease has ended", "08003");
    }
    physical.detached(detached);
    if (isShut()) { // meanwhile, by another thread, which did not yet know
      physical.closeDetached();
    }
  }

  private @Nullable Detached<PhysicalConnection> leave(boolean keepsPermit) throws SQLException {
    try {
      return lease.detach(keepsPermit);
    } catch (UnsupportedOperationException shared) {
      throw new SQLFeatureNotSupportedException(shared.getMessage(), "0A000", shared);
    }
  }
}
