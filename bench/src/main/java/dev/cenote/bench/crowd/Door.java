package dev.cenote.bench.crowd;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets a crowd into a pool at one time: as long as it is shut all connections are borrowed. Else
 * the first clients may keep all processors to themselves, in particular virtual threads that
 * yield: those need not let others begin, and then nobody ever waits.
 */
final class Door {

  private final DataSource pool;
  private final int connections;
  private final List<Connection> borrowed = new ArrayList<>();

  /** With no connections it is always open. */
  Door(DataSource pool, int connections) {
    this.pool = pool;
    this.connections = connections;
  }

  /** Shuts it, as far as the pool lends. */
  void shut() {
    try {
      while (borrowed.size() < connections) {
        borrowed.add(pool.getConnection());
      }
    } catch (SQLException refused) {
      // so it is with all who come now, which is what will be counted
    }
  }

  /** Opens it: everything is given back. */
  void open() {
    @Nullable SQLException failed = null;
    for (Connection connection : borrowed) {
      try {
        connection.close();
      } catch (SQLException e) {
        failed = e;
      }
    }
    borrowed.clear();
    if (failed != null) {
      throw new IllegalStateException("a connection could not be given back", failed);
    }
  }
}
