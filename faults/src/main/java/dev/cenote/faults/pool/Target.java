package dev.cenote.faults.pool;

import dev.cenote.testkit.driver.FakeDatabase;
import java.time.Duration;

/**
 * Where a pool connects to.
 *
 * @param url the JDBC URL without timeouts, for a pool that brings its own
 * @param urlWithTimeouts the same with the driver's own timeouts, for pools whose documentation
 *     leaves them to the user
 * @param username who logs in
 * @param password with what
 * @param kind whose errors it sends
 */
public record Target(
    String url, String urlWithTimeouts, String username, String password, Kind kind) {

  /** Whose errors a database sends. */
  public enum Kind {
    /** PostgreSQL's; the fake driver sends them too. */
    POSTGRESQL,
    /** MariaDB's. */
    MARIADB
  }

  /** How long a query may take before a driver with its own timeout gives up its socket. */
  public static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);

  /** A fake database that lets everyone in. */
  public static Target of(FakeDatabase database) {
    return of(database, "app", "right");
  }

  /** A fake database, with this login. */
  public static Target of(FakeDatabase database, String username, String password) {
    return new Target(database.url(), database.url(), username, password, Kind.POSTGRESQL);
  }

  /** A PostgreSQL database at this URL, which has no parameters. */
  public static Target postgres(String url, String username, String password) {
    long connectSeconds = PoolSettings.CONNECT_TIMEOUT.toSeconds();
    String timeouts =
        "?connectTimeout=%d&loginTimeout=%d&socketTimeout=%d&tcpKeepAlive=true"
            .formatted(connectSeconds, connectSeconds, SOCKET_TIMEOUT.toSeconds());
    return new Target(url, url + timeouts, username, password, Kind.POSTGRESQL);
  }

  /** A MariaDB database at this URL, which has parameters. */
  public static Target mariaDb(String url, String username, String password) {
    String timeouts =
        "&connectTimeout=%d&socketTimeout=%d&tcpKeepAlive=true"
            .formatted(PoolSettings.CONNECT_TIMEOUT.toMillis(), SOCKET_TIMEOUT.toMillis());
    return new Target(url, url + timeouts, username, password, Kind.MARIADB);
  }

  /**
   * The same with the driver's socket timeout in both URLs: where answers are lost, all pools alike
   * get their borrowers back after that time. Only for PostgreSQL.
   */
  public Target withSocketTimeout() {
    String parameter = "socketTimeout=" + SOCKET_TIMEOUT.toSeconds();
    return new Target(append(url, parameter), urlWithTimeouts, username, password, kind);
  }

  /** The same with one more parameter in the URLs, for all pools alike. */
  public Target with(String parameter) {
    return new Target(
        append(url, parameter), append(urlWithTimeouts, parameter), username, password, kind);
  }

  private static String append(String url, String parameter) {
    return url + (url.contains("?") ? "&" : "?") + parameter;
  }

  @Override
  public String toString() {
    return url + " as " + username;
  }
}
