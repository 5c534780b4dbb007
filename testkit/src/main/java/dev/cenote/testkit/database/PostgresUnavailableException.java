package dev.cenote.testkit.database;

import org.jspecify.annotations.Nullable;

/** No PostgreSQL can be started on this machine; the message says why, for a reader or a skip. */
public final class PostgresUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PostgresUnavailableException(@Nullable String message) {
    super(message);
  }

  PostgresUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
