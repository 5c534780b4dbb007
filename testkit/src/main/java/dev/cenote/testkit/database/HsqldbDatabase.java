package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * HSQLDB in memory, which all connections of the JVM share by its name and which outlives the last
 * of them, until closed.
 */
public final class HsqldbDatabase implements TestDatabase {

  private static final AtomicLong CREATED_COUNT = new AtomicLong();

  /** HSQLDB makes this one, and whatever password comes first is its password. */
  private static final String USERNAME = "SA";

  private static final String PASSWORD = "hsqldb-password";

  private final String jdbcUrl;

  private HsqldbDatabase(String jdbcUrl) {
    this.jdbcUrl = jdbcUrl;
  }

  /** A new, empty database. */
  public static HsqldbDatabase create() {
    HsqldbDatabase database =
        new HsqldbDatabase("jdbc:hsqldb:mem:cenote_" + CREATED_COUNT.incrementAndGet());
    try {
      database.connect().close(); // makes the login; it shall not be a wrong password's
      return database;
    } catch (SQLException e) {
      throw new IllegalStateException("HSQLDB " + database.jdbcUrl + " cannot be created", e);
    }
  }

  @Override
  public String name() {
    return "HSQLDB";
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public String username() {
    return USERNAME;
  }

  @Override
  public String password() {
    return PASSWORD;
  }

  /** Standard SQL has no SELECT without FROM. */
  @Override
  public String query() {
    return "VALUES (1)";
  }

  @Override
  public String autoCommitOff() {
    return "SET AUTOCOMMIT FALSE";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PASSWORD,
        Capability.TABLES,
        Capability.SHARED_ROWS,
        Capability.ABORT,
        Capability.READ_ONLY,
        Capability.SCHEMA,
        Capability.HOLDABILITY,
        Capability.AUTO_COMMIT_BY_SQL);
  }

  @Override
  public void close() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN");
    } catch (SQLException e) {
      throw new IllegalStateException("HSQLDB " + jdbcUrl + " cannot be closed", e);
    }
  }
}
