package dev.cenote;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A DataSource that also lends connections for the length of a function.
 *
 * <pre>{@code
 * String name = pool.withConnection(connection -> nameOf(connection, 7));
 * pool.useTransaction(connection -> {
 *   withdraw(connection, 10);
 *   deposit(connection, 10);
 * });
 * }</pre>
 *
 * <p>The connection is taken before the function and given back after it, however it ends. What the
 * function throws reaches the caller as it is, a checked exception by its own type; what else goes
 * wrong meanwhile is attached to it as suppressed. Nothing that was read through the connection may
 * be used after the function has returned, a result set for example.
 *
 * <p>Any thread; each call blocks as {@link #getConnection()} does, and as long as the function. A
 * function that asks the pool for a second connection while it has one can wait for itself: give it
 * the connection instead.
 */
public interface ScopedDataSource extends DataSource {

  /**
   * Lends a connection to a function.
   *
   * @return what the function returns
   * @throws SQLException if there is no connection, as {@link #getConnection()}, or by the function
   * @throws X by the function
   */
  default <T extends @Nullable Object, X extends Exception> T withConnection(
      ConnectionFunction<T, X> work) throws SQLException, X {
    try (Connection connection = getConnection()) {
      return work.apply(connection);
    }
  }

  /** As {@link #withConnection}, for work without a result. */
  default <X extends Exception> void useConnection(ConnectionConsumer<X> work)
      throws SQLException, X {
    try (Connection connection = getConnection()) {
      work.accept(connection);
    }
  }

  /**
   * Lends a connection with a transaction to a function: auto-commit is off. A normal end commits;
   * whatever is thrown, an Error too, rolls back and is thrown on. A failed commit is rolled back
   * and thrown. Afterwards auto-commit is as it was for the next borrower.
   *
   * <p>Two calls, one within the other, are two transactions on two connections. But of the kinds
   * SHARED and PER_THREAD they have the same connection: the inner one takes part in the
   * transaction around it, which commits or rolls back all of it when it ends; what the inner one
   * throws rolls back nothing if the outer one catches it. Of kind PER_THREAD that holds also
   * within a transaction that the thread has begun by hand: whoever began it ends it. Of kind
   * SHARED one thread at a time has a transaction; another waits for it, at most for {@code
   * acquireTimeout}.
   *
   * @return what the function returns, once it is committed, or a part of the transaction around it
   * @throws SQLException if there is no connection, as {@link #getConnection()}, if there is no
   *     transaction, if the commit fails, or by the function
   * @throws X by the function
   */
  default <T extends @Nullable Object, X extends Exception> T inTransaction(
      ConnectionFunction<T, X> work) throws SQLException, X {
    try (Connection connection = getConnection()) { // whose end puts auto-commit back
      return Transaction.on(connection, work);
    }
  }

  /** As {@link #inTransaction}, for work without a result. */
  default <X extends Exception> void useTransaction(ConnectionConsumer<X> work)
      throws SQLException, X {
    this.<Boolean, X>inTransaction(connection -> {
      work.accept(connection);
      return true;
    });
  }

  /**
   * A view of the same pool whose connections take one at their first statement, and give it back
   * when no transaction and no statement is open: a request that holds its connection object from
   * beginning to end then occupies the pool only while it works. What is set before, auto-commit,
   * read-only, isolation and so on, is remembered and set on each connection that is taken.
   *
   * <p>A connection of the view begins in auto-commit, unless the pool's setting {@code autoCommit}
   * is false. That there is none is told by its first statement, as by {@link #getConnection()}.
   * What SQL sets in the session ends with the transaction. The view needs no closing. Does not
   * block.
   */
  ScopedDataSource lazy();
}
