package dev.cenote.cli.demo;

import dev.cenote.CenoteDataSource;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A database that was reached and has the table to ask.
 *
 * @param database where it is
 * @param product its name and version: {@code PostgreSQL 18.6}
 * @param users the table
 */
record ReadyDatabase(DemoDatabase database, String product, UsersTable users) {

  /** How long the first contact may take; the pools that are measured have their defaults. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /**
   * Reaches a database and makes the table, which goes with the cleanup. One connection stays open
   * until then: an in-memory database may end with its last.
   */
  static ReadyDatabase prepare(DemoDatabase database, Cleanup cleanup, Consumer<String> progress)
      throws SQLException {
    if (!database.own()) {
      progress.accept("connecting to " + database.place());
    }
    CenoteDataSource pool =
        cleanup.add(
            database
                .pool()
                .name("demo")
                .poolSize(1)
                .maxOverflow(0)
                .connectTimeout(CONNECT_TIMEOUT)
                .build());
    String product = product(pool);
    UsersTable users = database.own() ? UsersTable.create(pool) : beside(pool, cleanup, progress);
    users.fill(pool);
    return new ReadyDatabase(database, product, users);
  }

  /** In a database that belongs to somebody. */
  private static UsersTable beside(
      CenoteDataSource pool, Cleanup cleanup, Consumer<String> progress) throws SQLException {
    Droppable made =
        cleanup.open(() -> new Droppable(UsersTable.createBeside(pool), pool, progress));
    UsersTable users = made.table();
    progress.accept(
        "made the table " + users.name() + "; it is dropped at the end, nothing else is touched");
    return users;
  }

  private record Droppable(UsersTable table, CenoteDataSource pool, Consumer<String> progress)
      implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      table.drop(pool);
      progress.accept("dropped the table " + table.name());
    }
  }

  /** Some drivers tell the build date with the version. */
  private static String product(CenoteDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      DatabaseMetaData about = connection.getMetaData();
      String version = about.getDatabaseProductVersion().split(" ", 2)[0];
      return about.getDatabaseProductName() + " " + version;
    }
  }
}
