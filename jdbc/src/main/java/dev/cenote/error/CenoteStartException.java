package dev.cenote.error;

import java.sql.SQLException;

/**
 * The pool could not start as {@code onStart} asks. Everything that it had opened is closed again,
 * unless the pool worked before or has come to lend meanwhile. The message is that of the cause,
 * which has the class and SQLState that getConnection would have thrown; the driver's exception is
 * behind it.
 */
public final class CenoteStartException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final SQLException sqlException;

  /** With the failure that stopped the start. */
  public CenoteStartException(ErrorCode code, SQLException cause) {
    super(cause.getMessage(), cause);
    this.code = code;
    this.sqlException = cause;
  }

  /** The cause, as getConnection throws it. */
  public SQLException sqlException() {
    return sqlException;
  }

  /** Which situation it is. */
  public ErrorCode code() {
    return code;
  }
}
