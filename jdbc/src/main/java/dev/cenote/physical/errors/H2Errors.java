package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;

/**
 * H2. Its exception types are not trusted: the type for connections also covers mistakes in a
 * statement, such as SET MODE with an unknown mode (90088).
 */
public final class H2Errors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("J", "the Javadoc of org.h2.api.ErrorCode")
          .code(90067, DEAD, "[J] CONNECTION_BROKEN_1: could not connect, or was lost")
          .code(90098, DEAD, "[J] DATABASE_IS_CLOSED: under an open connection, by an emergency")
          .code(90121, DEAD, "[J] DATABASE_CALLED_AT_SHUTDOWN: SHUTDOWN by another connection")
          .code(90117, LOGIN_REFUSED, "[J] REMOTE_CONNECTION_NOT_ALLOWED: local clients only")
          .code(90146, LOGIN_REFUSED, "[J] DATABASE_NOT_FOUND_WITH_IF_EXISTS_1")
          .code(90149, LOGIN_REFUSED, "[J] REMOTE_DATABASE_NOT_FOUND_1")
          .code(90007, HARMLESS, "[J] OBJECT_CLOSED, which a closed result set throws too")
          .code(57014, HARMLESS, "[J] STATEMENT_WAS_CANCELED, or its timeout passed")
          .code(50200, HARMLESS, "[J] LOCK_TIMEOUT_1")
          .code(90097, HARMLESS, "[J] DATABASE_IS_READ_ONLY: so was it opened, H2 has no standby")
          .build();

  private H2Errors() {}
}
