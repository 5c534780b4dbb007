package dev.cenote.bench.server;

import dev.cenote.bench.pool.Target;
import dev.cenote.testkit.database.MariaDbServer;
import dev.cenote.testkit.database.MariaDbUnavailableException;
import dev.cenote.testkit.database.PostgresServer;
import dev.cenote.testkit.database.PostgresUnavailableException;
import java.sql.SQLException;

/**
 * A server that runs on the loopback, with the table.
 *
 * @param target its database
 * @param end stops it
 */
record Server(Target target, Runnable end) {

  /** For 64 threads that each open a connection of their own, and some more. */
  private static final String CONNECTIONS_MAX = "200";

  /** Blocks until it takes connections; it ends with the JVM, if nobody ends it before. */
  static Server start(Database database) throws UnavailableException {
    try {
      return switch (database) {
        case POSTGRESQL -> postgres();
        case MARIADB -> mariaDb();
        case SQLITE, H2 -> throw new IllegalStateException("bug: " + database + " is no server");
      };
    } catch (PostgresUnavailableException | MariaDbUnavailableException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()), e);
    } catch (SQLException e) {
      throw new UnavailableException(database.key() + " cannot be filled: " + e.getMessage(), e);
    }
  }

  private static Server postgres() throws SQLException {
    PostgresServer server =
        PostgresServer.starting().setting("max_connections", CONNECTIONS_MAX).start();
    String url = server.jdbcUrl(server.createDatabase());
    return filled(Database.POSTGRESQL, url, server.username(), server.password(), server::close);
  }

  private static Server mariaDb() throws SQLException {
    MariaDbServer server =
        MariaDbServer.starting().setting("max-connections", CONNECTIONS_MAX).start();
    MariaDbServer.Driver driver = MariaDbServer.Driver.MARIADB;
    String url = server.jdbcUrl(driver, server.createDatabase(driver));
    return filled(Database.MARIADB, url, server.username(), server.password(), server::close);
  }

  private static Server filled(
      Database database, String url, String username, String password, Runnable end)
      throws SQLException {
    Target target = new Target(url, database.driver(), username, password);
    try {
      Items.make(target);
    } catch (SQLException | RuntimeException unfilled) {
      end.run();
      throw unfilled;
    }
    return new Server(target, end);
  }

  /** It cannot run on this machine; the message says why. */
  static final class UnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
