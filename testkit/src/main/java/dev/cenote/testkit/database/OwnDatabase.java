package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database that somebody else runs, named by a URL or by a DataSource, to hold the contract
 * against it. It should be empty: tests make a table {@code cenote_numbers} in it and drop it.
 * Tests on the same one must not run at the same time.
 *
 * <pre>{@code
 * OwnDatabase.at("jdbc:oracle:thin:@//db/test")
 *     .login("app", password)
 *     .answering("SELECT 1 FROM DUAL")
 *     .thatCan(Capability.PASSWORD, Capability.TABLES, Capability.SHARED_ROWS)
 * }</pre>
 *
 * <p>Begin with the capabilities that you are sure of: a sentence that needs another is skipped and
 * says so. Immutable; each of the methods that say something returns another.
 */
public final class OwnDatabase implements TestDatabase {

  private final @Nullable String jdbcUrl;
  private final @Nullable DataSource dataSource;
  private final @Nullable String username;
  private final @Nullable String password;
  private final String query;
  private final Set<Capability> capabilities;

  private OwnDatabase(
      @Nullable String jdbcUrl,
      @Nullable DataSource dataSource,
      @Nullable String username,
      @Nullable String password,
      String query,
      Set<Capability> capabilities) {
    this.jdbcUrl = jdbcUrl;
    this.dataSource = dataSource;
    this.username = username;
    this.password = password;
    this.query = query;
    this.capabilities = capabilities;
  }

  /** The database at a JDBC URL, whose driver is on the class path. */
  public static OwnDatabase at(String jdbcUrl) {
    return new OwnDatabase(jdbcUrl, null, null, null, "SELECT 1", Set.of());
  }

  /** The database that this DataSource, a plain one that does not pool, connects to. */
  public static OwnDatabase of(DataSource dataSource) {
    return new OwnDatabase(null, dataSource, null, null, "SELECT 1", Set.of());
  }

  /** Who logs in; without this nobody does, or the DataSource knows. */
  public OwnDatabase login(String user, String secret) {
    return new OwnDatabase(jdbcUrl, dataSource, user, secret, query, capabilities);
  }

  /** A query with one row of one column, the number 1, if that is not {@code SELECT 1}. */
  public OwnDatabase answering(String trivialQuery) {
    return new OwnDatabase(jdbcUrl, dataSource, username, password, trivialQuery, capabilities);
  }

  /**
   * What it can do.
   *
   * @throws IllegalArgumentException if it is {@link Capability#SERVER_VIEW}, which needs an
   *     implementation of {@link TestDatabase} of your own
   */
  public OwnDatabase thatCan(Capability... abilities) {
    Set<Capability> all = EnumSet.noneOf(Capability.class);
    all.addAll(capabilities);
    all.addAll(List.of(abilities));
    if (all.contains(Capability.SERVER_VIEW)) {
      throw new IllegalArgumentException("SERVER_VIEW needs an implementation of TestDatabase");
    }
    return new OwnDatabase(jdbcUrl, dataSource, username, password, query, all);
  }

  @Override
  public String name() {
    return "own database";
  }

  @Override
  public String jdbcUrl() {
    if (jdbcUrl == null) {
      throw new IllegalStateException("this database has a DataSource and no URL");
    }
    return jdbcUrl;
  }

  @Override
  public @Nullable DataSource dataSource() {
    return dataSource;
  }

  @Override
  public @Nullable String username() {
    return username;
  }

  @Override
  public @Nullable String password() {
    return password;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  @Override
  public String lack(Capability capability) {
    return "nobody said that it can do this";
  }

  /** Drops the table that a test has made, if it has. */
  @Override
  public void close() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute("DROP TABLE cenote_numbers");
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    } catch (SQLException none) {
      // most tests make none; the next that cannot make one says why
    }
  }
}
