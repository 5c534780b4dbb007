package dev.cenote.bench;

import java.sql.Connection;
import java.sql.SQLException;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * Borrows a connection and gives it back, nothing between. The connection is returned to JMH, so
 * that the compiler must make the handle as it must in an application, which passes it around.
 */
public class CycleBenchmark {

  /** One cycle. */
  @Benchmark
  public Connection cycle(PooledSource pool) throws SQLException {
    Connection connection = pool.dataSource().getConnection();
    connection.close();
    return connection;
  }
}
