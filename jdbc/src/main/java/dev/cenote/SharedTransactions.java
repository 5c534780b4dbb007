package dev.cenote;

import dev.cenote.config.Settings;
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

  private final DataSourceAnswers pool;

  /** Who has the transaction on the connection that all share: the function runs under it. */
  private final ReentrantLock turn = new ReentrantLock(true);

  /** Whether this thread is within a transaction on its connection. */
  private final ThreadLocal<Boolean> within = new ThreadLocal<>();

  SharedTransactions(DataSourceAnswers pool) {
    this.pool = pool;
  }

  <T extends @Nullable Object, X extends Exception> T in(ConnectionFunction<T, X> work)
      throws SQLException, X {
    boolean takesTurns = pool.kind() == PoolKind.SHARED && within.get() == null;
    if (takesTurns) {
      awaitTurn();
    }
    try (Connection connection = pool.getConnection()) {
      return on(connection.unwrap(CenoteConnection.class), work);
    } finally {
      if (takesTurns) {
        turn.unlock();
      }
    }
  }

  private void awaitTurn() throws SQLException {
    long nanos = PoolTimes.nanos(pool.acquireTimeout());
    try {
      if (!turn.tryLock(nanos, TimeUnit.NANOSECONDS)) {
        throw pool.errors().transactionsBusy(nanos);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw pool.errors().interrupted(interrupt);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T on(
      CenoteConnection connection, ConnectionFunction<T, X> work) throws SQLException, X {
    if (within.get() != null || isBegunByHand(connection)) {
      return work.apply(connection);
    }
    within.set(true);
    try {
      return Transaction.onShared(connection, work);
    } finally {
      within.remove();
    }
  }

  /** By this thread, which has switched auto-commit off on what it has already. */
  private boolean isBegunByHand(CenoteConnection connection) throws SQLException {
    return pool.kind() == PoolKind.PER_THREAD
        && !Boolean.FALSE.equals(pool.get(Settings.AUTO_COMMIT))
        && !connection.getAutoCommit()
        && connection.isShared();
  }
}
