package dev.cenote.faults.pool;

import java.util.List;
import java.util.Optional;

/** All pools that are compared. */
public final class Pools {

  /** In the order of the report's columns. */
  public static final List<PoolAdapter> ALL =
      List.of(
          new CenotePool(), new HikariPool(), new AgroalPool(), new DbcpPool(), new TomcatPool());

  private Pools() {}

  /** The pool with this key. */
  public static Optional<PoolAdapter> of(String key) {
    return ALL.stream().filter(pool -> pool.key().equals(key)).findFirst();
  }
}
