package dev.cenote.testkit.property;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The JDBC state that a borrower can see and change; every database here has all of it. */
record SessionView(
    boolean autoCommit,
    boolean readOnly,
    int isolation,
    int holdability,
    @Nullable String schema,
    boolean warned) {

  static SessionView of(Connection connection) throws SQLException {
    boolean warned = connection.getWarnings() != null;
    return new SessionView(
        connection.getAutoCommit(),
        connection.isReadOnly(),
        connection.getTransactionIsolation(),
        connection.getHoldability(),
        connection.getSchema(),
        warned);
  }
}
