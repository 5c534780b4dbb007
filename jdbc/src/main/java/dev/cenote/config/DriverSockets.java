package dev.cenote.config;

import dev.cenote.core.PoolConfig.Validation;
import dev.cenote.liveness.LookSocketFactory;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.sql.Driver;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Gives drivers that take a socket factory ours, whose sockets can be looked at. A factory that the
 * user has set stays, and so does what the user says of keepalive.
 *
 * <p>Tried with PostgreSQL's and MariaDB's drivers, which take the name of a {@link
 * javax.net.SocketFactory}. MySQL's takes a class that implements an interface of that driver, on
 * which this pool does not depend.
 */
public final class DriverSockets {

  /**
   * One driver.
   *
   * @param classes where its classes are
   * @param factory the property that names the socket factory
   * @param keepalive the properties that say something of TCP's keepalive
   */
  private record Row(String classes, String factory, List<String> keepalive) {}

  private static final List<Row> TABLE =
      List.of(
          new Row("org.postgresql.", "socketFactory", List.of("tcpKeepAlive")),
          new Row(
              "org.mariadb.jdbc.",
              "socketFactory",
              List.of("tcpKeepAlive", "tcpKeepIdle", "tcpKeepCount", "tcpKeepInterval")));

  /** MariaDB's driver connects to the replica later too, and which of them it asks we don't see. */
  private static final Pattern REPLICATION =
      Pattern.compile("jdbc:\\w+:replication:", Pattern.CASE_INSENSITIVE);

  private final @Nullable Row row;
  private final boolean keepsAlive;

  private DriverSockets(@Nullable Row row, boolean keepsAlive) {
    this.row = row;
    this.keepsAlive = keepsAlive;
  }

  /** For one driver, its URL and all that the user has set. Ours only where something looks. */
  public static DriverSockets of(Driver driver, DatabaseUrl url, CenoteConfig config) {
    return config.livenessCheck() == LivenessCheck.AUTO && config.validation() == Validation.AUTO
        ? of(driver, url, config.driverProperties())
        : new DriverSockets(null, false);
  }

  /** For one driver, one URL and the properties that the user set. */
  public static DriverSockets of(Driver driver, DatabaseUrl url, Map<String, String> properties) {
    for (Row row : TABLE) {
      if (driver.getClass().getName().startsWith(row.classes())) {
        boolean ours =
            !DriverTimeouts.isSet(row.factory(), url, properties)
                && isSeenBy(driver.getClass())
                && isReachedDirectly(url)
                && !REPLICATION.matcher(url.jdbcUrl()).lookingAt();
        boolean saysNothing =
            row.keepalive().stream().noneMatch(name -> DriverTimeouts.isSet(name, url, properties));
        return new DriverSockets(ours ? row : null, saysNothing);
      }
    }
    return new DriverSockets(null, false);
  }

  /**
   * A driver in a class loader of its own, a server's say, may not find our class or may not make
   * one.
   */
  private static boolean isSeenBy(Class<?> driver) {
    try {
      Class<?> seen =
          Class.forName(LookSocketFactory.class.getName(), false, driver.getClassLoader());
      return seen == LookSocketFactory.class && seen.getConstructor().getParameterCount() == 0;
    } catch (ReflectiveOperationException | LinkageError unseen) {
      return false;
    }
  }

  /** A plain socket goes through a SOCKS proxy where one is set; a channel does not. */
  private static boolean isReachedDirectly(DatabaseUrl url) {
    ProxySelector selector = ProxySelector.getDefault();
    if (selector == null) {
      return true;
    }
    for (String place : url.hosts().split(",", -1)) {
      try {
        for (Proxy proxy : selector.select(URI.create("socket://" + place))) {
          if (proxy.type() != Proxy.Type.DIRECT) {
            return false;
          }
        }
      } catch (RuntimeException unanswered) { // no address, or a selector that takes none like it
        return System.getProperty("socksProxyHost") == null;
      }
    }
    return true;
  }

  /** Puts the factory into the properties that the driver will get. */
  public void apply(Properties properties) {
    if (row != null) {
      properties.setProperty(row.factory(), LookSocketFactory.class.getName());
    }
  }

  /** Whether the network may be told to ask now and then if the server is there. */
  public boolean keepsAlive() {
    return keepsAlive;
  }
}
