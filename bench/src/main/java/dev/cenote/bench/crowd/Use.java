package dev.cenote.bench.crowd;

import java.sql.SQLException;
import javax.sql.DataSource;

/** What a client does with a pool, again and again. */
@FunctionalInterface
public interface Use {

  /** Once: borrows, does something, gives back. */
  void run() throws SQLException;

  /** Makes what each client does, for it alone. */
  @FunctionalInterface
  interface Maker {
    /** With the connections of this pool. */
    Use on(DataSource pool);
  }
}
