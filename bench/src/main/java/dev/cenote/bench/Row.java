package dev.cenote.bench;

import java.util.Arrays;
import java.util.Optional;

/** One line of the table: what each operation does, on how many threads and connections. */
enum Row {
  /** One thread. */
  CYCLE_1_ON_32("1on32", "cycle", CycleBenchmark.class, 1, 32, Bar.HALF),
  /** As many threads as the reference machine has processors. */
  CYCLE_2_ON_32("2on32", "cycle", CycleBenchmark.class, 2, 32, Bar.HALF),
  /** More threads, and connections for all. */
  CYCLE_8_ON_32("8on32", "cycle", CycleBenchmark.class, 8, 32, Bar.HALF),
  /** Exactly one connection for each thread. */
  CYCLE_32_ON_32("32on32", "cycle", CycleBenchmark.class, 32, 32, Bar.HALF),
  /** Four threads for each connection: most wait. */
  CYCLE_32_ON_8("32on8", "cycle", CycleBenchmark.class, 32, 8, Bar.CONTENDED),
  /** Statements, the connection being borrowed already. */
  STATEMENT("statement", "statement", StatementBenchmark.class, 1, 32, Bar.NONE),
  /** A whole unit of work. */
  QUERY("query", "query", QueryBenchmark.class, 1, 32, Bar.NONE);

  /** How much CPU time and memory Cenote may take, as a multiple of what HikariCP takes. */
  enum Bar {
    /** CPU time at most half, memory at most the same. */
    HALF(0.5, true),
    /** CPU time at most one and a half times. */
    CONTENDED(1.5, false),
    /** Measured without a bar. */
    NONE(Double.POSITIVE_INFINITY, false);

    private final double cpuMax;
    private final boolean boundsBytes;

    Bar(double cpuMax, boolean boundsBytes) {
      this.cpuMax = cpuMax;
      this.boundsBytes = boundsBytes;
    }

    double cpuMax() {
      return cpuMax;
    }

    /** Whether Cenote may allocate no more than HikariCP. */
    boolean boundsBytes() {
      return boundsBytes;
    }
  }

  private final String key;
  private final String operation;
  private final Class<?> benchmark;
  private final int threads;
  private final int connections;
  private final Bar bar;

  Row(String key, String operation, Class<?> benchmark, int threads, int connections, Bar bar) {
    this.key = key;
    this.operation = operation;
    this.benchmark = benchmark;
    this.threads = threads;
    this.connections = connections;
    this.bar = bar;
  }

  /** The name in options and results. */
  String key() {
    return key;
  }

  static Optional<Row> of(String key) {
    return Arrays.stream(values()).filter(row -> row.key.equals(key)).findFirst();
  }

  /** What one operation is. */
  String operation() {
    return operation;
  }

  int threads() {
    return threads;
  }

  int connections() {
    return connections;
  }

  Bar bar() {
    return bar;
  }

  /** Whether an operation is a borrow and a return, nothing between. */
  boolean isCycle() {
    return benchmark == CycleBenchmark.class;
  }

  /** Whether somebody may have to wait for a connection. */
  boolean isContended() {
    return threads > connections;
  }

  /** Whether the row makes sense for a peer. */
  boolean admits(Peer peer) {
    return switch (peer) {
      case CENOTE, HIKARI -> true;
      case FLOOR -> isCycle() && !isContended();
      case ENGINE -> isCycle();
    };
  }

  /** The JMH benchmark that measures a peer. */
  Class<?> benchmarkFor(Peer peer) {
    return peer == Peer.ENGINE ? EngineBenchmark.class : benchmark;
  }
}
