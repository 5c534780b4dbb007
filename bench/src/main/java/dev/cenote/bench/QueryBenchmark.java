package dev.cenote.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;

/** A whole unit of work: borrow, prepare, set, query, read one row, close everything. */
public class QueryBenchmark {

  /** One unit of work. */
  @Benchmark
  public int query(PooledSource pool) throws SQLException {
    int sum = 0;
    try (Connection connection = pool.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT x FROM t WHERE y = ?")) {
      statement.setInt(1, 42);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          sum += rows.getInt(1);
        }
      }
    }
    return sum;
  }
}
