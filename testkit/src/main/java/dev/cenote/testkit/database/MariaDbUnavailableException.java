package dev.cenote.testkit.database;

import org.jspecify.annotations.Nullable;

/** No MariaDB can be started on this machine; the message says why, for a reader or a skip. */
public final class MariaDbUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MariaDbUnavailableException(@Nullable String message) {
    super(message);
  }

  MariaDbUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
