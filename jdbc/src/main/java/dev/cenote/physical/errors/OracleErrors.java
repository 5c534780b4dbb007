package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.error.ErrorKind.ROLE_CHANGED;
import static dev.cenote.error.ErrorKind.SERVER_FULL;

/**
 * Oracle. Its exception types are not trusted: SQLRecoverableException has also been thrown for a
 * closed statement. ORA-00600 and ORA-07445 are not here: a session survives many of them, and one
 * that does not says 3113 next.
 */
public final class OracleErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("O", "\"Oracle Database Error Messages\", ORA-00000 to ORA-65535")
          .source("J", "\"Oracle Database JDBC Developer's Guide\", \"JDBC Error Messages\"")
          .code(28, DEAD, "[O] the session has been killed")
          .code(31, DEAD, "[O] the session is marked for kill")
          .code(603, DEAD, "[O] the server session is terminated by a fatal error")
          .code(1012, DEAD, "[O] not logged on")
          .code(1014, DEAD, "[O] shutdown in progress")
          .code(1033, DEAD, "[O] initialization or shutdown in progress")
          .code(1034, DEAD, "[O] Oracle is not available")
          .code(1089, DEAD, "[O] immediate shutdown in progress")
          .code(1090, DEAD, "[O] shutdown in progress, connection not permitted")
          .code(1092, DEAD, "[O] the instance is terminated")
          .code(2396, DEAD, "[O] IDLE_TIME of the profile is exceeded")
          .code(2399, DEAD, "[O] CONNECT_TIME of the profile is exceeded")
          .code(3113, DEAD, "[O] end-of-file on communication channel")
          .code(3114, DEAD, "[O] not connected")
          .code(3135, DEAD, "[O] the connection lost contact")
          .code(12170, DEAD, "[O] connect timeout")
          .code(12505, DEAD, "[O] the listener does not know the SID, or not yet")
          .code(12514, DEAD, "[O] the listener does not know the service, or not yet")
          .code(12528, DEAD, "[O] all instances block new connections, as while starting")
          .code(12537, DEAD, "[O] connection closed")
          .code(12541, DEAD, "[O] no listener")
          .code(12547, DEAD, "[O] lost contact")
          .code(12571, DEAD, "[O] packet writer failure")
          .code(17002, DEAD, "[J] I/O exception")
          .code(17008, DEAD, "[J] closed connection")
          .code(17401, DEAD, "[J] protocol violation")
          .code(17410, DEAD, "[J] no more data to read from socket")
          .code(17430, DEAD, "[J] must be logged on to the server")
          .code(17447, DEAD, "[J] OALL8 is in an inconsistent state")
          .code(16000, ROLE_CHANGED, "[O] database or pluggable database open for read-only access")
          .code(16456, ROLE_CHANGED, "[O] switchover to standby in progress or completed")
          .code(18, SERVER_FULL, "[O] the maximum number of sessions is exceeded")
          .code(20, SERVER_FULL, "[O] the maximum number of processes is exceeded")
          .code(2391, SERVER_FULL, "[O] SESSIONS_PER_USER of the profile is exceeded")
          .code(12516, SERVER_FULL, "[O] the listener finds no handler with a free place")
          .code(12518, SERVER_FULL, "[O] the listener could not hand off the connection")
          .code(12519, SERVER_FULL, "[O] no appropriate service handler, as at the process limit")
          .code(12520, SERVER_FULL, "[O] no handler for the type of server asked for")
          .code(1005, LOGIN_REFUSED, "[O] no password given")
          .code(1017, LOGIN_REFUSED, "[O] invalid username or password")
          .code(1035, LOGIN_REFUSED, "[O] only for users with RESTRICTED SESSION")
          .code(1045, LOGIN_REFUSED, "[O] the user lacks CREATE SESSION")
          .code(28000, LOGIN_REFUSED, "[O] the account is locked")
          .code(28001, LOGIN_REFUSED, "[O] the password has expired")
          .code(28040, LOGIN_REFUSED, "[O] no matching authentication protocol")
          .code(1013, HARMLESS, "[O] a cancelled statement, or its timeout")
          .code(54, HARMLESS, "[O] resource busy, or its wait timed out")
          .code(60, HARMLESS, "[O] deadlock")
          .code(1456, HARMLESS, "[O] a write inside a READ ONLY transaction")
          .code(4068, HARMLESS, "[O] the state of packages has been discarded")
          .code(17009, HARMLESS, "[J] closed statement")
          .code(17010, HARMLESS, "[J] closed result set")
          .code(25402, HARMLESS, "[O] failed over: the transaction must roll back")
          .code(25408, HARMLESS, "[O] failed over: the call cannot be replayed safely")
          .build();

  private OracleErrors() {}
}
