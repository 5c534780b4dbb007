package dev.cenote.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands the deadline of a connect to drivers that take one as a property, so that a hanging attempt
 * ends by itself with its thread and socket, instead of being given up by the pool. What the user
 * has set, in the properties or in the URL, stays.
 *
 * <p>Tried with a server that accepts and never answers: connectTimeout alone ends the login of
 * MariaDB's driver, but not that of PostgreSQL's, MySQL's and Oracle's, and SQL Server's
 * loginTimeout does not end it either. PostgreSQL's loginTimeout returns in time but leaves a
 * thread and a socket behind; its socketTimeout frees both, and once the login is done it can be
 * lifted without a round trip.
 */
public final class DriverTimeouts {

  /**
   * One driver.
   *
   * @param product as in {@link DatabaseUrl#product()}
   * @param property limits connecting
   * @param unit of both properties
   * @param duringLogin limits each read; must be lifted after the login. Null: there is none, or
   *     lifting it was not tried
   */
  public record Row(String product, String property, TimeUnit unit, @Nullable String duringLogin) {}

  private static final List<Row> TABLE =
      List.of(
          new Row("postgresql", "connectTimeout", TimeUnit.SECONDS, "socketTimeout"),
          new Row("mysql", "connectTimeout", TimeUnit.MILLISECONDS, null),
          new Row("mariadb", "connectTimeout", TimeUnit.MILLISECONDS, null),
          new Row("sqlserver", "loginTimeout", TimeUnit.SECONDS, null),
          new Row("oracle", "oracle.net.CONNECT_TIMEOUT", TimeUnit.MILLISECONDS, null));

  private final @Nullable Row row;
  private final boolean setsConnect;
  private final boolean setsLogin;

  private DriverTimeouts(@Nullable Row row, boolean setsConnect, boolean setsLogin) {
    this.row = row;
    this.setsConnect = setsConnect;
    this.setsLogin = setsLogin;
  }

  /** The whole table, for the documentation. */
  public static List<Row> table() {
    return TABLE;
  }

  /** For one URL and the properties that the user set. */
  public static DriverTimeouts of(DatabaseUrl url, Map<String, String> properties) {
    for (Row row : TABLE) {
      if (row.product().equals(url.product())) {
        String login = row.duringLogin();
        return new DriverTimeouts(
            row,
            !isSet(row.property(), url, properties),
            login != null && !isSet(login, url, properties));
      }
    }
    return new DriverTimeouts(null, false, false);
  }

  /** The property that limits each read while logging in; null if that driver has none. */
  public static @Nullable String duringLogin(DatabaseUrl url) {
    for (Row row : TABLE) {
      if (row.product().equals(url.product())) {
        return row.duringLogin();
      }
    }
    return null;
  }

  /**
   * Puts the deadline of one attempt into the properties that the driver will get.
   *
   * @return whether the driver's network timeout must be lifted when the connection is open
   */
  public boolean apply(Properties properties, Duration timeout) {
    if (row == null) {
      return false;
    }
    String value = String.valueOf(roundedUp(timeout, row.unit()));
    if (setsConnect) {
      properties.setProperty(row.property(), value);
    }
    String login = row.duringLogin();
    if (setsLogin && login != null) {
      properties.setProperty(login, value);
    }
    return setsLogin;
  }

  /** At least 1, for 0 means no limit to drivers; an hour is as good as more. */
  private static long roundedUp(Duration timeout, TimeUnit unit) {
    Duration most = Duration.ofHours(1);
    long nanos = (timeout.compareTo(most) > 0 ? most : timeout).toNanos();
    long unitNanos = unit.toNanos(1);
    return Math.max(1, (nanos + unitNanos - 1) / unitNanos);
  }

  /** Whether the user has set a property of the driver, there or in the URL. */
  static boolean isSet(String property, DatabaseUrl url, Map<String, String> properties) {
    return properties.containsKey(property)
        || url.jdbcUrl().toLowerCase(Locale.ROOT).contains(property.toLowerCase(Locale.ROOT) + "=");
  }
}
