package dev.cenote;

import dev.cenote.core.PoolKind;
import dev.cenote.handle.CenoteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Functions with a transaction, where connections may have several borrowers: a transaction is the
 * connection's and not the borrower's. What a thread does within a transaction of its own is part
 * of it. Of a connection that all threads share (kind SHARED) one thread at a time has it. At its
 * end auto-commit is put back at once, for others go on with it.
 */
final class SharedTransactions {

  /** So often one who waits looks whether the pool has been closed. */
  private static final long LOOK_NANOS = 100_000_000;

  private final DataSourceAnswers pool;

  /** Who has the transaction on the connection that all share: the function runs under it. */
  private final ReentrantLock turn = new ReentrantLock(true);

  /** By which handle this thread is within a transaction. */
  @SuppressWarnings("ThreadLocalUsage") // of this pool, not of another
  private final ThreadLocal<CenoteConnection> within = new ThreadLocal<>();

  SharedTransactions(DataSourceAnswers pool) {
    this.pool = pool;
  }

  <T extends @Nullable Object, X extends Exception> T in(ConnectionFunction<T, X> work)
      throws SQLException, X {
    CenoteConnection mine = within.get();
    if (mine != null) { // the same, whatever the pool would lend now
      return work.apply(mine);
    }
    long begun = System.nanoTime();
    try (Connection connection = pool.getConnection()) {
      CenoteConnection lent = connection.unwrap(CenoteConnection.class);
      if (pool.kind() == PoolKind.SHARED) {
        return inTurn(lent, begun, work);
      }
      return isBegunByHand(lent) ? work.apply(lent) : on(lent, work);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T inTurn(
      CenoteConnection connection, long begun, ConnectionFunction<T, X> work)
      throws SQLException, X {
    awaitTurn(connection, begun);
    try {
      return on(connection, work);
    } finally {
      turn.unlock();
    }
  }

  /** Not for ever, and not when the pool has been closed: then so has the connection. */
  private void awaitTurn(CenoteConnection connection, long begun) throws SQLException {
    long limit = PoolTimes.nanos(pool.acquireTimeout());
    try {
      while (true) {
        long left = limit - (System.nanoTime() - begun);
        if (turn.tryLock(Math.min(left, LOOK_NANOS), TimeUnit.NANOSECONDS)) {
          return;
        }
        if (connection.isClosed()) {
          throw pool.errors().closed();
        }
        if (left <= LOOK_NANOS) {
          throw pool.errors().transactionsBusy(limit);
        }
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw pool.errors().interrupted(interrupt);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T on(
      CenoteConnection connection, ConnectionFunction<T, X> work) throws SQLException, X {
    within.set(connection);
    try {
      return Transaction.onShared(connection, work, pool::getConnection);
    } finally {
      within.remove();
    }
  }

  /** By this thread, which has switched auto-commit off on what it has already. */
  private static boolean isBegunByHand(CenoteConnection connection) throws SQLException {
    return connection.beginsInAutoCommit() && !connection.getAutoCommit() && connection.isShared();
  }
}
