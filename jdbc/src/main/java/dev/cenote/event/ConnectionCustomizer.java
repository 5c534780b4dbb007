package dev.cenote.event;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Takes part in the life of connections: sets new ones up, refuses some, cleans up in its own way.
 * For what only listens there is {@link ConnectionListener}.
 *
 * <p>Several are called in the order in which they were added. Calls about one connection come one
 * after the other, about several connections at the same time. None is called under a lock. A
 * method that is not overridden costs nothing.
 */
public interface ConnectionCustomizer {

  /**
   * The first connection of the pool has been opened; nobody has got one yet, and no other gets
   * further than here before this has returned or its time is over. Comes once per pool, before
   * {@link #onConnect} of the same connection, on a thread of the pool, within {@code
   * connectTimeout}. What is still in here after that has failed, and another connection comes
   * here, maybe while it is.
   *
   * @param connection the driver's, before the settings are applied
   * @throws SQLException or anything else: the attempt to open has failed, and the next comes here
   *     again
   */
  default void onFirstConnect(Connection connection, ConnectionContext context)
      throws SQLException {}

  /**
   * A connection has been opened. What is set here is what later resets restore, unless the
   * settings ({@code autoCommit}, {@code schema} and so on, which follow) say otherwise. A
   * transaction that is left open is committed. On a thread of the pool, within {@code
   * connectTimeout}.
   *
   * @param connection the driver's, before the settings are applied
   * @throws SQLException or anything else: the attempt to open has failed; the next calls all
   *     customizers again
   */
  default void onConnect(Connection connection, ConnectionContext context) throws SQLException {}

  /**
   * A connection is about to be borrowed. What is changed by the handle is put back at the return,
   * as if the borrower had done it; a transaction that is left open is committed. On the borrower's
   * thread, which no deadline bounds here. Of the kinds SHARED and PER_THREAD it comes for the
   * first of those who have the connection at once; who joins him meanwhile is not kept waiting,
   * and loses the connection with him if it is refused.
   *
   * @param connection the borrower's handle; if it is closed or its connection dies here, that is
   *     as a refusal, thrown or not
   * @throws SQLException the connection is refused: it is ended without a reset and another one is
   *     tried, up to three in all, within {@code acquireTimeout}. If the error says that the
   *     connection is dead, all others are checked before they are lent. With an {@code
   *     acquireTimeout} of 0 each of the three may wait for an open. A RuntimeException or Error is
   *     no refusal: the connection is ended and the borrower gets the exception
   */
  default void onCheckout(Connection connection, ConnectionContext context) throws SQLException {}

  /**
   * A connection was given back; the pool's own reset comes next, and sees to what is left undone
   * here. With {@code resetOnReturn=NONE} it relies on this to end the transaction. Not called for
   * a connection that is known to be useless. On the borrower's thread, within {@code
   * resetTimeout}; if the connection is to be closed and not kept, on the thread that closes it.
   *
   * @param connection the driver's
   * @throws SQLException or anything else: the connection is ended, as if the reset had failed
   */
  default void onReset(Connection connection, ResetState state, ConnectionContext context)
      throws SQLException {}

  /**
   * A connection was given back and reset, and is about to be idle or lent again. Not called for
   * one that is to be closed. What is changed here stays. A transaction that is left open outside
   * auto-commit is rolled back. On the borrower's thread, within {@code resetTimeout}.
   *
   * @param connection the driver's
   * @throws SQLException or anything else: the connection is ended, as if the reset had failed
   */
  default void onCheckin(Connection connection, ConnectionContext context) throws SQLException {}
}
