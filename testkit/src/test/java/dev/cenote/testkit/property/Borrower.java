package dev.cenote.testkit.property;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Someone who has a connection, and what the model knows of it. */
final class Borrower {

  final Connection connection;

  /** Rows inserted and neither committed nor rolled back. */
  private int pending;

  /** The server has ended the connection, and its borrower may not know yet. */
  private boolean dead;

  Borrower(Connection connection) {
    this.connection = connection;
  }

  boolean isDead() {
    return dead;
  }

  void dies() {
    dead = true;
    pending = 0;
  }

  /** Inserts a row; says how many became visible to others by it. */
  int insert() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("INSERT INTO notes VALUES (1)");
    }
    if (connection.getAutoCommit()) {
      return 1;
    }
    pending++;
    return 0;
  }

  /** Commits; says how many rows became visible to others. */
  int commit() throws SQLException {
    connection.commit();
    int committed = pending;
    pending = 0;
    return committed;
  }

  void rollback() throws SQLException {
    connection.rollback();
    pending = 0;
  }

  /** As JDBC says, switching auto-commit on commits. */
  int setAutoCommit(boolean on) throws SQLException {
    boolean commits = on && !connection.getAutoCommit();
    connection.setAutoCommit(on);
    int committed = commits ? pending : 0;
    pending = commits ? 0 : pending;
    return committed;
  }

  /** How many rows this borrower sees that others do not. */
  int pending() {
    return pending;
  }

  int countRows() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM notes")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
