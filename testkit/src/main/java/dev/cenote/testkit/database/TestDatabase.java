package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that a test has for itself. Safe for any thread; a call may block for the time that
 * its database takes. For one that is neither among these classes nor needs more than a URL there
 * is {@link OwnDatabase}.
 */
public interface TestDatabase extends AutoCloseable {

  /** For the names of tests: {@code PostgreSQL}, {@code H2}. */
  String name();

  /** The JDBC URL, without user and password. */
  String jdbcUrl();

  /** Who logs in, or null where there is no login. */
  @Nullable String username();

  /** The password, or null where there is no login. */
  @Nullable String password();

  /** What the pool shall take its connections from instead of the URL, or null. */
  default @Nullable DataSource dataSource() {
    return null;
  }

  /** A query with one row of one column, the number 1. */
  default String query() {
    return "SELECT 1";
  }

  /** Statements that begin a transaction in auto-commit; see {@link Capability#BEGIN_BY_SQL}. */
  default List<String> beginnings() {
    return List.of("BEGIN", " begin ;", "BEGIN TRANSACTION");
  }

  /** A statement that switches auto-commit off; see {@link Capability#AUTO_COMMIT_BY_SQL}. */
  default String autoCommitOff() {
    return "SET AUTOCOMMIT = 0";
  }

  /** What it can do; see {@link Capability}. */
  Set<Capability> capabilities();

  /** Whether it can do this. */
  default boolean can(Capability capability) {
    return capabilities().contains(capability);
  }

  /** Why it cannot do this, for the message of a skip. */
  default String lack(Capability capability) {
    return capability.lack();
  }

  /** Opens a connection of its own, outside any pool; the caller closes it. */
  default Connection connect() throws SQLException {
    return connect(password());
  }

  /** As {@link #connect()}, with another password. */
  default Connection connect(@Nullable String password) throws SQLException {
    DataSource source = dataSource();
    String user = username();
    if (source != null) {
      return user == null ? source.getConnection() : source.getConnection(user, password);
    }
    Properties login = new Properties();
    if (user != null && password != null) {
      login.setProperty("user", user);
      login.setProperty("password", password);
    }
    return DriverManager.getConnection(jdbcUrl(), login);
  }

  /** How many connections of others than this object the server counts; empty if it cannot say. */
  default OptionalInt connections() throws SQLException {
    return OptionalInt.empty();
  }

  /**
   * Whether the server sees this connection, which may be a pool's handle, in a transaction. Makes
   * no call on the connection that could begin one.
   *
   * @throws UnsupportedOperationException without {@link Capability#SERVER_VIEW}
   */
  default boolean inTransaction(Connection connection) throws SQLException {
    throw new UnsupportedOperationException(name() + " cannot be looked at from the server's side");
  }

  /**
   * Ends this connection, which may be a pool's handle, from the server's side; when this returns
   * the server has ended it.
   *
   * @throws UnsupportedOperationException without {@link Capability#SERVER_VIEW}
   */
  default void kill(Connection connection) throws SQLException {
    throw new UnsupportedOperationException(name() + " cannot end a connection");
  }

  /** Removes the database. Connections that are still open become useless. */
  @Override
  void close();
}
