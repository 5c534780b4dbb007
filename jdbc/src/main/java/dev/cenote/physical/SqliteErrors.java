package dev.cenote.physical;

import static dev.cenote.physical.ErrorKind.DEAD;

/**
 * SQLite. Sources: [R] "Result and Error Codes" of its documentation (rescode.html); [D] the
 * driver: org.sqlite.SQLiteException gives only the primary code, as the vendor's code, and puts
 * the name of the extended one into the message.
 *
 * <p>Not dead: 5 SQLITE_BUSY and 6 SQLITE_LOCKED (somebody else writes), 8 SQLITE_READONLY (so was
 * it opened), 9 SQLITE_INTERRUPT (a cancelled statement), 13 SQLITE_FULL, 19 SQLITE_CONSTRAINT [R].
 */
final class SqliteErrors {

  static final ErrorTable TABLE =
      ErrorTable.builder()
          // [R] SQLITE_IOERR: the operating system reported an error; another handle may work.
          .code(10, DEAD)
          // [R] SQLITE_READONLY_DBMOVED: the file was moved or replaced since it was opened.
          .words("SQLITE_READONLY_DBMOVED", DEAD)
          // [D] SQLiteConnection.checkOpen, which gives neither code nor state.
          .words("database connection closed", DEAD)
          .build();

  private SqliteErrors() {}
}
