package dev.cenote;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Work with a connection that has no result.
 *
 * @param <X> what it throws besides SQLException; a lambda that throws nothing else needs no
 *     mention of it
 */
@FunctionalInterface
public interface ConnectionConsumer<X extends Exception> {

  /** Does the work; the connection is the caller's and must not be used after the return. */
  void accept(Connection connection) throws SQLException, X;
}
