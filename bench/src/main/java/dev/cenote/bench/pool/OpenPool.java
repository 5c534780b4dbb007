package dev.cenote.bench.pool;

import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A running pool.
 *
 * @param dataSource where it lends its connections
 * @param end ends it
 * @param note what is to be known of what is measured on it; empty for nothing
 */
public record OpenPool(DataSource dataSource, End end, String note) implements AutoCloseable {

  /** Ends a pool. */
  @FunctionalInterface
  public interface End {
    /** Blocks for as long as the pool does. */
    void run() throws SQLException;
  }

  /** Nothing to be known of it. */
  public OpenPool(DataSource dataSource, End end) {
    this(dataSource, end, "");
  }

  /**
   * Itself, for whoever has no place for a note.
   *
   * @throws IllegalStateException if it has one
   */
  public OpenPool withoutNote() {
    if (!note.isEmpty()) {
      throw new IllegalStateException(note);
    }
    return this;
  }

  @Override
  public void close() throws SQLException {
    end.run();
  }
}
