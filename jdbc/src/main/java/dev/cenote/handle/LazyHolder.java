package dev.cenote.handle;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Takes connections for a {@link LazyConnection}, holds one while it must, and gives it back. */
final class LazyHolder {

  /** A call on what is held. */
  interface Call<T extends @Nullable Object> {
    T on(LazyHold hold) throws SQLException;
  }

  /**
   * Guards what is held. It is kept while a connection is taken and set up: whoever comes meanwhile
   * would have to wait for the same one.
   */
  private final ReentrantLock lock = new ReentrantLock();

  private final LazyView.Source source;
  private final boolean joins;
  private final LazyMemory memory = new LazyMemory(); // guarded by lock
  private volatile @Nullable LazyHold held; // written under lock
  private volatile boolean autoCommit;
  private volatile boolean asked; // whether its borrower has said that
  private volatile boolean closed;

  LazyHolder(LazyView.Source source, boolean joins, boolean autoCommit) {
    this.source = source;
    this.joins = joins;
    this.autoCommit = autoCommit;
  }

  /** What is held; null if nothing is. Throws if this is closed. */
  @Nullable LazyHold held() throws SQLException {
    requireOpen();
    return held;
  }

  @Nullable LazyHold heldOrClosed() {
    return held;
  }

  /** The connection that is held, or one that is taken; one reason more not to give it back. */
  LazyHold enter() throws SQLException {
    lock.lock();
    try {
      requireOpen();
      LazyHold now = held;
      if (now == null) {
        now = taken();
        held = now;
        if (closed) { // just now, by an abort that may not have seen it
          held = null;
          now.giveBack();
          requireOpen();
        }
      }
      now.openCount++;
      return now;
    } finally {
      lock.unlock();
    }
  }

  /** Calls that; the connection is held as long as it takes, and as long as there is a reason. */
  <T extends @Nullable Object> T within(Call<T> call) throws SQLException {
    LazyHold hold = enter();
    T result;
    try {
      result = call.on(hold);
    } catch (Throwable failure) {
      leave(hold, failure);
      throw failure;
    }
    leave(hold);
    return result;
  }

  private LazyHold taken() throws SQLException {
    LazyHold hold = new LazyHold(source.getConnection(), joins);
    try {
      boolean switches = switches(hold.connection);
      boolean leaves = !joins || (switches && autoCommit) || isInTransactionAlone(hold.connection);
      if (leaves && !memory.isEmpty()) {
        hold.switchAutoCommit(true); // in a transaction a rollback might undo what is set
        switches = true;
      }
      memory.applyTo(hold.connection);
      if (switches) {
        hold.switchAutoCommit(autoCommit);
      }
      requireOpen(); // it may have been aborted meanwhile
      return hold;
    } catch (Throwable failure) {
      giveBack(hold, failure);
      throw failure;
    }
  }

  /** Where all begin outside auto-commit, and nobody else has begun anything. */
  private static boolean isInTransactionAlone(Connection connection) throws SQLException {
    return connection instanceof CenoteConnection lent
        && !lent.physical.beginsInAutoCommit()
        && !lent.isShared();
  }

  /**
   * Whether the mode is this borrower's business. Where others may have the connection too, only if
   * it was asked for, or is another than they all begin with: else their transaction would be
   * ended.
   */
  private boolean switches(Connection connection) {
    return !joins
        || asked
        || !(connection instanceof CenoteConnection lent)
        || lent.physical.beginsInAutoCommit() != autoCommit;
  }

  static void giveBack(LazyHold hold, Throwable because) {
    try {
      hold.giveBack();
    } catch (Throwable further) {
      if (further != because) {
        because.addSuppressed(further);
      }
    }
  }

  /** One reason less to keep it. */
  void leave(LazyHold hold) throws SQLException {
    lock.lock();
    try {
      hold.openCount--;
    } finally {
      lock.unlock();
    }
    giveBackIfFree(hold);
  }

  /** The same after that failure, which is what its caller will throw. */
  void leave(LazyHold hold, Throwable because) {
    try {
      leave(hold);
    } catch (Throwable further) {
      if (further != because) {
        because.addSuppressed(further);
      }
    }
  }

  private void giveBackIfFree(LazyHold hold) throws SQLException {
    lock.lock();
    try {
      if (held != hold || !hold.isFree()) {
        return;
      }
      held = null;
    } finally {
      lock.unlock();
    }
    hold.giveBack();
  }

  /** Ends the transaction of what is held; does nothing if nothing is. */
  void end(LazyHold.Ending ending) throws SQLException {
    if (held() == null) {
      return; // and does not wait for who is just taking one
    }
    LazyHold hold;
    lock.lock();
    try {
      hold = held();
      if (hold == null) {
        return;
      }
      hold.openCount++;
    } finally {
      lock.unlock();
    }
    try {
      hold.end(ending);
    } catch (Throwable failure) {
      leave(hold, failure);
      throw failure;
    }
    leave(hold);
  }

  /** The transaction has ended. */
  void ended(LazyHold hold) throws SQLException {
    hold.inTransaction = false;
    hold.usedLoosely = false;
    giveBackIfFree(hold);
  }

  /** Holds nothing from now on, whatever is open. */
  @Nullable LazyHold letGo() {
    lock.lock();
    try {
      LazyHold last = held;
      held = null;
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Holds that one no longer, whatever is open. False: it is held no more. */
  boolean letGo(LazyHold hold) {
    lock.lock();
    try {
      boolean isHeld = held == hold;
      if (isHeld) {
        held = null;
      }
      return isHeld;
    } finally {
      lock.unlock();
    }
  }

  /** Something may be done on the connection; outside auto-commit in a transaction. */
  void work(LazyHold hold) {
    if (!autoCommit && !hold.inTransaction) {
      hold.inTransaction = true;
    }
  }

  private void requireOpen() throws SQLException {
    if (closed) {
      throw new SQLNonTransientConnectionException("this connection is closed", "08003");
    }
  }

  boolean autoCommit() {
    return autoCommit;
  }

  /** Says in which mode the connection is; it has been told. Returns whether that is a change. */
  boolean autoCommit(boolean on) {
    asked = true;
    boolean changed = autoCommit != on;
    autoCommit = on;
    return changed;
  }

  /** Sets it on each connection that will be taken. */
  void remember(String property, @Nullable Object value, LazyMemory.Setter setter) {
    lock.lock();
    try {
      memory.put(property, value, setter);
    } finally {
      lock.unlock();
    }
  }

  /** What will be set on the next connection; null if nothing will. */
  LazyMemory.@Nullable Value remembered(String property) {
    lock.lock();
    try {
      return memory.get(property);
    } finally {
      lock.unlock();
    }
  }

  /** Whether what was set may change it: each catalog has schemas of its own. */
  boolean isTied(String property) {
    return (property.equals("schema") && remembered("catalog") != null)
        || (property.equals("catalog") && remembered("schema") != null);
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes nothing from now on, unless that one has gone back meanwhile. */
  boolean refuseIfHeld(LazyHold hold) {
    lock.lock();
    try {
      if (held != hold) {
        return false; // and no write: who closes it takes no lock
      }
      closed = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes nothing from now on. Waits for nobody. */
  void refuse() {
    closed = true;
  }
}
