package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** H2 in memory: named, which all connections share, or unnamed, which is another for each. */
public final class H2Database implements TestDatabase {

  private static final AtomicLong CREATED_COUNT = new AtomicLong();
  private static final String USERNAME = "app";
  private static final String PASSWORD = "h2-password";

  private final boolean named;
  private final String jdbcUrl;

  private H2Database(boolean named, String jdbcUrl) {
    this.named = named;
    this.jdbcUrl = jdbcUrl;
  }

  /** A database that all connections share and that outlives the last of them, until closed. */
  public static H2Database named() {
    String name = "cenote_" + CREATED_COUNT.incrementAndGet();
    H2Database database = new H2Database(true, "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
    database.bringToLife();
    return database;
  }

  /** The URL {@code jdbc:h2:mem:}, by which each connection gets an empty database of its own. */
  public static H2Database unnamed() {
    return new H2Database(false, "jdbc:h2:mem:");
  }

  @Override
  public String name() {
    return named ? "H2" : "H2 unnamed";
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl;
  }

  @Override
  public @Nullable String username() {
    return USERNAME;
  }

  @Override
  public @Nullable String password() {
    return PASSWORD;
  }

  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all =
        EnumSet.of(
            Capability.TABLES,
            Capability.SCHEMA,
            Capability.HOLDABILITY,
            Capability.CLOSED_ROWS,
            Capability.BEGIN_BY_SQL,
            Capability.AUTO_COMMIT_BY_SQL);
    if (named) {
      all.add(Capability.PASSWORD);
      all.add(Capability.SHARED_ROWS);
      all.add(Capability.CONCURRENT_WRITERS);
    }
    return all;
  }

  @Override
  public String autoCommitOff() {
    return "SET AUTOCOMMIT FALSE";
  }

  @Override
  public void close() {
    if (named) {
      try (Connection connection = connect();
          Statement statement = connection.createStatement()) {
        statement.execute("SHUTDOWN IMMEDIATELY");
      } catch (SQLException e) {
        throw new IllegalStateException("H2 database " + jdbcUrl + " cannot be closed", e);
      }
    }
  }

  /** Whoever connects first makes the login; it shall not be someone with a wrong password. */
  private void bringToLife() {
    try {
      connect().close();
    } catch (SQLException e) {
      throw new IllegalStateException("H2 database " + jdbcUrl + " cannot be created", e);
    }
  }
}
