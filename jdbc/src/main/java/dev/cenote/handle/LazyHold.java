package dev.cenote.handle;

import dev.cenote.core.Lease;
import dev.cenote.physical.PhysicalConnection;
import dev.cenote.physical.TransactionText;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** One connection while a {@link LazyConnection} has it, and what keeps it from going back. */
final class LazyHold {

  /** A call that ends a transaction. */
  interface Ending {
    void of(LazyHold hold) throws SQLException;
  }

  final Connection connection;

  /** Statements that are open, and calls under way. Guarded by the lazy connection's lock. */
  int openCount;

  /** Something may have been done in a transaction that has not ended. */
  volatile boolean inTransaction;

  /** Something that nobody closes was made: it ends with the transaction. */
  volatile boolean usedLoosely;

  /** What has become of it cannot be told: somebody has the driver's own, or uses SQL. */
  volatile boolean escaped;

  /** Its transaction is just being ended. */
  private volatile boolean isEnding;

  /** Whether others may have it too: no reset comes between them and what is set here. */
  private final boolean joins;

  /** In which mode it was found, if that has been changed here and is to be put back. */
  private volatile @Nullable Boolean found;

  LazyHold(Connection connection, boolean joins) {
    this.connection = connection;
    this.joins = joins;
  }

  /** As {@link Connection#setAutoCommit}; the mode is put back when others may have it too. */
  void setAutoCommit(boolean on) throws SQLException {
    if (joins && found == null) {
      found = connection.getAutoCommit();
    }
    connection.setAutoCommit(on);
    if (Boolean.valueOf(on).equals(found)) {
      found = null; // put back: who changes it from now on may be another
    }
  }

  /** As {@link #setAutoCommit}, unless it is so already. */
  void switchAutoCommit(boolean on) throws SQLException {
    if (connection.getAutoCommit() != on) {
      setAutoCommit(on);
    }
  }

  /**
   * Ends the transaction. What another thread begins to do meanwhile counts as done after it. The
   * caller has a reason that it does not go back before this is over.
   */
  void end(Ending ending) throws SQLException {
    boolean open = inTransaction;
    boolean loose = usedLoosely;
    inTransaction = false;
    usedLoosely = false;
    isEnding = true;
    try {
      ending.of(this);
    } catch (Throwable failure) {
      inTransaction |= open;
      usedLoosely |= loose;
      throw failure;
    } finally {
      isEnding = false;
    }
  }

  /** Gives it back, in the mode in which it was found. */
  void giveBack() throws SQLException {
    try (Connection given = connection) {
      if (given instanceof CenoteConnection lent) {
        Boolean mode = found;
        if (mode != null) {
          putBack(lent, mode);
        } else if (!joins && hasOnlyAsked(lent)) {
          lent.physical.noteOnlyAsked();
        }
      }
    }
  }

  private boolean hasOnlyAsked(CenoteConnection lent) {
    Lease<PhysicalConnection> lease = lent.leaseIfOpen();
    boolean alone = lease != null && !lease.isJoint();
    return alone && !isUncommitted() && lent.physical.seemsInTransaction();
  }

  /**
   * If something was left open and nobody else has it, the reset does, and with what was left what
   * the settings say. That is not committed here. What was done before is done, also if this fails.
   */
  private void putBack(CenoteConnection lent, boolean mode) {
    try {
      boolean left = isUncommitted() || (!lent.isShared() && lent.physical.seemsInTransaction());
      if (lent.isClosed() || (left && !lent.isShared()) || lent.getAutoCommit() == mode) {
        return;
      }
      if (mode && left) {
        lent.rollback();
      }
      lent.setAutoCommit(mode);
    } catch (Throwable unable) {
      lent.giveUp(unable); // else what others do by it could be undone unseen
      if (unable instanceof Error error) {
        throw error;
      }
    }
  }

  /** The driver's own behind that: what is done by it cannot be told. */
  <T> T unwrap(Wrapper pools, Class<T> type) throws SQLException {
    T unwrapped = pools.unwrap(type);
    escaped = true;
    return unwrapped;
  }

  /** That text goes to it: a transaction that it begins may be ended by another. */
  void noteText(String sql) {
    if (TransactionText.begins(sql) || TransactionText.switchesAutoCommit(sql)) {
      escaped = true;
    }
  }

  boolean isFree() {
    return openCount == 0 && !isUncommitted();
  }

  /** Whether its borrower may have left something open; a statement alone is nothing. */
  private boolean isUncommitted() {
    return inTransaction || usedLoosely || escaped || isEnding;
  }
}
