package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.error.ErrorKind.ROLE_CHANGED;
import static dev.cenote.error.ErrorKind.SERVER_FULL;

/**
 * Db2, through the JCC driver. Its code -4470, "the target resource is closed", is not here: it is
 * that of a closed result set too; for a closed connection the state 08003 comes with it.
 */
public final class Db2Errors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("L", "\"Db2 for Linux, UNIX and Windows\", SQL messages")
          .source("Z", "\"Db2 for z/OS\", SQL codes")
          .source(
              "J",
              "\"Error codes issued by the IBM Data Server Driver for JDBC and SQLJ\" and SQLSTATEs")
          .state("08506", HARMLESS, "[J] client reroute: failed over, the connection works again")
          .code(-4498, HARMLESS, "[J] the connection failed but has been reestablished")
          .code(-30108, HARMLESS, "[J] client reroute of a Sysplex, as 08506")
          .code(-30082, LOGIN_REFUSED, "[L] security processing failed: user or password")
          .code(-1060, LOGIN_REFUSED, "[L] the user has no CONNECT privilege")
          .code(-1013, LOGIN_REFUSED, "[L] the database cannot be found")
          .code(-922, LOGIN_REFUSED, "[Z] authorization failure")
          .state("08004", LOGIN_REFUSED, "[J] the server rejected the connection")
          .code(-1040, SERVER_FULL, "[L] the maximum number of applications is connected")
          .code(-1226, SERVER_FULL, "[L] the maximum number of client connections is reached")
          .code(-1773, ROLE_CHANGED, "[L] not on a read-enabled HADR standby")
          .code(-1776, ROLE_CHANGED, "[L] not on this HADR database: it is a standby")
          .code(-923, DEAD, "[Z] the connection is not established: Db2 is not available")
          .code(-1032, DEAD, "[L] the database manager is not started")
          .code(-1224, DEAD, "[L] the database manager has ended, or ended this connection")
          .code(-4499, DEAD, "[J] a fatal error that disconnected from the data source")
          .code(-30081, DEAD, "[L] communication error")
          .state("58009", DEAD, "[J] conversational protocol error: the connection is ended")
          .code(-911, HARMLESS, "[L] deadlock or lock timeout, rolled back")
          .code(-913, HARMLESS, "[Z] deadlock or lock timeout")
          .code(-952, HARMLESS, "[L] a cancelled statement, or its timeout")
          .build();

  private Db2Errors() {}
}
