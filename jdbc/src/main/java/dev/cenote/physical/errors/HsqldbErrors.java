package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;

/** HSQLDB. */
public final class HsqldbErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("R", "sql-state-messages.properties in its jar, and org.hsqldb.error.ErrorCode")
          .state("08503", DEAD, "[R] connection closed: also SHUTDOWN by another connection")
          .state("08004", LOGIN_REFUSED, "[R] the server rejects the connection")
          .code(-465, LOGIN_REFUSED, "[R] there is no such database and ifexists is set")
          .state("40502", HARMLESS, "[R] the statement's timeout passed")
          .state("25006", HARMLESS, "[R] a read-only transaction: HSQLDB has no standby")
          .code(-455, HARMLESS, "[R] a read-only database")
          .code(-456, HARMLESS, "[R] read-only table data")
          .state("07501", HARMLESS, "[R] the statement is closed")
          .build();

  private HsqldbErrors() {}
}
