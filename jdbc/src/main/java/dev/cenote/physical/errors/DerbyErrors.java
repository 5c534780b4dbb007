package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;
import static dev.cenote.error.ErrorKind.LOGIN_REFUSED;

/** Derby, embedded or through its network client. Its vendor's codes are severities. */
public final class DerbyErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("R", "Derby Reference Manual, \"SQL error messages and exceptions\"")
          .source("X", "org.apache.derby.shared.common.error.ExceptionSeverity")
          .state("08004", LOGIN_REFUSED, "[R] connection refused: user, password or database")
          .state("XJ004", LOGIN_REFUSED, "[R] there is no such database")
          .state("XJ015", DEAD, "[R] system shutdown, told to the one who asked for it")
          .state("XJ", HARMLESS, "[R] wrong URL or attribute, cannot start, a closed statement...")
          .state("XSDB6", HARMLESS, "[R] another process has booted the database")
          .state("XCL52", HARMLESS, "[R] the statement was cancelled or its timeout passed")
          .state("40XL1", HARMLESS, "[R] a lock could not be had in time")
          .state("58009", DEAD, "[R] protocol error: the network client has ended the connection")
          .code(40000, DEAD, "[X] SESSION_SEVERITY: the connection is closed")
          .code(45000, DEAD, "[X] DATABASE_SEVERITY: the database is closed")
          .code(50000, DEAD, "[X] SYSTEM_SEVERITY: the system is shut down")
          .build();

  private DerbyErrors() {}
}
