package dev.cenote.config;

import dev.cenote.error.CenoteConfigException;
import dev.cenote.error.ErrorCode;
import dev.cenote.error.Problem;
import dev.cenote.error.Secrets;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the driver of a URL. It is then asked for connections directly: DriverManager's login
 * timeout is one for the whole JVM and stays untouched.
 */
public final class Drivers {

  /** What to add to a build so that there is a driver. */
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "postgresql", "org.postgresql:postgresql",
          "mysql", "com.mysql:mysql-connector-j",
          "mariadb", "org.mariadb.jdbc:mariadb-java-client",
          "sqlite", "org.xerial:sqlite-jdbc",
          "h2", "com.h2database:h2",
          "hsqldb", "org.hsqldb:hsqldb",
          "duckdb", "org.duckdb:duckdb_jdbc",
          "sqlserver", "com.microsoft.sqlserver:mssql-jdbc",
          "oracle", "com.oracle.database.jdbc:ojdbc11");

  private Drivers() {}

  /**
   * The driver for a URL, by class name if one is given.
   *
   * @throws CenoteConfigException if there is none
   */
  public static Driver find(DatabaseUrl url, @Nullable String className) {
    return className == null ? byUrl(url) : byClass(url, className);
  }

  private static Driver byUrl(DatabaseUrl url) {
    try {
      return DriverManager.getDriver(url.jdbcUrl());
    } catch (SQLException noneRegistered) {
      return byService(url).orElseThrow(() -> noneAccepts(url));
    } catch (RuntimeException broken) { // of one that is registered: it keeps others from an answer
      return byService(url).orElseThrow(() -> failed(url, broken));
    }
  }

  /** A driver that only the application's class loader sees, as in a container. */
  private static Optional<Driver> byService(DatabaseUrl url) {
    Throwable first = null;
    try {
      for (ClassLoader loader : Classes.loaders()) {
        for (Driver driver : ServiceLoader.load(Driver.class, loader)) {
          try {
            if (driver.acceptsURL(url.jdbcUrl())) {
              return Optional.of(driver);
            }
          } catch (SQLException | RuntimeException broken) { // the right one may come behind it
            first = first == null ? broken : first;
          }
        }
      }
    } catch (ServiceConfigurationError broken) {
      throw failed(url, broken);
    }
    if (first != null) {
      throw failed(url, first);
    }
    return Optional.empty();
  }

  private static Driver byClass(DatabaseUrl url, String className) {
    String setting = Settings.DRIVER_CLASS_NAME.name();
    Object instance;
    boolean accepts;
    try {
      instance = Classes.named(className, true).getDeclaredConstructor().newInstance();
      accepts = instance instanceof Driver driver && driver.acceptsURL(url.jdbcUrl());
    } catch (ClassNotFoundException absent) {
      throw problem(setting, "there is no class " + className + ". " + advice(url));
    } catch (ReflectiveOperationException | LinkageError | SQLException | RuntimeException broken) {
      throw problem(setting, className + " cannot be used: " + describe(url, broken));
    }
    if (!(instance instanceof Driver driver)) {
      throw problem(setting, className + " is not a java.sql.Driver");
    }
    if (!accepts) {
      throw problem(setting, className + " does not accept " + url.redacted());
    }
    return driver;
  }

  private static CenoteConfigException noneAccepts(DatabaseUrl url) {
    return problem("url", "no driver accepts " + url.redacted() + ". " + advice(url));
  }

  private static CenoteConfigException failed(DatabaseUrl url, Throwable broken) {
    return problem("url", "a driver failed when asked about it: " + describe(url, broken));
  }

  private static String advice(DatabaseUrl url) {
    String artifact = ARTIFACTS.get(url.product());
    String add =
        artifact == null
            ? ErrorCode.NO_DRIVER.remedy()
            : "Add " + artifact + " to the dependencies";
    String present =
        DriverManager.drivers()
            .map(driver -> driver.getClass().getName())
            .sorted()
            .collect(Collectors.joining(", "));
    return present.isEmpty() ? add : add + ", or correct the URL. Drivers there are: " + present;
  }

  private static String describe(DatabaseUrl url, Throwable broken) {
    Secrets secrets = new Secrets();
    secrets.learn(KnownSecrets.of(url));
    return secrets.describe(broken);
  }

  private static CenoteConfigException problem(String setting, String text) {
    return new CenoteConfigException(List.of(new Problem(ErrorCode.NO_DRIVER, setting, text)));
  }
}
