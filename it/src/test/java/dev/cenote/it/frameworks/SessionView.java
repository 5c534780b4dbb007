package dev.cenote.it.frameworks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What can be seen of a session: by JDBC, and in PostgreSQL's own words, where a borrower may have
 * changed it past JDBC.
 */
record SessionView(
    boolean autoCommit,
    boolean readOnly,
    int isolation,
    int holdability,
    int networkTimeout,
    String catalog,
    String schema,
    Properties clientInfo,
    boolean warned,
    String role,
    Map<String, String> settings,
    int advisoryLocks,
    int temporaryTables,
    int channels) {

  static SessionView of(Connection connection) throws SQLException {
    boolean warned = connection.getWarnings() != null;
    return new SessionView(
        connection.getAutoCommit(),
        connection.isReadOnly(),
        connection.getTransactionIsolation(),
        connection.getHoldability(),
        connection.getNetworkTimeout(),
        connection.getCatalog(),
        connection.getSchema(),
        connection.getClientInfo(),
        warned,
        text(connection, "SELECT current_user"),
        settings(connection),
        number(
            connection,
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"),
        number(
            connection, "SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()"),
        number(connection, "SELECT count(*) FROM pg_listening_channels()"));
  }

  /** The settings of the session that are not what it began with. */
  private static Map<String, String> settings(Connection connection) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT name, setting FROM pg_settings WHERE setting IS DISTINCT FROM reset_val")) {
      while (rows.next()) {
        settings.put(rows.getString(1), String.valueOf(rows.getString(2)));
      }
    }
    return settings;
  }

  private static int number(Connection connection, String query) throws SQLException {
    return Integer.parseInt(text(connection, query));
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }
}
