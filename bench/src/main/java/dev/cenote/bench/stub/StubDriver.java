package dev.cenote.bench.stub;

import dev.cenote.bench.meter.Pause;
import dev.cenote.bench.pool.Target;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for URLs {@code jdbc:stub:MILLIS}, which say how long opening a connection takes. All
 * pools connect through it, each by its usual way from a URL. Any thread.
 */
public final class StubDriver implements Driver {

  private static final String PREFIX = "jdbc:stub:";

  static {
    try {
      DriverManager.registerDriver(new StubDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** {@code DriverManager} makes one, and so do pools that are told the driver's class. */
  public StubDriver() {}

  /** A database whose connections take no time to open. */
  public static Target target() {
    return target(0);
  }

  /** A database whose connections take so long to open. */
  public static Target target(long connectMillis) {
    return new Target(PREFIX + connectMillis, StubDriver.class.getName(), "app", "right");
  }

  /** Opens one that belongs to no pool. */
  public static Connection openOne() {
    return StubConnection.create();
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties properties) {
    if (!acceptsURL(url)) {
      return null;
    }
    long millis = Long.parseLong(url.substring(PREFIX.length()));
    Traffic.began();
    Pause.nanos(TimeUnit.MILLISECONDS.toNanos(millis));
    Connection connection = StubConnection.create();
    Traffic.opened();
    return connection;
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
    throw new SQLFeatureNotSupportedException("the stub does not log");
  }
}
