package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.error.ErrorKind.ROLE_CHANGED;
import static dev.cenote.error.ErrorKind.SERVER_FULL;

/** MySQL and MariaDB. */
public final class MysqlErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("M", "\"MySQL Error Reference\", server and client error messages")
          .source("B", "\"MariaDB Error Code Reference\"")
          .code(1053, DEAD, "[M] ER_SERVER_SHUTDOWN")
          .code(1077, DEAD, "[M] ER_NORMAL_SHUTDOWN")
          .code(1152, DEAD, "[M] ER_ABORTING_CONNECTION")
          .code(2006, DEAD, "[M] CR_SERVER_GONE_ERROR")
          .code(2013, DEAD, "[M] CR_SERVER_LOST")
          .code(3032, DEAD, "[M] ER_SERVER_OFFLINE_MODE: ordinary sessions are ended and refused")
          .code(3169, DEAD, "[M] ER_SESSION_WAS_KILLED")
          .code(4031, DEAD, "[M] ER_CLIENT_INTERACTION_TIMEOUT: wait_timeout passed")
          .code(1927, DEAD, "[B] ER_CONNECTION_KILLED")
          .row(
              new ErrorRow(
                  null,
                  1290,
                  "read-only",
                  ROLE_CHANGED,
                  "[M] ER_OPTION_PREVENTS_STATEMENT: --read-only or --super-read-only of a replica"))
          .code(1792, ROLE_CHANGED, "[M] ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION")
          .code(1836, ROLE_CHANGED, "[M] ER_READ_ONLY_MODE")
          .code(1040, SERVER_FULL, "[M] ER_CON_COUNT_ERROR: max_connections is reached")
          .code(1203, SERVER_FULL, "[M] ER_TOO_MANY_USER_CONNECTIONS")
          .code(1226, SERVER_FULL, "[M] ER_USER_LIMIT_REACHED")
          .code(1044, LOGIN_REFUSED, "[M] ER_DBACCESS_DENIED_ERROR")
          .code(1045, LOGIN_REFUSED, "[M] ER_ACCESS_DENIED_ERROR")
          .code(1049, LOGIN_REFUSED, "[M] ER_BAD_DB_ERROR: there is no such database")
          .code(1129, LOGIN_REFUSED, "[M] ER_HOST_IS_BLOCKED: after too many broken attempts")
          .code(1130, LOGIN_REFUSED, "[M] ER_HOST_NOT_PRIVILEGED")
          .code(1251, LOGIN_REFUSED, "[M] ER_NOT_SUPPORTED_AUTH_MODE")
          .code(1862, LOGIN_REFUSED, "[M] ER_MUST_CHANGE_PASSWORD_LOGIN")
          .code(3118, LOGIN_REFUSED, "[M] ER_ACCOUNT_HAS_BEEN_LOCKED")
          .code(4151, LOGIN_REFUSED, "[B] ER_ACCOUNT_HAS_BEEN_LOCKED")
          .code(1317, HARMLESS, "[M] ER_QUERY_INTERRUPTED: a cancelled statement")
          .code(3024, HARMLESS, "[M] ER_QUERY_TIMEOUT: max_execution_time passed")
          .code(1969, HARMLESS, "[B] ER_STATEMENT_TIMEOUT: max_statement_time passed")
          .code(1205, HARMLESS, "[M] ER_LOCK_WAIT_TIMEOUT")
          .code(1213, HARMLESS, "[M] ER_LOCK_DEADLOCK")
          .build();

  private MysqlErrors() {}
}
