package dev.cenote.bench.row;

import dev.cenote.bench.pool.PoolAdapter;
import java.util.List;

/** Measures one pool in the JVM where it is called, which does nothing else. */
@FunctionalInterface
public interface Act {

  /** Blocks until it is done. */
  Reading run(PoolAdapter pool, Span span) throws Exception;

  /** What the JVM is told besides the size of its heap. */
  default List<String> jvmArguments() {
    return List.of();
  }

  /** Why it cannot be done in this JVM; empty if it can. */
  default String obstacle() {
    return "";
  }
}
