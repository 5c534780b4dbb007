package dev.cenote;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Work with a connection that has a result.
 *
 * @param <T> the result
 * @param <X> what it throws besides SQLException; a lambda that throws nothing else needs no
 *     mention of it
 */
@FunctionalInterface
public interface ConnectionFunction<T extends @Nullable Object, X extends Exception> {

  /** Does the work; the connection is the caller's and must not be used after the return. */
  T apply(Connection connection) throws SQLException, X;
}
