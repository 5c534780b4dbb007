package dev.cenote.physical;

import dev.cenote.config.ResetOnReturn;
import dev.cenote.core.Lease;
import dev.cenote.event.ConnectionContext;
import dev.cenote.event.ResetState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What has been told of one connection, in a pool that has somebody to tell. Any thread: an abort
 * may overtake a reset or a close that hangs, and then each event is still told once.
 */
final class ObservedConnection implements ConnectionContext {

  /** Who has it, as far as was told. */
  private enum Holder {
    NOBODY,
    /** Customizers are asked whether a borrower may have it. */
    ASKED_FOR,
    BORROWER
  }

  /** A part of a reset. */
  interface Step {
    void take() throws SQLException;
  }

  private final ConnectionEvents events;
  private final Connection raw;
  private final PhysicalConnection physical;
  private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.NOBODY);
  private final AtomicBoolean useless = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean closing;

  ObservedConnection(ConnectionEvents events, PhysicalConnection physical) {
    this.events = events;
    this.raw = physical.raw();
    this.physical = physical;
  }

  // Its life.

  /** The driver has opened it, in an attempt that may take so long. */
  void connect(long limitNanos) throws SQLException {
    events.connect(raw, this, limitNanos);
  }

  /** It can be lent. */
  void connected() {
    events.tell(listener -> listener.connected(this));
  }

  /** Whether a borrower has it of whom was told. */
  boolean isLent() {
    return holder.get() == Holder.BORROWER;
  }

  /**
   * Somebody gets it, by this handle. If that fails, nobody has got it.
   *
   * @param lease the borrower's: a customizer may end it
   */
  void checkOut(Connection handle, SessionState session, Lease<?> lease) throws SQLException {
    if (!holder.compareAndSet(Holder.NOBODY, Holder.ASKED_FOR)) {
      return; // somebody has it already: the kind of pool shares
    }
    boolean accepted = false;
    try {
      if (events.customizesCheckout()) {
        askCustomizers(handle, session, lease);
      }
      accepted = true;
    } finally {
      if (!accepted) {
        holder.set(Holder.NOBODY);
      }
    }
    try {
      events.tell(listener -> listener.checkedOut(this));
    } finally {
      holder.set(Holder.BORROWER);
    }
    if (ended.get()) { // meanwhile, by the end of the pool, which did not yet know
      checkedIn();
    }
  }

  private void askCustomizers(Connection handle, SessionState session, Lease<?> lease)
      throws SQLException {
    long uses = physical.uses();
    events.checkOut(handle, this);
    if (useless.get()) { // and they have kept it to themselves
      throw new SQLException("the connection died while customizers had it", "08006");
    }
    if (!lease.isActive()) {
      throw new SQLException("the connection was closed while customizers had it", "08003");
    }
    boolean isOurs = !lease.isJoint() && physical.uses() == uses; // nobody has joined meanwhile
    if (isOurs && !session.autoCommit() && session.mayHaveOpenWork()) {
      session.commit();
    }
  }

  /** Runs the pool's own reset and what belongs around it. */
  void reset(SessionState session, ResetOnReturn policy, Step own) throws SQLException {
    try {
      if (isLent()) {
        beforeReset(session, policy);
      }
      own.take();
      if (isLent() && !isOver()) {
        checkIn(session);
      }
    } catch (Throwable failure) {
      invalidated(failure);
      throw failure;
    }
  }

  private void beforeReset(SessionState session, ResetOnReturn policy) throws SQLException {
    boolean open = session.autoCommit() ? session.isInTransaction() : session.mayHaveOpenWork();
    ResetState state = new ResetState(!open, isDetached());
    if (events.customizesReset()) {
      events.reset(raw, state, this);
      if (policy == ResetOnReturn.NONE) {
        session.endedBySql(); // who resets by himself is taken at his word
      } else {
        session.work();
        session.escape();
      }
    }
    if (!isOver()) { // else the customizers took too long
      events.tell(listener -> listener.reset(this, state));
    }
  }

  private boolean isOver() {
    return useless.get() || ended.get();
  }

  private void checkIn(SessionState session) throws SQLException {
    if (events.customizesCheckin()) {
      events.checkIn(raw, this);
      if (!session.autoCommit()) {
        raw.rollback();
      }
    }
    checkedIn();
  }

  private void checkedIn() {
    if (holder.compareAndSet(Holder.BORROWER, Holder.NOBODY) && !isDetached()) {
      events.tell(listener -> listener.checkedIn(this));
    }
  }

  /** It is closed instead of kept: runs what the pool does before, and what belongs around it. */
  void endWork(SessionState session, ResetOnReturn policy, Step own) throws SQLException {
    closing = true;
    if (!isLent() || useless.get()) {
      own.take();
      return;
    }
    try {
      try {
        beforeReset(session, policy);
      } finally {
        own.take();
      }
      checkedIn();
    } catch (Throwable failure) {
      invalidated(failure);
      throw failure;
    }
  }

  /** It was closed. */
  void closed() {
    if (ended.compareAndSet(false, true)) {
      boolean left = isDetached();
      events.tell(listener -> {
        if (left) {
          listener.closeDetached(this);
        } else {
          listener.closed(this);
        }
      });
      checkedIn();
    }
  }

  /** It is about to be aborted. */
  void abort() {
    if (!closing) { // else it is only the end of a close that failed
      invalidated(null);
    }
  }

  // What happens to it.

  void detached() {
    events.tell(listener -> listener.detached(this));
  }

  void softInvalidated(@Nullable Throwable cause) {
    Throwable safe = events.secrets().safeOrNull(cause);
    events.tell(listener -> listener.softInvalidated(this, safe));
  }

  void invalidated(@Nullable Throwable cause) {
    if (!ended.get() && useless.compareAndSet(false, true)) {
      Throwable safe = events.secrets().safeOrNull(cause);
      events.tell(listener -> listener.invalidated(this, safe));
    }
  }

  void checkFailed(@Nullable Throwable error) {
    if (!ended.get()) {
      Throwable safe = events.secrets().safeOrNull(error);
      events.tell(listener -> listener.checkFailed(this, safe));
      invalidated(error);
    }
  }

  // What is known of it.

  @Override
  public String pool() {
    return events.pool();
  }

  @Override
  public int slot() {
    return physical.slot();
  }

  @Override
  public Connection connection() {
    return raw;
  }

  @Override
  public Map<String, Object> info() {
    return physical.info();
  }

  @Override
  public @Nullable Map<String, Object> slotInfo() {
    return isDetached() ? null : physical.notes();
  }

  @Override
  public Duration age() {
    return physical.age();
  }

  @Override
  public long useCount() {
    return physical.uses();
  }

  @Override
  public boolean isDetached() {
    return physical.isDetached();
  }

  /** Names the pool, the slot and the driver's class; never the URL. */
  @Override
  public String toString() {
    return pool() + " #" + slot() + " wrapping " + raw.getClass().getName();
  }
}
