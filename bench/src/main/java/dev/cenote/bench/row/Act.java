package dev.cenote.bench.row;

import dev.cenote.bench.pool.PoolAdapter;
import dev.cenote.bench.pool.Target;
import dev.cenote.bench.server.Database;
import java.util.List;
import java.util.Optional;

/** Measures one pool in the JVM where it is called, which does nothing else. */
@FunctionalInterface
public interface Act {

  /** Blocks until it is done. */
  Reading run(PoolAdapter pool, Span span) throws Exception;

  /** The server that it needs, which runs elsewhere; most need none. */
  default Optional<Database> server() {
    return Optional.empty();
  }

  /** The same with the server at this place. */
  default Act at(Target place) {
    return this;
  }

  /** A class of each jar that the JVM needs besides what all records need and the pool. */
  default List<Class<?>> parts() {
    return List.of();
  }

  /** What the JVM is told besides the size of its heap. */
  default List<String> jvmArguments() {
    return List.of();
  }

  /** Why it cannot be done in this JVM; empty if it can. */
  default String obstacle() {
    return "";
  }
}
