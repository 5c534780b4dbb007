package dev.cenote.testkit.driver;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver of all {@link FakeDatabase}s, for URLs {@code jdbc:fake:NAME}. {@code
 * DriverManager} knows it as long as some fake database runs; frameworks may also make their own. A
 * test may extend it with a driver that behaves otherwise before it has a connection.
 */
public class FakeDriver implements Driver {

  static final String URL_PREFIX = "jdbc:fake:";

  private static final FakeDriver REGISTERED = new FakeDriver();

  /** Guards {@link #DATABASES} and that the driver is registered exactly while there are any. */
  private static final ReentrantLock LOCK = new ReentrantLock();

  private static final Map<String, FakeDatabase> DATABASES = new TreeMap<>();

  static void register(FakeDatabase database) {
    LOCK.lock();
    try {
      if (DATABASES.putIfAbsent(database.name(), database) != null) {
        throw new IllegalStateException("a fake database " + database.name() + " is running");
      }
      if (DATABASES.size() == 1) {
        DriverManager.registerDriver(REGISTERED);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the fake driver cannot be registered", e);
    } finally {
      LOCK.unlock();
    }
  }

  static void deregister(FakeDatabase database) {
    LOCK.lock();
    try {
      if (DATABASES.remove(database.name(), database) && DATABASES.isEmpty()) {
        DriverManager.deregisterDriver(REGISTERED);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the fake driver cannot be deregistered", e);
    } finally {
      LOCK.unlock();
    }
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(URL_PREFIX);
  }

  /** May hang, and throw anything, if the fake database was programmed so. */
  @Override
  public @Nullable Connection connect(String url, @Nullable Properties properties)
      throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    String user = properties == null ? null : properties.getProperty("user");
    String password = properties == null ? null : properties.getProperty("password");
    return open(databaseAt(url), user, password);
  }

  /** Passes a fault through as it is, whatever it is. */
  static @Nullable Connection open(
      FakeDatabase database, @Nullable String user, @Nullable String password) throws SQLException {
    try {
      return database.connect(user, password);
    } catch (SQLException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("connect cannot throw a " + e.getClass().getName(), e);
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the fake driver does not log");
  }

  private static FakeDatabase databaseAt(String url) throws SQLException {
    String name = url.substring(URL_PREFIX.length()).split("[?;]", 2)[0];
    LOCK.lock();
    try {
      FakeDatabase database = DATABASES.get(name);
      if (database == null) {
        throw new SQLNonTransientConnectionException(
            "no fake database " + name + " is running, only " + DATABASES.keySet(), "08001");
      }
      return database;
    } finally {
      LOCK.unlock();
    }
  }
}
