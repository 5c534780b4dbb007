package dev.cenote.physical;

import dev.cenote.core.time.Ticker;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is done once, with the first connection of a pool, while the others wait. Any thread.
 *
 * <p>Who does it has a turn, which ends with it or at the deadline of its attempt to open: what
 * hangs for ever in a driver that heeds no interrupt must not keep all others waiting for ever.
 */
final class FirstConnect {

  /** What is done. */
  interface Work {
    void run() throws SQLException;
  }

  /** The turn of one attempt; over at a time of the ticker. */
  private static final class Turn {
    final long end;

    Turn(long end) {
      this.end = end;
    }
  }

  private static final Ticker TICKER = Ticker.system();

  /** Guards whose turn it is. Nobody is called under it. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private @Nullable Turn turn; // guarded by lock
  private volatile boolean done; // written under lock

  /**
   * Does it, unless it has been done; waits for another who does it. If it throws it counts as not
   * done.
   *
   * @param limitNanos how long this attempt may take
   * @throws SQLException of the work, or if this thread is interrupted while it waits
   */
  void once(long limitNanos, Work work) throws SQLException {
    if (done) {
      return;
    }
    Turn mine = await(limitNanos);
    if (mine != null) {
      boolean succeeded = false;
      try {
        work.run();
        succeeded = true;
      } finally {
        end(mine, succeeded);
      }
    }
  }

  /** Null: it has been done meanwhile. */
  private @Nullable Turn await(long limitNanos) throws SQLException {
    lock.lock();
    try {
      while (!done && turn != null && turn.end - TICKER.nanos() > 0) {
        changed.awaitNanos(turn.end - TICKER.nanos());
      }
      if (done) {
        return null;
      }
      Turn mine = new Turn(TICKER.nanos() + limitNanos);
      turn = mine;
      return mine;
    } catch (InterruptedException deadline) {
      throw (SQLException)
          new SQLTimeoutException("the first connection is still being set up", "HYT00")
              .initCause(deadline);
    } finally {
      lock.unlock();
    }
  }

  private void end(Turn mine, boolean succeeded) {
    lock.lock();
    try {
      if (turn == mine) { // else it took too long, and another does it
        done |= succeeded;
        turn = null;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
