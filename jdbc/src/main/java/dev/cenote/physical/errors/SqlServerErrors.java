package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;
import static dev.cenote.error.ErrorKind.ROLE_CHANGED;
import static dev.cenote.error.ErrorKind.SERVER_FULL;

/**
 * SQL Server and Azure SQL. What ends a session by its severity (20 and above) closes the socket
 * too, which the driver tells with class 08.
 */
public final class SqlServerErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("E", "\"Database Engine events and errors\" of its documentation")
          .source(
              "Z", "\"Troubleshoot connectivity issues\", transient faults and limits of Azure SQL")
          .source("D", "SQLServerException of the driver mssql-jdbc and its uses")
          .code(596, DEAD, "[E] the session is in the kill state")
          .code(6005, DEAD, "[E] SHUTDOWN is in progress")
          .code(17142, DEAD, "[E] the service is paused, no new connections")
          .code(17187, DEAD, "[E] not ready for new connections yet")
          .code(18401, DEAD, "[E] login failed: the server is in script upgrade mode")
          .code(40197, DEAD, "[Z] an error of the service, as at a failover; the session ends")
          .code(40613, DEAD, "[Z] the database is currently not available")
          .code(976, ROLE_CHANGED, "[E] availability group: not accessible for queries here")
          .code(978, ROLE_CHANGED, "[E] availability group: read-intent connections only")
          .code(982, ROLE_CHANGED, "[E] availability group: no readable secondary is online")
          .code(983, ROLE_CHANGED, "[E] the replica is neither primary nor secondary now")
          .code(3906, ROLE_CHANGED, "[E] the database is read-only, as on a secondary")
          .code(10928, SERVER_FULL, "[Z] the limit of sessions or workers is reached")
          .code(10929, SERVER_FULL, "[Z] the server is too busy for more than its minimum")
          .code(17809, SERVER_FULL, "[E] the maximum number of user connections is reached")
          .code(40501, SERVER_FULL, "[Z] the service is busy")
          .code(49918, SERVER_FULL, "[Z] not enough resources for the request")
          .code(49919, SERVER_FULL, "[Z] too many create or update operations")
          .code(49920, SERVER_FULL, "[Z] too many operations")
          .code(4060, LOGIN_REFUSED, "[E] cannot open the database that the login asks for")
          .code(4064, LOGIN_REFUSED, "[E] cannot open the user's default database")
          .code(17892, LOGIN_REFUSED, "[E] a logon trigger refuses the login")
          .code(18452, LOGIN_REFUSED, "[E] a login from an untrusted domain")
          .code(18456, LOGIN_REFUSED, "[E] login failed: user or password")
          .code(18470, LOGIN_REFUSED, "[E] the account is disabled")
          .code(18486, LOGIN_REFUSED, "[E] the account is locked out")
          .code(18487, LOGIN_REFUSED, "[E] the password has expired")
          .code(18488, LOGIN_REFUSED, "[E] the password must be changed")
          .code(40615, LOGIN_REFUSED, "[Z] the firewall of the server does not allow this address")
          .state("HY008", HARMLESS, "[D] a cancelled statement, or its timeout")
          .code(1205, HARMLESS, "[E] deadlock")
          .code(1222, HARMLESS, "[E] a lock could not be had in time")
          .build();

  private SqlServerErrors() {}
}
