package dev.cenote.bench.server;

/** A database that is asked. */
public enum Database {
  /** A real server, from binaries that the build brings. */
  POSTGRESQL("postgresql", "org.postgresql.Driver", true),
  /** A real server, where the machine has one installed. */
  MARIADB("mariadb", "org.mariadb.jdbc.Driver", true),
  /** In the process, in a file. */
  SQLITE("sqlite", "org.sqlite.JDBC", false),
  /** In the process, in memory. */
  H2("h2", "org.h2.Driver", false);

  private final String key;
  private final String driver;
  private final boolean isServer;

  Database(String key, String driver, boolean isServer) {
    this.key = key;
    this.driver = driver;
    this.isServer = isServer;
  }

  /** The name in rows. */
  public String key() {
    return key;
  }

  /** Whether it is a process of its own, which somebody must have started. */
  public boolean isServer() {
    return isServer;
  }

  /** The name of the driver's class. */
  public String driver() {
    return driver;
  }

  /** The driver's class, which is not initialized by that; its jar holds all of it. */
  public Class<?> driverClass() {
    try {
      return Class.forName(driver, false, Database.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("bug: the driver of " + key + " is not on the class path", e);
    }
  }
}
