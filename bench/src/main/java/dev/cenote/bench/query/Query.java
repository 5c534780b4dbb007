package dev.cenote.bench.query;

import dev.cenote.bench.crowd.Use;
import dev.cenote.bench.server.Items;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One row by its key, by plain JDBC. For one thread. */
final class Query implements Use {

  private final DataSource pool;
  private int id;

  /** Where what came out is seen by others. */
  @SuppressWarnings("unused")
  private @Nullable String last;

  Query(DataSource pool) {
    this.pool = pool;
  }

  @Override
  public void run() throws SQLException {
    id = id % Items.COUNT + 1;
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(Items.QUERY)) {
      statement.setInt(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("no item " + id);
        }
        last = rows.getString(1);
      }
    }
  }
}
