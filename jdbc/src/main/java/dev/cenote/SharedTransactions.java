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
 * connection's and not the borrower's. A function within a function of the same thread takes part
 * in its transaction, and of kind PER_THREAD in one that the thread has begun by hand. On a
 * connection that all threads share (kind SHARED) one thread at a time has a transaction. At its
 * end auto-commit is put back at once, for others go on with it.
 */
final class SharedTransactions {

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
    boolean takesTurns = pool.kind() == PoolKind.SHARED;
    if (takesTurns) {
      awaitTurn();
    }
    try (Connection connection = pool.getConnection()) {
      CenoteConnection lent = connection.unwrap(CenoteConnection.class);
      return !takesTurns && lent.isInTransactionOfOthers() ? work.apply(lent) : on(lent, work);
    } finally {
      if (takesTurns) {
        turn.unlock();
      }
    }
  }

  /** Before the connection is taken: while one waits another may take its place. */
  private void awaitTurn() throws SQLException {
    long limit = PoolTimes.nanos(pool.acquireTimeout());
    try {
      boolean isFree = !turn.hasQueuedThreads() && turn.tryLock(); // an interrupt does not matter
      if (!isFree && !turn.tryLock(limit, TimeUnit.NANOSECONDS)) {
        throw pool.errors().transactionsBusy(limit);
      }
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw pool.errors().interrupted(interrupt);
    }
  }

  private <T extends @Nullable Object, X extends Exception> T on(
      CenoteConnection connection, ConnectionFunction<T, X> work) throws SQLException, X {
    try (CenoteConnection lent = connection.joined()) {
      within.set(lent);
      return Transaction.onShared(connection, lent, work);
    } finally {
      within.remove();
    }
  }
}
