package dev.cenote.testkit.database;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Derby in memory, which all connections of the JVM share by its name and which outlives the last
 * of them, until closed. Its log is not written.
 */
public final class DerbyDatabase implements TestDatabase {

  private static final AtomicLong CREATED_COUNT = new AtomicLong();
  private static final String LOG_PROPERTY = "derby.stream.error.field";

  /** With this SQLState Derby says that it has dropped a database. */
  private static final String DROPPED = "08006";

  private final String name;

  private DerbyDatabase(String name) {
    this.name = name;
  }

  /** A new, empty database. */
  public static DerbyDatabase create() {
    silence();
    DerbyDatabase database = new DerbyDatabase("cenote_" + CREATED_COUNT.incrementAndGet());
    try {
      DriverManager.getConnection(database.jdbcUrl() + ";create=true").close();
      return database;
    } catch (SQLException e) {
      throw new IllegalStateException("Derby " + database.jdbcUrl() + " cannot be created", e);
    }
  }

  /** Derby would write derby.log into the directory where the tests run. */
  private static void silence() {
    if (System.getProperty(LOG_PROPERTY) == null
        && System.getProperty("derby.stream.error.file") == null) {
      System.setProperty(LOG_PROPERTY, DerbySilence.class.getName() + ".NOWHERE");
    }
  }

  @Override
  public String name() {
    return "Derby";
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:derby:memory:" + name;
  }

  @Override
  public @Nullable String username() {
    return null;
  }

  @Override
  public @Nullable String password() {
    return null;
  }

  /** Standard SQL has no SELECT without FROM. */
  @Override
  public String query() {
    return "VALUES (1)";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.TABLES,
        Capability.SHARED_ROWS,
        Capability.CONCURRENT_WRITERS,
        Capability.ABORT,
        Capability.READ_ONLY,
        Capability.SCHEMA,
        Capability.HOLDABILITY,
        Capability.CLOSED_ROWS);
  }

  @Override
  public void close() {
    try {
      DriverManager.getConnection(jdbcUrl() + ";drop=true").close();
    } catch (SQLException e) {
      if (!DROPPED.equals(e.getSQLState())) {
        throw new IllegalStateException("Derby " + jdbcUrl() + " cannot be dropped", e);
      }
    }
  }
}
