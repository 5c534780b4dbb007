package dev.cenote.physical;

import static dev.cenote.physical.ErrorKind.DEAD;
import static dev.cenote.physical.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.physical.ErrorKind.ROLE_CHANGED;
import static dev.cenote.physical.ErrorKind.SERVER_FULL;

/**
 * MySQL and MariaDB. Sources: [M] "MySQL Error Reference", server and client error messages; [B]
 * "MariaDB Error Code Reference".
 *
 * <p>Not dead: 1317 ER_QUERY_INTERRUPTED (a cancelled statement), 1205 ER_LOCK_WAIT_TIMEOUT, 1213
 * ER_LOCK_DEADLOCK [M].
 */
final class MysqlErrors {

  static final ErrorTable TABLE =
      ErrorTable.builder()
          // [M] ER_SERVER_SHUTDOWN, ER_NORMAL_SHUTDOWN, ER_ABORTING_CONNECTION
          .code(1053, DEAD)
          .code(1077, DEAD)
          .code(1152, DEAD)
          // [M] CR_SERVER_GONE_ERROR, CR_SERVER_LOST
          .code(2006, DEAD)
          .code(2013, DEAD)
          // [M] ER_SESSION_WAS_KILLED, ER_CLIENT_INTERACTION_TIMEOUT (wait_timeout passed)
          .code(3169, DEAD)
          .code(4031, DEAD)
          // [B] ER_CONNECTION_KILLED
          .code(1927, DEAD)
          // [M] ER_OPTION_PREVENTS_STATEMENT: --read-only or --super-read-only of a replica
          .code(1290, ROLE_CHANGED)
          // [M] ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, ER_READ_ONLY_MODE
          .code(1792, ROLE_CHANGED)
          .code(1836, ROLE_CHANGED)
          // [M] ER_CON_COUNT_ERROR, ER_TOO_MANY_USER_CONNECTIONS, ER_USER_LIMIT_REACHED
          .code(1040, SERVER_FULL)
          .code(1203, SERVER_FULL)
          .code(1226, SERVER_FULL)
          // [M] ER_DBACCESS_DENIED_ERROR, ER_ACCESS_DENIED_ERROR, ER_BAD_DB_ERROR
          .code(1044, LOGIN_REFUSED)
          .code(1045, LOGIN_REFUSED)
          .code(1049, LOGIN_REFUSED)
          // [M] ER_HOST_IS_BLOCKED, ER_HOST_NOT_PRIVILEGED
          .code(1129, LOGIN_REFUSED)
          .code(1130, LOGIN_REFUSED)
          .build();

  private MysqlErrors() {}
}
