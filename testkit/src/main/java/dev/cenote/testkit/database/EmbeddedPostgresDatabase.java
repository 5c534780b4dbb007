package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** An empty database of its own on a real PostgreSQL server, owned by an ordinary role. */
public final class EmbeddedPostgresDatabase implements TestDatabase {

  private final PostgresServer server;
  private final String database;
  private final PostgresServerView view;

  private EmbeddedPostgresDatabase(
      PostgresServer server, String database, PostgresServerView view) {
    this.server = server;
    this.database = database;
    this.view = view;
  }

  /**
   * Creates a database on the shared server of this JVM.
   *
   * @throws PostgresUnavailableException if there is no PostgreSQL here; see {@link
   *     #unavailability()}
   */
  public static EmbeddedPostgresDatabase create() {
    return on(PostgresServer.shared());
  }

  /** Creates a database on this server. */
  public static EmbeddedPostgresDatabase on(PostgresServer server) {
    try {
      PostgresServerView view = PostgresServerView.of(server);
      return new EmbeddedPostgresDatabase(server, server.createDatabase(), view);
    } catch (SQLException e) {
      throw new IllegalStateException("no new database on PostgreSQL " + server.port(), e);
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
      PostgresServer unused = PostgresServer.shared();
      return Optional.empty();
    } catch (PostgresUnavailableException e) {
      return RequiredDatabases.reason("postgresql", e);
    }
  }

  /** The server it lives on. */
  public PostgresServer server() {
    return server;
  }

  /** The server's view of its connections; closed together with this. */
  public PostgresServerView serverView() {
    return view;
  }

  /** Its name on the server. */
  public String databaseName() {
    return database;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public String jdbcUrl() {
    return server.jdbcUrl(database);
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
  public Set<Capability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(Capability.CATALOG, Capability.AUTO_COMMIT_BY_SQL));
  }

  @Override
  public OptionalInt connections() throws SQLException {
    return OptionalInt.of(view.connectionsTo(database));
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return view.stateOf(PostgresServerView.backendOf(connection))
        .filter(state -> state.startsWith("idle in transaction"))
        .isPresent();
  }

  @Override
  public void kill(Connection connection) throws SQLException {
    boolean unused = view.terminate(PostgresServerView.backendOf(connection));
  }

  @Override
  public void close() {
    try (view) {
      server.dropDatabase(database);
    } catch (SQLException e) {
      throw new IllegalStateException("database " + database + " cannot be dropped", e);
    }
  }
}
