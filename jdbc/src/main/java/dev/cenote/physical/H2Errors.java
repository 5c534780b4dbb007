package dev.cenote.physical;

import static dev.cenote.physical.ErrorKind.DEAD;
import static dev.cenote.physical.ErrorKind.LOGIN_REFUSED;

/**
 * H2. Source: the Javadoc of org.h2.api.ErrorCode, constant by constant. Its exception types are
 * not trusted: the type for connections also covers mistakes in a statement, such as SET MODE with
 * an unknown mode (90088).
 *
 * <p>Not dead: 90007 OBJECT_CLOSED, which a closed result set throws too.
 */
final class H2Errors {

  static final ErrorTable TABLE =
      ErrorTable.builder()
          // CONNECTION_BROKEN_1: could not connect, or the connection was lost.
          .code(90067, DEAD)
          // DATABASE_IS_CLOSED: while this connection was open, for example by an emergency.
          .code(90098, DEAD)
          // DATABASE_CALLED_AT_SHUTDOWN: closed, for example by SHUTDOWN from another connection.
          .code(90121, DEAD)
          // REMOTE_CONNECTION_NOT_ALLOWED: the server takes local clients only.
          .code(90117, LOGIN_REFUSED)
          // DATABASE_NOT_FOUND_WITH_IF_EXISTS_1, REMOTE_DATABASE_NOT_FOUND_1
          .code(90146, LOGIN_REFUSED)
          .code(90149, LOGIN_REFUSED)
          .build();

  private H2Errors() {}
}
