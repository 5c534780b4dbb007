package dev.cenote.cli.demo;

import java.sql.SQLException;
import java.time.Duration;

/**
 * The same query, one after the other, each getting its connection from the same place.
 *
 * @param queries how many
 * @param wallNanos from the start of the first to the end of the last
 * @param p50Nanos half of the queries took at most this
 * @param p99Nanos 99 of 100 queries took at most this
 * @param rows what they read
 */
record Run(int queries, long wallNanos, long p50Nanos, long p99Nanos, Rows rows) {

  private static final Duration WARM_UP = Duration.ofMillis(500);

  /** Lets the JVM compile what will be measured, and the database fill its caches. */
  static void warmUp(UsersTable users, Connections connections) throws SQLException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < WARM_UP.toNanos()) {
      Rows unused = users.query(connections);
    }
  }

  /** Runs and measures the queries. */
  static Run measure(UsersTable users, Connections connections, int queries) throws SQLException {
    long[] nanos = new long[queries];
    Rows rows = Rows.NONE;
    long begun = System.nanoTime();
    long last = begun;
    for (int i = 0; i < queries; i++) {
      rows = rows.plus(users.query(connections));
      long now = System.nanoTime();
      nanos[i] = now - last;
      last = now;
    }
    Percentiles percentiles = Percentiles.of(nanos);
    return new Run(queries, last - begun, percentiles.at(50), percentiles.at(99), rows);
  }

  double perQueryNanos() {
    return (double) wallNanos / queries;
  }
}
