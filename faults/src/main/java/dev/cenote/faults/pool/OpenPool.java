package dev.cenote.faults.pool;

import javax.sql.DataSource;

/**
 * A running pool.
 *
 * @param dataSource where it lends its connections
 * @param end ends it
 */
public record OpenPool(DataSource dataSource, End end) {

  /** Ends a pool. */
  @FunctionalInterface
  public interface End {
    /** Blocks for as long as the pool does. */
    void run() throws Exception;
  }

  /** A pool whose data source can be closed. */
  static OpenPool of(DataSource pool, AutoCloseable itself) {
    return new OpenPool(pool, itself::close);
  }
}
