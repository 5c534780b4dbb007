package dev.cenote.bench.crowd;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Borrows, holds, gives back. */
final class Cycle implements Use {

  private final DataSource pool;
  private final Hold hold;

  /** Where each handle is seen by others: so it must really be made, as in an application. */
  @SuppressWarnings("unused")
  private @Nullable Connection last;

  Cycle(DataSource pool, Hold hold) {
    this.pool = pool;
    this.hold = hold;
  }

  @Override
  public void run() throws SQLException {
    try (Connection connection = pool.getConnection()) {
      last = connection;
      hold.run();
    }
  }
}
