package dev.cenote.bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;

/** Borrows a connection and gives it back, nothing between. */
public class CycleBenchmark {

  /** One cycle. */
  @Benchmark
  public void cycle(PooledSource pool) throws SQLException {
    Connection connection = pool.dataSource().getConnection();
    connection.close();
  }
}
