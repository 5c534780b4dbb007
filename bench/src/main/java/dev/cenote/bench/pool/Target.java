package dev.cenote.bench.pool;

/**
 * Where a pool connects to.
 *
 * @param url the JDBC URL
 * @param driver the name of the driver's class, for pools that want it
 * @param username who logs in
 * @param password with what
 */
public record Target(String url, String driver, String username, String password) {

  @Override
  public String toString() {
    return url + " as " + username;
  }
}
