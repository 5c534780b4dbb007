package dev.cenote.handle;

import dev.cenote.core.Lease;
import dev.cenote.core.event.RetireReason;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.SessionState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a borrower gets: one lease of one connection. Closing it gives the connection back; from
 * then on the handle can reach neither the connection nor anything of its next borrower.
 *
 * <p>As with any JDBC connection several threads may use it, and any of them may close it. A call
 * that is inside the driver when another thread closes the handle is not waited for.
 *
 * <p>Every call may block for as long as the driver does; {@code close} at most for the pool's
 * resetTimeout, and not at all if nothing was changed. After closing every call but {@code close},
 * {@code abort}, {@code isClosed} and {@code isValid} throws an exception with SQLState 08003.
 */
public final class CenoteConnection extends StatefulConnection {

  /** The bound of {@code isValid(0)}, which for JDBC means: without one. */
  private static final int VALID_SECONDS_DEFAULT = 5;

  private static final VarHandle RAW;
  private static final VarHandle OPEN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RAW = lookup.findVarHandle(CenoteConnection.class, "raw", Connection.class);
      OPEN = lookup.findVarHandle(CenoteConnection.class, "open", Tracked.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  private final Lease<PhysicalConnection> lease;
  private final SessionState session;

  /**
   * Null once closed. Read and written opaquely: the compare-and-set that ends the lease comes
   * after the write and decides who ended it.
   */
  @SuppressWarnings("UnusedVariable") // through RAW
  private @Nullable Connection raw;

  /** The newest of what was opened and not closed; dead links may lie in between. By OPEN only. */
  @SuppressWarnings({"unused", "UnusedVariable"}) // through OPEN
  private @Nullable Tracked open;

  /** Whether this lease has done anything yet that a driver could warn of. */
  private boolean used;

  private CenoteConnection(Lease<PhysicalConnection> lease) {
    PhysicalConnection physical = lease.resource();
    this.lease = lease;
    this.session = physical.session();
    this.raw = physical.raw();
  }

  /** The handle for a lease that has none yet. If it cannot be made, the lease is ended. */
  public static CenoteConnection of(Lease<PhysicalConnection> lease) {
    try {
      return new CenoteConnection(lease);
    } catch (Throwable noMemory) {
      lease.release();
      throw noMemory;
    }
  }

  // The way to the driver.

  /** The driver's connection, for a call that may do something on the server. */
  @Override
  protected Connection raw() throws SQLException {
    Connection driver = quietly();
    session.work();
    used = true;
    return driver;
  }

  @Override
  Connection quietly() throws SQLException {
    Connection driver = (Connection) RAW.getOpaque(this);
    if (driver == null) {
      throw new SQLNonTransientConnectionException(
          "this connection is closed: it went back to the pool", "08003");
    }
    return driver;
  }

  boolean isReturned() {
    return RAW.getOpaque(this) == null;
  }

  @Override
  protected SQLException failed(SQLException error) {
    PhysicalConnection physical = lease.resource();
    if (physical.isProofOfDeath(error)) {
      lease.broken();
      physical.announceDeath();
    }
    return error;
  }

  @Override
  SessionState session() {
    return session;
  }

  @Override
  boolean beginUse() {
    boolean first = !used;
    used = true;
    return first;
  }

  // The end.

  @Override
  public void close() throws SQLException {
    Connection driver = (Connection) RAW.getOpaque(this);
    if (driver == null) {
      return;
    }
    Tracked leaked = Tracked.firstAlive((Tracked) OPEN.getAcquire(this));
    session.endLease();
    if (leaked == null) {
      RAW.setOpaque(this, null);
    } else if (RAW.compareAndSet(this, driver, null)) {
      lease.resource().leave(() -> closeAll(leaked));
    } else {
      return;
    }
    lease.release();
  }

  private static void closeAll(Tracked newest) throws SQLException {
    for (Tracked link = newest; link != null; link = link.older()) {
      link.closeLeaked();
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    Connection driver = (Connection) RAW.getOpaque(this);
    if (driver == null || !RAW.compareAndSet(this, driver, null)) {
      return;
    }
    if (!lease.retireOnRelease(RetireReason.EVICTED)) {
      return; // closed meanwhile: it may be somebody else's by now
    }
    lease.resource().markAborted();
    try {
      driver.abort(executor);
    } finally {
      lease.release();
    }
  }

  @Override
  public boolean isClosed() throws SQLException {
    Connection driver = (Connection) RAW.getOpaque(this);
    if (driver == null) {
      return true;
    }
    try {
      return driver.isClosed();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    if (seconds < 0) {
      throw new SQLException("the timeout must not be negative, is " + seconds, "22023");
    }
    Connection driver = (Connection) RAW.getOpaque(this);
    if (driver == null) {
      return false;
    }
    session.work(); // some drivers begin a transaction to find out
    boolean valid;
    try {
      valid = driver.isValid(seconds == 0 ? VALID_SECONDS_DEFAULT : seconds);
    } catch (SQLException e) {
      throw failed(e);
    }
    if (!valid) {
      lease.broken();
      lease.resource().announceDeath();
    }
    return valid;
  }

  // What is opened through it.

  @Override
  protected Statement wrap(Statement statement) {
    return track(new CenoteStatement(this, statement));
  }

  @Override
  protected PreparedStatement wrap(PreparedStatement statement) {
    return track(new CenotePreparedStatement(this, statement));
  }

  @Override
  protected CallableStatement wrap(CallableStatement statement) {
    return track(new CenoteCallableStatement(this, statement));
  }

  @Override
  protected DatabaseMetaData wrap(DatabaseMetaData metaData) {
    return new CenoteDatabaseMetaData(this, metaData);
  }

  <T extends Tracked> T track(T opened) {
    while (true) {
      Tracked head = (Tracked) OPEN.getAcquire(this);
      opened.older(Tracked.firstAlive(head));
      if (OPEN.compareAndSet(this, head, opened)) {
        return opened;
      }
    }
  }

  /**
   * Forgets what has just been closed. The newest stays as a dead link until the next is opened.
   */
  void untrack(Tracked closed) {
    Tracked head = (Tracked) OPEN.getAcquire(this);
    if (head != null && head != closed) {
      Tracked alive = Tracked.unlink(head, closed);
      if (alive != head) {
        OPEN.compareAndSet(this, head, alive);
      }
    }
  }

  // Identity.

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    Connection driver = quietly();
    try {
      T unwrapped = type.isInstance(driver) ? type.cast(driver) : driver.unwrap(type);
      if (unwrapped instanceof Connection) {
        session.escape();
      }
      return unwrapped;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    if (type.isInstance(this)) {
      return true;
    }
    Connection driver = quietly();
    try {
      return type.isInstance(driver) || driver.isWrapperFor(type);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Names the slot and the driver's class; never the URL, which may hold a password. */
  @Override
  public String toString() {
    return "CenoteConnection@slot "
        + lease.slotNumber()
        + (isReturned() ? ", closed" : " wrapping " + lease.resource());
  }
}
