package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A database that a test has for itself. Safe for any thread; a call may block for the time that
 * its database takes.
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

  /** What it can do; see {@link Capability}. */
  Set<Capability> capabilities();

  /** Whether it can do this. */
  default boolean can(Capability capability) {
    return capabilities().contains(capability);
  }

  /** Opens a connection of its own, outside any pool; the caller closes it. */
  default Connection connect() throws SQLException {
    return connect(password());
  }

  /** As {@link #connect()}, with another password. */
  default Connection connect(@Nullable String password) throws SQLException {
    Properties login = new Properties();
    String user = username();
    if (user != null && password != null) {
      login.setProperty("user", user);
      login.setProperty("password", password);
    }
    return DriverManager.getConnection(jdbcUrl(), login);
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
