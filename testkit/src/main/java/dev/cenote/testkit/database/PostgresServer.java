package dev.cenote.testkit.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
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
 * A real PostgreSQL server on a free loopback port, from binaries that Maven brings; nothing needs
 * to be installed, and it may run as root or as anyone. Every login needs its password. Its data
 * lie in a temporary directory, without fsync, and go with it.
 *
 * <p>Safe for any thread. A server that nobody closes stops with the JVM.
 */
public final class PostgresServer implements AutoCloseable {

  static final String SUPERUSER = "postgres";

  /** Only loopback; the JDBC driver gets an address, not a name that may resolve to two. */
  private static final String HOST = "127.0.0.1";

  private static final String USERNAME = "app";

  /** Guards that the shared server is started, or found impossible, only once. */
  private static final ReentrantLock SHARED_LOCK = new ReentrantLock();

  private static @Nullable PostgresServer shared;
  private static @Nullable String sharedFailure;

  private final EmbeddedPostgres process;
  private final String superuserPassword;
  private final String password;
  private final Runnable cleanup;
  private final AtomicLong databaseCount = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();

  PostgresServer(
      EmbeddedPostgres process, String superuserPassword, String password, Runnable cleanup) {
    this.process = process;
    this.superuserPassword = superuserPassword;
    this.password = password;
    this.cleanup = cleanup;
  }

  /**
   * Begins a new server: {@code PostgresServer.starting().reporting(System.err::println).start()}.
   */
  public static PostgresServerStart starting() {
    return new PostgresServerStart();
  }

  /**
   * The one server that all tests of this JVM share; the first call starts it, which takes seconds.
   * It stops with the JVM and must not be closed.
   *
   * @throws PostgresUnavailableException if it cannot start here; later calls throw the same at
   *     once
   */
  public static PostgresServer shared() {
    SHARED_LOCK.lock();
    try {
      if (sharedFailure != null) {
        throw new PostgresUnavailableException(sharedFailure);
      }
      if (shared == null) {
        shared = starting().start();
      }
      return shared;
    } catch (PostgresUnavailableException e) {
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
    return process.getPort();
  }

  /** The ordinary role that owns the databases made by {@link #createDatabase()}. */
  public String username() {
    return USERNAME;
  }

  /** The password of {@link #username()}, another for each server. */
  public String password() {
    return password;
  }

  /** The JDBC URL of one of its databases, without user and password. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://" + HOST + ":" + port() + "/" + database;
  }

  /** Creates an empty database that belongs to {@link #username()}; returns its name. */
  public String createDatabase() throws SQLException {
    String name = "app_" + databaseCount.incrementAndGet();
    asSuperuser("CREATE DATABASE " + name + " OWNER " + USERNAME);
    return name;
  }

  /** Drops a database, whoever is connected to it. */
  public void dropDatabase(String name) throws SQLException {
    asSuperuser("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** Opens a connection that may see and end those of everyone; the caller closes it. */
  public Connection connectAsSuperuser() throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", SUPERUSER);
    login.setProperty("password", superuserPassword);
    return DriverManager.getConnection(jdbcUrl("postgres"), login);
  }

  /** Stops the server, ending every connection, and deletes its data. Takes up to some seconds. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        process.close();
      } catch (IOException e) {
        throw new IllegalStateException("PostgreSQL on port " + port() + " cannot be stopped", e);
      } finally {
        cleanup.run();
      }
    }
  }

  void createRole() throws SQLException {
    asSuperuser("CREATE ROLE " + USERNAME + " LOGIN PASSWORD '" + password + "'");
  }

  private void asSuperuser(String sql) throws SQLException {
    try (Connection connection = connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
