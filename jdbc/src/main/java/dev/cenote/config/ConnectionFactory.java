package dev.cenote.config;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Opens connections for a pool, in place of a URL and a driver. */
@FunctionalInterface
public interface ConnectionFactory {

  /**
   * One attempt to open a connection.
   *
   * @param slot the number of the slot that the connection will have, from 1; an earlier one in the
   *     same slot has been closed
   * @param number counts the pool's attempts, from 1
   * @param timeout how long it may take; then the pool interrupts the thread and goes on without it
   */
  record Attempt(int slot, long number, Duration timeout) {}

  /**
   * Opens a new connection. Called on threads of the pool, on several at once; may block.
   *
   * @throws SQLException or anything else: the attempt has failed
   */
  Connection connect(Attempt attempt) throws SQLException;
}
