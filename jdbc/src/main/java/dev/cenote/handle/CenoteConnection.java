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

  /** What stands in {@link #open} once the handle is closed. */
  private enum End implements Tracked {
    CLOSED;

    @Override
    public @Nullable Tracked older() {
      return null;
    }

    @Override
    public void older(@Nullable Tracked further) {}

    @Override
    public boolean isAlive() {
      return false;
    }

    @Override
    public void closeLeaked() {}
  }

  // Three fields with those above, and no more: one is made for each borrow, so its size counts.

  /**
   * The newest of what was opened and not closed; dead links may lie in between; {@link End} once
   * the handle is closed. By OPEN only.
   */
  @SuppressWarnings({"unused", "UnusedVariable"}) // through OPEN
  private @Nullable Tracked open;

  private CenoteConnection(Lease<PhysicalConnection> lease) {
    super(lease);
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
    beginUse();
    physical.session().work();
    return driver;
  }

  @Override
  Connection quietly() throws SQLException {
    if (isReturned()) {
      throw alreadyReturned();
    }
    lease.touch();
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

  boolean isReturned() {
    return OPEN.getOpaque(this) == End.CLOSED;
  }

  private static SQLException alreadyReturned() {
    return new SQLNonTransientConnectionException(
        "this connection is closed: it went back to the pool", "08003");
  }

  /**
   * Sees whatever the driver throws at a borrower. An SQLException or RuntimeException retires the
   * connection if it proves it dead. So does an Error, which may have struck the driver between
   * sending and reading: what the next answer on that connection belongs to nobody knows.
   */
  @Override
  protected SQLException failed(Throwable thrown) {
    if (thrown instanceof Error error) {
      if (!isUnknownMethod(error) && lease.retireOnRelease(RetireReason.BROKEN, error)) {
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
    if (!physical.isAborted() && lease.broken(physical.isMisplaced(cause), cause)) {
      physical.invalidated(cause);
      physical.announceDeath();
    }
  }

  /** Whether the driver is older than the method that was called: then nothing has happened. */
  private static boolean isUnknownMethod(Error error) {
    StackTraceElement[] stack = error.getStackTrace();
    return error instanceof AbstractMethodError
        && stack.length > 0
        && stack[0].getClassName().startsWith("dev.cenote.");
  }

  // The end.

  @Override
  public void close() throws SQLException {
    while (true) {
      Tracked head = (Tracked) OPEN.getAcquire(this);
      if (head == End.CLOSED) {
        return;
      }
      if (OPEN.compareAndSet(this, head, End.CLOSED)) { // else something was opened just now
        Tracked leaked = Tracked.firstAlive(head);
        if (leaked != null) {
          physical.leave(() -> closeAll(leaked));
        }
        break;
      }
    }
    if (physical.isDetached() || !lease.release()) {
      physical.closeDetached(); // does nothing if it has not left
    }
  }

  @Override
  boolean isShut() {
    return OPEN.getVolatile(this) == End.CLOSED;
  }

  @Override
  boolean shut() {
    return OPEN.getAndSet(this, End.CLOSED) != End.CLOSED;
  }

  private static void closeAll(Tracked newest) throws SQLException {
    for (Tracked link = newest; link != null; link = link.older()) {
      link.closeLeaked();
    }
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null && !isReturned()) {
      throw new SQLException("abort needs an executor", "22023");
    }
    if (!shut()) {
      return;
    }
    if (physical.isDetached() && executor != null) {
      executor.execute(physical::abortDetachedQuietly);
      return;
    }
    if (!lease.retireOnRelease(RetireReason.EVICTED)) {
      return; // closed meanwhile: it may be somebody else's by now
    }
    physical.markAborted();
    physical.invalidated(null);
    try {
      physical.raw().abort(executor);
    } finally {
      lease.release();
    }
  }

  /**
   * Gives the connection back to be closed, not reused: its state is not known.
   *
   * @param cause what was thrown
   */
  public void discard(Throwable cause) {
    lease.retireOnRelease(RetireReason.BROKEN, cause);
    OPEN.setOpaque(this, End.CLOSED);
    lease.release();
  }

  @Override
  public boolean isClosed() throws SQLException {
    if (isReturned()) {
      return true;
    }
    try {
      return physical.raw().isClosed();
    } catch (SQLException | RuntimeException | Error e) {
      throw failed(e);
    }
  }

  @Override
  public boolean isValid(int seconds) throws SQLException {
    if (seconds < 0) {
      throw new SQLException("the timeout must not be negative, is " + seconds, "22023");
    }
    if (isReturned()) {
      return false;
    }
    lease.touch();
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
    while (true) {
      Tracked head = (Tracked) OPEN.getAcquire(this);
      if (head == End.CLOSED) {
        opened.closeLeaked();
        throw alreadyReturned();
      }
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
    if (head != null && head != closed && head != End.CLOSED) {
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
        + lease.slotNumber()
        + (isReturned() ? ", closed" : " wrapping " + physical);
  }
}
