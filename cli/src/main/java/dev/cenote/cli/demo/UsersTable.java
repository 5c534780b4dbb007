package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table that is asked, with some hundred users in it. Any thread. */
final class UsersTable {

  private static final int USER_COUNT = 300;

  /** In a database that is not ours, how often another name is tried if the table exists. */
  private static final int NAMES_MAX = 9;

  private final String name;
  private final String sql;

  private UsersTable(String name) {
    this.name = name;
    this.sql = "SELECT * FROM " + name + " WHERE id < 10";
  }

  /** Makes the empty table {@code users}, in a database that belongs to the demo. */
  static UsersTable create(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return create(connection, "users");
    }
  }

  /** Makes an empty table under a name that is free, in a database that belongs to somebody. */
  static UsersTable createBeside(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      for (int i = 1; i <= NAMES_MAX; i++) {
        String name = "cenote_demo_users" + (i == 1 ? "" : "_" + i);
        if (!exists(connection, name)) {
          return create(connection, name);
        }
      }
    }
    throw new SQLException(
        "there are many tables cenote_demo_users already: drop those of earlier demos");
  }

  String name() {
    return name;
  }

  /** Puts the users in. */
  void fill(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO " + name + " VALUES (?, ?, ?)")) {
      connection.setAutoCommit(false);
      for (int id = 1; id <= USER_COUNT; id++) {
        insert.setInt(1, id);
        insert.setString(2, "user " + id);
        insert.setString(3, "user" + id + "@example.org");
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
  }

  /** The query that is measured. */
  String sql() {
    return sql;
  }

  /** One query as a program does it: get a connection, ask, read all rows, close. */
  Rows query(Connections connections) throws SQLException {
    try (Connection connection = connections.get()) {
      return ask(connection);
    }
  }

  /** The query on this connection, which stays open. */
  Rows ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Rows.read(rows);
    }
  }

  /** Takes the table away again. */
  void drop(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE " + name);
    } catch (SQLException e) {
      throw new SQLException(
          "the table " + name + " could not be dropped: " + e.getMessage(), e.getSQLState(), e);
    }
  }

  /** No database's catalog is asked, for each has its own: whoever can be selected from, exists. */
  private static boolean exists(Connection connection, String name) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM " + name + " WHERE 1 = 0")) {
      return rows.getMetaData().getColumnCount() > 0;
    } catch (SQLException absent) {
      return false;
    }
  }

  private static UsersTable create(Connection connection, String name) throws SQLException {
    String sql =
        "CREATE TABLE "
            + name
            + " (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL,"
            + " email VARCHAR(100) NOT NULL)";
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return new UsersTable(name);
    } catch (SQLException e) {
      throw new SQLException(
          "the demo's own table, " + name + ", could not be made: " + e.getMessage(),
          e.getSQLState(),
          e);
    }
  }
}
