package dev.cenote.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * A whole unit of work: borrow, prepare, set, query, read one row, close everything. As for the
 * connection in {@link CycleBenchmark}, all handles must really be made.
 */
public class UnitBenchmark {

  /** One unit of work. */
  @Benchmark
  public int unit(PooledSource pool, Blackhole elsewhere) throws SQLException {
    int sum = 0;
    try (Connection connection = pool.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement("SELECT x FROM t WHERE y = ?")) {
      elsewhere.consume(connection);
      elsewhere.consume(statement);
      statement.setInt(1, 42);
      try (ResultSet rows = statement.executeQuery()) {
        elsewhere.consume(rows);
        while (rows.next()) {
          sum += rows.getInt(1);
        }
      }
    }
    return sum;
  }
}
