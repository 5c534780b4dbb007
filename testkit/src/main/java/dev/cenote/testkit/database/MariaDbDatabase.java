package dev.cenote.testkit.database;

import dev.cenote.testkit.database.MariaDbServer.Driver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** An empty database of its own on a real MariaDB server, by MariaDB's or MySQL's driver. */
public final class MariaDbDatabase implements TestDatabase {

  private final MariaDbServer server;
  private final Driver driver;
  private final String database;
  private final MariaDbServerView view;

  private MariaDbDatabase(
      MariaDbServer server, Driver driver, String database, MariaDbServerView view) {
    this.server = server;
    this.driver = driver;
    this.database = database;
    this.view = view;
  }

  /**
   * Creates a database on the shared server of this JVM.
   *
   * @throws MariaDbUnavailableException if there is no MariaDB here; see {@link #unavailability()}
   */
  public static MariaDbDatabase create(Driver driver) {
    return on(MariaDbServer.shared(), driver);
  }

  /** Creates a database on this server. */
  public static MariaDbDatabase on(MariaDbServer server, Driver driver) {
    try {
      MariaDbServerView view = MariaDbServerView.of(server, driver);
      return new MariaDbDatabase(server, driver, server.createDatabase(driver), view);
    } catch (SQLException e) {
      throw new IllegalStateException("no new database on MariaDB " + server.port(), e);
    }
  }

  /**
   * Why the shared server cannot start on this machine, for a test that is then skipped: {@code
   * assumeTrue(reason.isEmpty(), () -> reason.get())}; empty if it runs. The first call starts it.
   *
   * @throws IllegalStateException if it cannot, and the environment variable {@code
   *     REQUIRED_TEST_DATABASES} names it: {@code postgresql}, {@code mariadb}, with commas between
   */
  public static Optional<String> unavailability() {
    try {
      MariaDbServer unused = MariaDbServer.shared();
      return Optional.empty();
    } catch (MariaDbUnavailableException e) {
      return RequiredDatabases.reason("mariadb", e);
    }
  }

  /** The server it lives on. */
  public MariaDbServer server() {
    return server;
  }

  /** The server's view of its connections; closed together with this. */
  public MariaDbServerView serverView() {
    return view;
  }

  /** Its name on the server. */
  public String databaseName() {
    return database;
  }

  @Override
  public String name() {
    return driver == Driver.MARIADB ? "MariaDB" : "MariaDB by MySQL's driver";
  }

  @Override
  public String jdbcUrl() {
    return server.jdbcUrl(driver, database);
  }

  @Override
  public String username() {
    return server.username();
  }

  @Override
  public String password() {
    return server.password();
  }

  @Override
  public List<String> beginnings() {
    return List.of("BEGIN", " begin ;", "START TRANSACTION", "BEGIN WORK");
  }

  @Override
  public String autoCommitOff() {
    return "SET autocommit = 0";
  }

  /** What others call a schema is a catalog here. */
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    all.remove(Capability.SCHEMA);
    all.remove(Capability.FIXED_IN_TRANSACTION);
    if (driver == Driver.MARIADB) {
      all.remove(Capability.STRICT_ROLLBACK);
    }
    all.remove(Capability.HOLDABILITY);
    return all;
  }

  @Override
  public OptionalInt connections() throws SQLException {
    return OptionalInt.of(view.connectionsTo(database));
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return view.isInTransaction(MariaDbServerView.threadOf(connection));
  }

  @Override
  public void kill(Connection connection) throws SQLException {
    boolean unused = view.kill(MariaDbServerView.threadOf(connection));
  }

  @Override
  public void close() {
    try (view) {
      server.dropDatabase(driver, database);
    } catch (SQLException e) {
      throw new IllegalStateException("database " + database + " cannot be dropped", e);
    }
  }
}
