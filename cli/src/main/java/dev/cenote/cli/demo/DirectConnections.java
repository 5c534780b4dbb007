package dev.cenote.cli.demo;

import dev.cenote.config.DatabaseUrl;
import dev.cenote.config.Drivers;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;

/** A new connection of the driver each time: how it is without a pool. Used by one thread. */
final class DirectConnections implements Connections {

  private final Driver driver;
  private final DatabaseUrl url;
  private final Properties login;
  private long openedCount;

  DirectConnections(DatabaseUrl url, Properties login) {
    this.driver = Drivers.find(url, null);
    this.url = url;
    this.login = login;
  }

  @Override
  public Connection get() throws SQLException {
    Properties own = new Properties(); // drivers may keep or change what they get
    own.putAll(login);
    Connection connection = driver.connect(url.jdbcUrl(), own);
    if (connection == null) {
      throw new SQLException("the driver does not take " + url.redacted());
    }
    openedCount++;
    return connection;
  }

  long openedCount() {
    return openedCount;
  }
}
