package dev.cenote.testkit.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A real MariaDB server on a free loopback port, from the programs that the machine has installed
 * (Debian's package {@code mariadb-server}); it has nothing to do with a server that may run there
 * already. It may run as root or as anyone. Every login needs its password. Its data lie in a
 * temporary directory and go with it.
 *
 * <p>Safe for any thread. A server that nobody closes ends with the JVM, however that ends.
 */
public final class MariaDbServer implements AutoCloseable {

  /** Which driver connects to it: both speak the same protocol. */
  public enum Driver {
    /** {@code org.mariadb.jdbc:mariadb-java-client}. */
    MARIADB("jdbc:mariadb:", "sslMode=disable"),
    /** {@code com.mysql:mysql-connector-j}. */
    MYSQL("jdbc:mysql:", "sslMode=DISABLED");

    private final String scheme;
    private final String parameters;

    Driver(String scheme, String parameters) {
      this.scheme = scheme;
      this.parameters = parameters;
    }
  }

  static final String ADMINISTRATOR = "cenote_admin";
  static final String USERNAME = "app";

  /** Names of databases begin with this; {@link #USERNAME} may do anything in those. */
  static final String DATABASE_PREFIX = "app_";

  /** Only loopback; an address, since the server resolves no names. */
  static final String HOST = "127.0.0.1";

  /** Guards that the shared server is started, or found impossible, only once. */
  private static final ReentrantLock SHARED_LOCK = new ReentrantLock();

  private static @Nullable MariaDbServer shared;
  private static @Nullable String sharedFailure;

  private final int port;
  private final String administratorPassword;
  private final String password;
  private final Runnable ending;
  private final AtomicLong databaseCount = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  MariaDbServer(int port, String administratorPassword, String password, Runnable ending) {
    this.port = port;
    this.administratorPassword = administratorPassword;
    this.password = password;
    this.ending = ending;
  }

  /** Begins a new server: {@code MariaDbServer.starting().start()}. */
  public static MariaDbServerStart starting() {
    return new MariaDbServerStart();
  }

  /**
   * The one server that all tests of this JVM share; the first call starts it, which takes seconds.
   * It ends with the JVM and must not be closed.
   *
   * @throws MariaDbUnavailableException if it cannot start here; later calls throw the same at once
   */
  public static MariaDbServer shared() {
    SHARED_LOCK.lock();
    try {
      if (sharedFailure != null) {
        throw new MariaDbUnavailableException(sharedFailure);
      }
      if (shared == null) {
        shared = starting().start();
      }
      return shared;
    } catch (MariaDbUnavailableException e) {
      sharedFailure = e.getMessage();
      throw e;
    } finally {
      SHARED_LOCK.unlock();
    }
  }

  public String host() {
    return HOST;
  }

  public int port() {
    return port;
  }

  /** The ordinary user of the databases made by {@link #createDatabase}. */
  public String username() {
    return USERNAME;
  }

  /** The password of {@link #username()}, another for each server. */
  public String password() {
    return password;
  }

  /** The JDBC URL of one of its databases, without user and password. */
  public String jdbcUrl(Driver driver, String database) {
    return driver.scheme + "//" + HOST + ":" + port + "/" + database + "?" + driver.parameters;
  }

  /** Creates an empty database; returns its name. The driver is the one to do it with. */
  public String createDatabase(Driver driver) throws SQLException {
    String name = DATABASE_PREFIX + databaseCount.incrementAndGet();
    asAdministrator(driver, "CREATE DATABASE " + name);
    return name;
  }

  /** Drops a database. Waits for transactions that still use its tables. */
  public void dropDatabase(Driver driver, String name) throws SQLException {
    asAdministrator(driver, "DROP DATABASE IF EXISTS " + name);
  }

  /** Opens a connection that may see and end those of everyone; the caller closes it. */
  public Connection connectAsAdministrator(Driver driver) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", ADMINISTRATOR);
    login.setProperty("password", administratorPassword);
    return DriverManager.getConnection(jdbcUrl(driver, "information_schema"), login);
  }

  /** Ends the server and every connection, and deletes its data. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      ending.run();
    }
  }

  private void asAdministrator(Driver driver, String sql) throws SQLException {
    try (Connection connection = connectAsAdministrator(driver);
        Statement statement = connection.createStatement()) {
      boolean unused = statement.execute(sql);
    }
  }
}
