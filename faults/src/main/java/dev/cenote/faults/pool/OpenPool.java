package dev.cenote.faults.pool;

import javax.sql.DataSource;

/**
 * A running pool.
 *
 * @param dataSource where it lends its connections
 * @param end ends it
 * @param newPassword tells it another password while it runs
 */
public record OpenPool(DataSource dataSource, End end, NewPassword newPassword) {

  /** Tells a running pool a new password, in the way that its documentation gives. */
  @FunctionalInterface
  public interface NewPassword {
    /** Returns when the pool knows it; connections that are open may stay or go. */
    void tell(String password) throws Exception;
  }

  /** Ends a pool. */
  @FunctionalInterface
  public interface End {
    /** Blocks for as long as the pool does. */
    void run() throws Exception;
  }

  /** A pool whose data source can be closed. */
  static OpenPool of(DataSource pool, AutoCloseable itself, NewPassword newPassword) {
    return new OpenPool(pool, itself::close, newPassword);
  }
}
