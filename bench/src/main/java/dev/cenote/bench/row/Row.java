package dev.cenote.bench.row;

import dev.cenote.bench.pool.PoolAdapter;
import java.util.List;

/**
 * One line of the matrix.
 *
 * @param family what one operation is
 * @param size the rest of its key, behind the family's: how many threads on how many connections
 * @param program what measures it
 * @param isContended whether somebody may have to wait for a connection
 * @param aims what Cenote shall reach
 */
public record Row(
    Family family, String size, Program program, boolean isContended, List<Aim> aims) {

  /** What measures a row. */
  public sealed interface Program {}

  /**
   * A benchmark of JMH.
   *
   * @param type its class
   * @param threads how many run it
   * @param connections how many the pool may have
   * @param fewOpen how many of them are open; 0 for all
   * @param openStatements how many statements stay open on each borrowed connection, for one that
   *     makes statements
   */
  public record Benchmark(
      Class<?> type, int threads, int connections, int fewOpen, int openStatements)
      implements Program {}

  /**
   * A program of our own.
   *
   * @param act it
   */
  public record Own(Act act) implements Program {}

  /** Copies the aims. */
  public Row {
    aims = List.copyOf(aims);
  }

  /** The name in options and results. */
  public String key() {
    return size.isEmpty() ? family.key() : family.key() + "." + size;
  }

  /**
   * Whether the row makes sense for a pool: the bounds exist where nobody waits, or all do; to be
   * without a pool says something only where opening a connection is as dear as it really is.
   */
  public boolean admits(PoolAdapter pool) {
    if (!pool.isBound()) {
      return true;
    }
    boolean isFit = pool.key().equals("bound-floor") != isContended;
    return switch (family) {
      case BURST, HEAP, FIRST -> false;
      case DATABASE -> isFit || pool.key().equals("none");
      default -> isFit && !pool.key().equals("none");
    };
  }
}
