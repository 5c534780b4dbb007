package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;

/**
 * SQLite. The driver gives no SQLState, and as the vendor's code only the primary one; the name of
 * the extended one is in the message.
 */
public final class SqliteErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("R", "\"Result and Error Codes\", rescode.html of its documentation")
          .source("D", "org.sqlite.SQLiteConnection of the driver sqlite-jdbc")
          .code(10, DEAD, "[R] SQLITE_IOERR: the system reports an error; another handle may work")
          .words("SQLITE_READONLY_DBMOVED", DEAD, "[R] the file was moved or replaced since opened")
          .words("database connection closed", DEAD, "[D] checkOpen: neither code nor state")
          .code(5, HARMLESS, "[R] SQLITE_BUSY: another process or connection writes")
          .code(6, HARMLESS, "[R] SQLITE_LOCKED: a conflict inside a shared cache")
          .code(8, HARMLESS, "[R] SQLITE_READONLY: so was it opened")
          .code(9, HARMLESS, "[R] SQLITE_INTERRUPT: a cancelled statement, or its timeout")
          .code(11, HARMLESS, "[R] SQLITE_CORRUPT: the file is damaged, for every connection")
          .code(13, HARMLESS, "[R] SQLITE_FULL: no room on the disk")
          .code(19, HARMLESS, "[R] SQLITE_CONSTRAINT")
          .build();

  private SqliteErrors() {}
}
