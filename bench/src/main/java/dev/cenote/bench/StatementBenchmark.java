package dev.cenote.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Creates, executes and closes a statement of a connection that stays borrowed. As for the
 * connection in {@link CycleBenchmark}, the statement's handle must really be made.
 */
public class StatementBenchmark {

  /** What each thread keeps borrowed. */
  @State(Scope.Thread)
  public static class Borrowed {

    /** How many of its statements stay open. */
    @Param("0")
    public int openStatements;

    private final List<Statement> open = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // JMH calls borrow() before anything else
    private Connection connection;

    /** Borrows it. */
    @Setup
    public void borrow(PooledSource pool) throws SQLException {
      connection = pool.dataSource().getConnection();
      for (int i = 0; i < openStatements; i++) {
        open.add(connection.createStatement());
      }
    }

    /** Gives it back. */
    @TearDown
    public void giveBack() throws SQLException {
      for (Statement statement : open) {
        statement.close();
      }
      connection.close();
    }
  }

  /** One statement. */
  @Benchmark
  public boolean statement(Borrowed borrowed, Blackhole elsewhere) throws SQLException {
    try (Statement statement = borrowed.connection.createStatement()) {
      elsewhere.consume(statement);
      return statement.execute("UPDATE t SET x = 1");
    }
  }
}
