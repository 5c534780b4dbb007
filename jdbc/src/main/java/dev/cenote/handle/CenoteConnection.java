package dev.cenote.handle;

import dev.cenote.core.Lease;
import dev.cenote.core.event.RetireReason;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.SessionState;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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
public final class CenoteConnection extends LentConnection {

  /** The bound of {@code isValid(0)}, which for JDBC means: without one. */
  private static final int VALID_SECONDS_DEFAULT = 5;

  private static final VarHandle OPEN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      OPEN = lookup.findVarHandle(CenoteConnection.class, "open", Tracked.class);
    } catch (ReflectiveOperationException bug) {
      throw new ExceptionInInitializerError(bug);
    }
  }

  // Three fields with those above, and no more: one is made for each borrow, so its size counts.

  /** The newest of what was opened and not closed; dead links may lie in between. */
  private volatile @Nullable Tracked open;

  CenoteConnection(Lease<PhysicalConnection> lease) {
    super(lease);
  }

  /** The handle for a lease that has none yet. If it cannot be made, the lease is ended. */
  public static CenoteConnection of(Lease<PhysicalConnection> lease) {
    try {
      CenoteConnection handle = new CenoteConnection(lease);
      handle.physical.beginLease();
      return handle;
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
    beginUse();
    physical.session().work();
    return driver;
  }

  @Override
  Connection quietly() throws SQLException {
    leased().touch();
    return physical.raw();
  }

  @Override
  void beginUse() throws SQLException {
    SessionState session = physical.session();
    if (session.isUntouched()) {
      try {
        session.touch();
      } catch (SQLException | RuntimeException | Error e) {
        throw failed(e);
      }
    }
  }

  /**
   * Sees whatever the driver throws at a borrower. An SQLException or RuntimeException retires the
   * connection if it proves it dead. So does an Error, which may have struck the driver between
   * sending and reading: what the next answer on that connection belongs to nobody knows.
   */
  @Override
  protected SQLException failed(Throwable thrown) {
    if (thrown instanceof Error error) {
      Lease<PhysicalConnection> mine = leaseIfOpen();
      if (mine != null
          && !isUnknownMethod(error)
          && mine.retireOnRelease(RetireReason.BROKEN, error)) {
        physical.invalidated(error);
      }
      throw error;
    }
    if (physical.isProofOfDeath(thrown)) {
      dies(thrown);
    }
    if (thrown instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    return (SQLException) thrown;
  }

  /** Of a connection that its borrower has aborted or given back, an error proves nothing new. */
  private void dies(@Nullable Throwable cause) {
    Lease<PhysicalConnection> mine = leaseIfOpen();
    if (mine != null && !physical.isAborted() && mine.broken(physical.isMisplaced(cause), cause)) {
      physical.invalidated(cause);
      physical.announceDeath();
    }
  }

  // The end.

  /**
   * Ends the lease. The common close, of a handle through which nothing is open, writes one plain
   * field; what decides is the move of the slot's word, which one of two closers makes.
   *
   * <p>Another thread may open something meanwhile. It puts it into the list and <u>then</u> reads
   * the word ({@link #track}); a closer moves the word and <u>then</u> reads the list again. All
   * four are sequentially consistent, so either it learns that the lease has ended or the closer
   * finds what it has opened, and whoever learns of the other closes that.
   *
   * <p>Who finds something open must be the only one to close: the reset needs it first. Should
   * another be under way who saw nothing, two may end the lease; one does.
   */
  @Override
  public void close() throws SQLException {
    Lease<PhysicalConnection> mine = leaseIfOpen();
    if (mine == null) {
      return;
    }
    Tracked seen = open;
    boolean nothing = Tracked.firstAlive(seen) == null;
    if (nothing) {
      lease = null;
    } else if (!LEASE.compareAndSet(this, mine, null)) {
      return;
    }
    Tracked newest = open; // again: who opened something while this was open may have used it
    if (!nothing || newest != seen) {
      leaveOpen(mine, newest);
    }
    boolean ended = mine.release();
    if (!ended) {
      LEASE.setVolatile(this, null); // as above: without the pool no word has moved
    }
    try {
      closeLate(newest);
    } finally {
      if (!ended) {
        physical.closeDetached(mine); // does nothing if it has not left
      }
    }
  }

  private void leaveOpen(Lease<PhysicalConnection> mine, @Nullable Tracked newest) {
    try {
      Tracked leaked = Tracked.firstAlive(newest);
      if (leaked != null) {
        physical.leave(() -> Tracked.closeAll(leaked));
      }
    } catch (Throwable ours) { // no memory, no stack: the slot must not be lost with it
      mine.retireOnRelease(RetireReason.BROKEN);
      mine.release();
      throw ours;
    }
  }

  /** What was opened while it was being closed is nobody's. */
  private void closeLate(@Nullable Tracked known) {
    try {
      if (open != known) {
        Tracked.closeAll(open);
      }
    } catch (SQLException | RuntimeException unable) {
      // who has opened it is told that this is closed
    }
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null && !isReturned()) {
      throw new SQLException("abort needs an executor", "22023");
    }
    Lease<PhysicalConnection> mine = shut();
    if (mine == null) {
      return;
    }
    if (physical.hasLeftWith(mine) && executor != null) {
      executor.execute(() -> physical.abortDetachedQuietly(mine));
      return;
    }
    if (!mine.retireOnRelease(RetireReason.EVICTED)) {
      mine.release(); // of a shared one that another has ended; else it is somebody else's by now
      return;
    }
    physical.markAborted();
    physical.invalidated(null);
    try {
      physical.raw().abort(executor);
    } finally {
      mine.release();
    }
  }

  /**
   * Gives the connection back to be closed, not reused: its state is not known.
   *
   * @param cause what was thrown
   */
  public void discard(Throwable cause) {
    Lease<PhysicalConnection> mine = shut();
    if (mine != null) {
      mine.retireOnRelease(RetireReason.BROKEN, cause);
      mine.release();
    }
  }

  /**
   * One that its driver has closed goes back now: many do not close what says that it is closed.
   */
  @Override
  public boolean isClosed() throws SQLException {
    if (isReturned()) {
      return true;
    }
    try {
      if (!physical.raw().isClosed()) {
        return false;
      }
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
    dies(null);
    close();
    return true;
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    if (seconds < 0) {
      throw new SQLException("the timeout must not be negative, is " + seconds, "22023");
    }
    Lease<PhysicalConnection> mine = leaseIfOpen();
    if (mine == null) {
      return false;
    }
    mine.touch();
    physical.session().work(); // some drivers begin a transaction to find out
    boolean valid;
    try {
      valid = physical.raw().isValid(seconds == 0 ? VALID_SECONDS_DEFAULT : seconds);
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
    if (!valid) {
      dies(null);
    }
    return valid;
  }

  @Override
  public void beginRequest() throws SQLException {
    quietly();
    try {
      physical.beginRequest();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public void endRequest() throws SQLException {
    quietly();
    try {
      physical.endRequest();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  // What is opened through it.

  @Override
  protected Statement wrap(Statement statement) throws SQLException {
    return track(new CenoteStatement(this, statement));
  }

  @Override
  protected PreparedStatement wrap(PreparedStatement statement) throws SQLException {
    return track(new CenotePreparedStatement(this, statement));
  }

  @Override
  protected CallableStatement wrap(CallableStatement statement) throws SQLException {
    return track(new CenoteCallableStatement(this, statement));
  }

  @Override
  protected DatabaseMetaData wrap(DatabaseMetaData metaData) {
    return new CenoteDatabaseMetaData(this, metaData);
  }

  @Override
  protected Array wrap(Array array) {
    return new CenoteArray(this, array);
  }

  @Override
  protected @Nullable Object driversOwn(@Nullable Object argument) {
    return ColumnValue.driversOwn(argument);
  }

  /** Remembers what has just been opened; closes it if the handle was closed meanwhile. */
  <T extends Tracked> T track(T opened) throws SQLException {
    Tracked head;
    do {
      head = open;
      opened.older(Tracked.firstAlive(head));
    } while (!OPEN.compareAndSet(this, head, opened));
    Lease<PhysicalConnection> mine = leaseIfOpen();
    // a closer has written the field before it moved the word; a detached one moved it as well
    if (mine == null || (!mine.isActive() && LEASE.getVolatile(this) == null)) {
      opened.closeLeaked();
      throw alreadyReturned();
    }
    return opened;
  }

  /**
   * Forgets what has just been closed. The newest stays as a dead link until the next is opened.
   */
  void untrack(Tracked closed) {
    Tracked head = open;
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
        physical.session().escape();
      }
      return unwrapped;
    } catch (SQLException | RuntimeException | Error e) {
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
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  /** Names the slot and the driver's class; never the URL, which may hold a password. */
  @Override
  public String toString() {
    return "CenoteConnection@slot "
        + slotNumber()
        + (isReturned() ? ", closed" : " wrapping " + physical);
  }
}
