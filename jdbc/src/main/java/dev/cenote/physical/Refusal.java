package dev.cenote.physical;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** How drivers say that they do not know a method: nothing has happened then. */
public final class Refusal {

  private Refusal() {}

  /**
   * Whether it is one. JDBC has an exception for it, some drivers throw a plain SQLException with
   * its SQLState (0A000 of the standard, HYC00 and IM001 of ODBC) or a RuntimeException, and a
   * driver older than the method lets the JVM throw an AbstractMethodError.
   */
  public static boolean is(Throwable thrown) {
    if (thrown instanceof SQLException error) {
      String state = error.getSQLState();
      return error instanceof SQLFeatureNotSupportedException
          || "0A000".equals(state)
          || "HYC00".equals(state)
          || "IM001".equals(state);
    }
    return thrown instanceof UnsupportedOperationException || thrown instanceof AbstractMethodError;
  }
}
