package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.error.ErrorKind.ROLE_CHANGED;
import static dev.cenote.error.ErrorKind.SERVER_FULL;

/** PostgreSQL, and PgBouncer in front of it. */
public final class PostgresqlErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source(
              "A",
              "\"Appendix A. PostgreSQL Error Codes\" of its manual, with the places in its sources"
                  + " that raise them")
          .source("D", "org.postgresql.util.PSQLState of the driver and its uses")
          .source("P", "PgBouncer, src/client.c and src/objects.c")
          .state("57P01", DEAD, "[A] admin_shutdown: pg_terminate_backend, or a fast shutdown")
          .state("57P02", DEAD, "[A] crash_shutdown: another backend crashed, all sessions end")
          .state("57P03", DEAD, "[A] cannot_connect_now: starting, stopping or in recovery")
          .state("57P04", DEAD, "[A] database_dropped: under a session, by a recovery conflict")
          .state("57P05", DEAD, "[A] idle_session_timeout: FATAL, ends the session")
          .state("25P03", DEAD, "[A] idle_in_transaction_session_timeout: FATAL, ends the session")
          .state("25P04", DEAD, "[A] transaction_timeout: FATAL, since PostgreSQL 17")
          .state("25006", ROLE_CHANGED, "[A] read_only_sql_transaction: a standby")
          .state("53300", SERVER_FULL, "[A] too_many_connections: of server, role or database")
          .row(
              new ErrorRow(
                  "08P01",
                  null,
                  "no more connections allowed",
                  SERVER_FULL,
                  "[P] max_client_conn is reached"))
          .state(
              "08004",
              LOGIN_REFUSED,
              "[D] CONNECTION_REJECTED: no password, or a kind of authentication unknown to it")
          .state("3D000", LOGIN_REFUSED, "[A] invalid_catalog_name: there is no such database")
          .state("42501", LOGIN_REFUSED, "[A] insufficient_privilege: no CONNECT on the database")
          .state("57014", HARMLESS, "[A] query_canceled: statement_timeout, or a cancel")
          .state("55P03", HARMLESS, "[A] lock_not_available: lock_timeout, or NOWAIT")
          .state("40001", HARMLESS, "[A] serialization_failure, also a conflict with recovery")
          .state(
              "0A000", HARMLESS, "[A] feature_not_supported, also \"cached plan must not change\"")
          .build();

  private PostgresqlErrors() {}
}
