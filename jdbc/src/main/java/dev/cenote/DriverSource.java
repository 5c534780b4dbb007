package dev.cenote;

import dev.cenote.config.CenoteConfig;
import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.DriverSockets;
import dev.cenote.config.DriverTimeouts;
import dev.cenote.config.Drivers;
import dev.cenote.physical.ConnectionSource;
import dev.cenote.physical.Refusal;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Connections of a driver that is asked directly. Any thread. */
final class DriverSource implements ConnectionSource {

  private static final int NO_LIMIT = 0;

  private final Driver driver;
  private final String jdbcUrl;
  private final CenoteConfig config;
  private final DriverTimeouts timeouts;
  private final DriverSockets sockets;
  private final @Nullable String loginLimit;

  /** The driver refuses to change its network timeout: its logins then go without one. */
  private volatile boolean cannotLift;

  DriverSource(CenoteConfig config, DatabaseUrl url) {
    driver = Drivers.find(url, config.driverClassName());
    jdbcUrl = url.jdbcUrl();
    timeouts = DriverTimeouts.of(url, config.driverProperties());
    sockets = DriverSockets.of(driver, url, config);
    loginLimit = DriverTimeouts.duringLogin(url);
    this.config = config;
  }

  @Override
  public @Nullable Connection connect() throws SQLException {
    return connect(config.connectTimeout());
  }

  @Override
  public @Nullable Connection connect(Duration limit) throws SQLException {
    Properties own = new Properties(); // drivers may keep or change what they get
    own.putAll(config.driverProperties());
    putIfSet(own, "user", config.username());
    putIfSet(own, "password", config.password());
    sockets.apply(own);
    boolean limited = timeouts.apply(own, limit);
    if (limited && cannotLift && loginLimit != null) {
      own.remove(loginLimit);
      limited = false;
    }
    Connection connection = driver.connect(jdbcUrl, own);
    return limited && connection != null ? unlimited(connection, limit) : connection;
  }

  private static void putIfSet(Properties own, String name, @Nullable String value) {
    if (value != null) {
      own.setProperty(name, value);
    }
  }

  @Override
  public boolean keepsAlive() {
    return sockets.keepsAlive();
  }

  /** What bounded the login must not bound the queries. */
  private @Nullable Connection unlimited(Connection connection, Duration limit)
      throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, NO_LIMIT);
      return connection;
    } catch (SQLException | RuntimeException | Error unable) {
      if (Refusal.is(unable)) {
        connection.close();
        cannotLift = true;
        return connect(limit);
      }
      try (connection) {
        throw unable;
      }
    }
  }
}
