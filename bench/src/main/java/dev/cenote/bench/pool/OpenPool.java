package dev.cenote.bench.pool;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A running pool.
 *
 * @param dataSource where it lends its connections
 * @param end ends it
 */
public record OpenPool(DataSource dataSource, End end) implements AutoCloseable {

  /** Ends a pool. */
  @FunctionalInterface
  public interface End {
    /** Blocks for as long as the pool does. */
    void run() throws SQLException;
  }

  @Override
  public void close() throws SQLException {
    end.run();
  }
}
