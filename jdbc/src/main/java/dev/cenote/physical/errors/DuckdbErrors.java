package dev.cenote.physical.errors;

import static dev.cenote.error.ErrorKind.DEAD;
import static dev.cenote.error.ErrorKind.HARMLESS;

/** DuckDB. Older drivers give neither code nor state, so words must do. */
public final class DuckdbErrors {

  /** What its errors mean. */
  public static final ErrorTable TABLE =
      ErrorTable.builder()
          .source("D", "org.duckdb.SQLState of the driver duckdb-java and its uses")
          .source("E", "DuckDB, src/main/valid_checker.cpp and src/common/exception.cpp")
          .words(
              "database has been invalidated",
              DEAD,
              "[E] after a fatal error every connection fails until the database is opened again")
          .words("FATAL Error", DEAD, "[E] the error that invalidates the database")
          .words("INTERRUPT Error", HARMLESS, "[E] a cancelled statement, or its timeout")
          .state(
              "08003",
              HARMLESS,
              "[D] any closed object, a result set too; a closed connection says so itself")
          .build();

  private DuckdbErrors() {}
}
