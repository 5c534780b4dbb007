package dev.cenote.physical;

import static dev.cenote.physical.ErrorKind.DEAD;
import static dev.cenote.physical.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.physical.ErrorKind.ROLE_CHANGED;
import static dev.cenote.physical.ErrorKind.SERVER_FULL;

/**
 * PostgreSQL. Sources: [A] "Appendix A. PostgreSQL Error Codes" of its manual, with the places in
 * its sources that raise them; [D] org.postgresql.util.PSQLState of the driver and its uses.
 *
 * <p>Not dead, though other pools think so: 0A000 "feature not supported" [A], 57014
 * "query_canceled" [A], 08S02.
 */
final class PostgresqlErrors {

  static final ErrorTable TABLE =
      ErrorTable.builder()
          // [A] admin_shutdown: pg_terminate_backend, or a fast shutdown.
          .state("57P01", DEAD)
          // [A] crash_shutdown: another backend crashed and took all sessions with it.
          .state("57P02", DEAD)
          // [A] cannot_connect_now: starting up, shutting down or in recovery.
          .state("57P03", DEAD)
          // [A] database_dropped: under the feet of a session, by a recovery conflict.
          .state("57P04", DEAD)
          // [A] idle_session_timeout: FATAL, ends the session (postgres.c, ProcessInterrupts).
          .state("57P05", DEAD)
          // [A] idle_in_transaction_session_timeout: FATAL, same place.
          .state("25P03", DEAD)
          // [A] transaction_timeout: FATAL, same place, since PostgreSQL 17.
          .state("25P04", DEAD)
          // [A] read_only_sql_transaction: a standby, or a session that wanted it so.
          .state("25006", ROLE_CHANGED)
          // [A] too_many_connections: of the server, the role or the database (postinit.c).
          .state("53300", SERVER_FULL)
          // [D] CONNECTION_REJECTED: no password given, or a kind of authentication that the
          // driver does not know (ConnectionFactoryImpl.doAuthentication).
          .state("08004", LOGIN_REFUSED)
          // [A] invalid_catalog_name: the database does not exist (postinit.c).
          .state("3D000", LOGIN_REFUSED)
          // [A] insufficient_privilege: no CONNECT privilege for the database (postinit.c).
          .state("42501", LOGIN_REFUSED)
          .build();

  private PostgresqlErrors() {}
}
