package dev.cenote.testkit.database;

import dev.cenote.testkit.driver.FakeDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.Set;

/** The fake server of {@link FakeDatabase} with the login {@code app}; it keeps no rows. */
public final class FakeTestDatabase implements TestDatabase {

  private static final String USERNAME = "app";
  private static final String PASSWORD = "fake-password";

  private final FakeDatabase fake = FakeDatabase.create();

  private FakeTestDatabase() {
    fake.settings().login(USERNAME, PASSWORD);
  }

  /** Starts one with a name of its own. */
  public static FakeTestDatabase create() {
    return new FakeTestDatabase();
  }

  /** The server behind it, to program faults and read the journal. */
  public FakeDatabase fake() {
    return fake;
  }

  @Override
  public String name() {
    return "Fake";
  }

  @Override
  public String jdbcUrl() {
    return fake.url();
  }

  @Override
  public String username() {
    return USERNAME;
  }

  @Override
  public String password() {
    return PASSWORD;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.PASSWORD,
        Capability.SERVER_VIEW,
        Capability.ABORT,
        Capability.NETWORK_TIMEOUT,
        Capability.READ_ONLY,
        Capability.FIXED_IN_TRANSACTION,
        Capability.STRICT_ROLLBACK,
        Capability.SCHEMA,
        Capability.CATALOG,
        Capability.CLIENT_INFO,
        Capability.HOLDABILITY,
        Capability.CLOSED_ROWS,
        Capability.BEGIN_BY_SQL);
  }

  @Override
  public OptionalInt connections() {
    return OptionalInt.of(fake.openConnections());
  }

  @Override
  public boolean inTransaction(Connection connection) throws SQLException {
    return fake.sessionOf(connection).inTransaction();
  }

  @Override
  public void kill(Connection connection) throws SQLException {
    fake.kill(connection);
  }

  /**
   * Stops the server.
   *
   * @throws AssertionError if the driver was misused, see {@link FakeDatabase#close()}
   */
  @Override
  public void close() {
    fake.close();
  }
}
